"""What the resolver of field paths takes and what it refuses."""

import pytest

from tests.build.field_paths import fault

POD = {"spec": {"containers": [{"name": "app"}]}, "status": {"conditions": [{"type": "Ready", "status": "False"}]}}


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        pytest.param("Pod", "", id="the-object"),
        pytest.param("Pod", "spec.containers[0].readinessProbe", id="optional-and-absent"),
        pytest.param("Pod", 'status.conditions[?(@.type=="Ready")].status', id="by-a-field"),
        pytest.param("Pod", "metadata.labels[app.kubernetes.io/name]", id="key"),
        pytest.param("CronJob", "spec.jobTemplate.spec.template.spec.hostNetwork", id="deep"),
        pytest.param("EndpointSlice", "addressType", id="at-the-top"),
    ],
)
def test_resolves(kind: str, path: str) -> None:
    assert fault(kind, path, POD if kind == "Pod" else None) is None


@pytest.mark.parametrize(
    ("kind", "path"),
    [
        pytest.param("Deployment", 'status.conditions[?(@.type=="Ready")].ready', id="no-such-field-of-an-element"),
        pytest.param("Pod", 'status.conditions[?(@.name=="Ready")]', id="no-such-field-to-choose-by"),
        pytest.param("Pod", "status.conditions[Ready]", id="key-of-a-list"),
        pytest.param("EndpointSlice", "spec.selector", id="field-of-another-kind"),
        pytest.param("Deployment", "spec.readinessGates", id="field-of-the-pods"),
        pytest.param("Pod", "spec.containers[1].name", id="more-than-there-are"),
        pytest.param("Pod", "spec.initContainers[0].name", id="of-an-absent-list"),
        pytest.param("Pod", "spec.nodeName[0]", id="element-of-text"),
        pytest.param("Pod", "spec..nodeName", id="malformed"),
        pytest.param("Rollout", "spec.template", id="unknown-kind"),
    ],
)
def test_does_not_resolve(kind: str, path: str) -> None:
    assert fault(kind, path, POD if kind == "Pod" else None) is not None
