"""Objects that something else writes: a finding says who would undo the change."""

from typing import Any

import pytest

from kubectl_porttrace.model.generators import MANAGED_BY_ROLLOUT
from tests.build import container, judged, pod, port, service, traced

CANARY = {"kind": "Canary", "name": "web", "uid": "u", "controller": True}
SERVERLESS = {"kind": "ServerlessService", "name": "web-00001", "uid": "u", "controller": True}
KNATIVE = {"serving.knative.dev/service": "web", "serving.knative.dev/revision": "web-00001"}
MISSPELT = pod(container(port(8080, "htpp")))


def written(**metadata: Any) -> Any:
    """A Service whose targetPort is misspelt, with more metadata."""
    labels, annotations = metadata.pop("labels", None), metadata.pop("annotations", None)
    named = {"port": 80, "targetPort": "http"}
    return service(named, labels=labels, annotations=annotations, metadata=metadata)


@pytest.mark.parametrize(
    ("metadata", "who"),
    [
        pytest.param({"ownerReferences": [CANARY]}, "Canary/web", id="flagger"),
        pytest.param({"ownerReferences": [SERVERLESS], "labels": KNATIVE}, "Knative Service web", id="knative-service"),
        pytest.param(
            {"ownerReferences": [SERVERLESS], "labels": {"serving.knative.dev/revision": "web-00001"}},
            "Knative Revision web-00001",
            id="knative-revision",
        ),
    ],
)
def test_who_writes_the_service_is_named(metadata: dict[str, Any], who: str) -> None:
    finding = judged(traced(written(**metadata), MISSPELT))["PTR05"]
    assert finding.evidence[-1] == f"{who} writes Service web"
    assert f"change it in {who}, which undoes changes made here" in finding.fix.text
    assert finding.fix.command is None


@pytest.mark.parametrize(
    "metadata",
    [
        pytest.param({}, id="nobody"),
        pytest.param({"labels": KNATIVE}, id="labels-alone"),
        pytest.param({"ownerReferences": [{**CANARY, "controller": False}]}, id="an-owner-that-controls-nothing"),
        pytest.param({"ownerReferences": [{**CANARY, "kind": "Deployment"}]}, id="kubernetes-itself"),
        pytest.param({"annotations": {MANAGED_BY_ROLLOUT: "web"}}, id="rollouts-write-the-selector-alone"),
    ],
)
def test_who_does_not_write_the_field_is_not(metadata: dict[str, Any]) -> None:
    finding = judged(traced(written(**metadata), MISSPELT))["PTR05"]
    assert "writes Service" not in " ".join(finding.evidence)
    assert finding.fix.command is not None


def test_a_rollout_writes_the_selector() -> None:
    selecting = service(
        selector={"app": "web", "rollouts-pod-template-hash": "old"}, annotations={MANAGED_BY_ROLLOUT: "web"}
    )
    findings = judged(traced(selecting, pod(labels={"app": "web", "rollouts-pod-template-hash": "new"})))
    (finding,) = [each for each in findings.values() if each.severity == "error"]
    assert finding.evidence[-1] == "Rollout/web writes Service web"


def test_what_is_looked_at_may_be_looked_at() -> None:
    """A command that changes nothing stays."""
    metadata = {"ownerReferences": [CANARY]}
    finding = judged(traced(service(metadata=metadata), pod(labels={"app": "shop"})))["PTP01"]
    assert finding.fix.command is not None
    assert finding.fix.command.startswith("kubectl get pods")


def test_the_form_of_what_nobody_wrote_is_not_noted() -> None:
    named: dict[str, Any] = {"externalName": "example.com", "type": "ExternalName", "selector": {"app": "web"}}
    by_hand = judged(traced(service(**named)))
    generated = judged(traced(service(**named, metadata={"ownerReferences": [CANARY]})))
    shape = {code for code in by_hand if code.startswith("PTS") and by_hand[code].severity == "note"}
    assert shape
    assert shape.isdisjoint(generated)
