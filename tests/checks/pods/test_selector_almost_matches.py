import pytest

from kubectl_porttrace.checks.pods.selector_almost_matches import selector_almost_matches as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import found, judged, manifests, pod, service, template, traced

TWO = {"app": "web", "tier": "frontend"}
DEPLOYMENT = ("ReplicaSet", "web-7c67")


def labelled(owner: tuple[str, str] | None = DEPLOYMENT, **labels: str) -> Pod:
    return pod(labels=labels, owner=owner)


def from_files(selector: dict[str, str], *templates: Pod) -> TracedService:
    snapshot = manifests(service(selector=selector), *templates)
    return trace_service(snapshot, snapshot.services[0])


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(selector=TWO), pod(labels=TWO), labelled(app="web")), id="one-pod-matches"),
        pytest.param(traced(service(selector=TWO), labelled(app="x", tier="y")), id="two-labels-differ"),
        pytest.param(traced(service(), labelled(app="shop")), id="one-label-and-nothing-like-it"),
        pytest.param(traced(service(selector=TWO)), id="no-pods"),
        pytest.param(traced(service(selector={}), labelled(app="web")), id="no-selector"),
        pytest.param(from_files(TWO, template(labels=TWO)), id="file-matches"),
        pytest.param(from_files(TWO, template(labels={"app": "web", "tier": "api"})), id="file-another-value"),
        pytest.param(from_files(TWO, template(labels={"app": "web"})), id="file-no-such-label"),
        pytest.param(from_files(TWO, template(labels={"app": "web", "role": "frontend"})), id="file-another-key"),
        pytest.param(from_files({"app": "web"}, template(labels={"app": "wbe"})), id="file-one-label-is-too-little"),
        pytest.param(
            from_files(
                TWO,
                template(labels={"app": "web", "tier": "frontnd"}),
                template(labels={"app": "web", "tier": "frontnd"}, of="Deployment/web-canary"),
            ),
            id="file-two-candidates",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def patch(selector: str) -> str:
    return f"""kubectl patch service web -n shop --type=merge -p '{{"spec":{{"selector":{selector}}}}}'"""


@pytest.mark.parametrize(
    ("selector", "pods", "command"),
    [
        pytest.param(TWO, [labelled(app="web", tier="frontnd")], patch('{"tier":"frontnd"}'), id="value"),
        pytest.param(
            TWO,
            [labelled(app="web", role="frontend")],
            patch('{"tier":null,"role":"frontend"}'),
            id="key",
        ),
        pytest.param({"app": "web"}, [labelled(app="wbe")], patch('{"app":"wbe"}'), id="only-label"),
        pytest.param({"app": "web"}, [labelled(name="web")], None, id="only-label-under-another-key"),
        pytest.param(TWO, [labelled(app="web", tier="api")], None, id="another-value"),
        pytest.param(TWO, [labelled(app="web")], None, id="template-without-the-label"),
        pytest.param(
            TWO,
            [pod(name="lone", labels={"app": "web"})],
            "kubectl label pod lone -n shop tier=frontend",
            id="bare-pod-without-the-label",
        ),
        pytest.param(TWO, [labelled(None, app="web", tier="frontnd")], None, id="bare-pod-either-may-be-wrong"),
        pytest.param(
            TWO,
            [labelled(app="web", tier="frontnd"), labelled(("StatefulSet", "db"), app="web", tier="frontnd")],
            None,
            id="two-owners",
        ),
        pytest.param(
            TWO,
            [labelled(app="web", tier="frontnd"), labelled(app="web", tier="frontedn")],
            None,
            id="two-spellings",
        ),
    ],
)
def test_fires(selector: dict[str, str], pods: list[Pod], command: str | None) -> None:
    subject = traced(service(selector=selector), *pods)
    (issue,) = found(check, subject)
    assert (issue.path, issue.ports, issue.fix.command) == ("spec.selector", subject.ports, command)


def test_is_the_root_cause() -> None:
    issues = judged(traced(service(selector=TWO), labelled(app="web"), pod(namespace="other", labels=TWO)))
    assert list(issues) == ["PTP03"]
    assert (issues["PTP03"].severity, issues["PTP03"].codes) == ("error", ("PTP03", "PTP02", "PTP01"))


def test_evidence_says_which_label_differs_on_which_pods() -> None:
    subject = traced(service(selector=TWO), labelled(app="web"), labelled(app="web", tier="api"))
    assert found(check, subject)[0].evidence == (
        "1 pod of ReplicaSet/web-7c67: no label tier",
        "1 pod of ReplicaSet/web-7c67: tier=api",
    )


def test_in_files_is_a_warning_without_a_command() -> None:
    subject = from_files(TWO, template(labels={"app": "web", "tier": "frontnd"}))
    assert found(check, subject)[0].fix.command is None
    assert judged(subject)["PTP03"].severity == "warning"


@pytest.mark.parametrize(
    ("subject", "label"),
    [
        pytest.param(labelled(app="web", tier="frontnd"), "tier=frontnd", id="value"),
        pytest.param(labelled(app="web", role="frontend"), "role=frontend", id="key"),
        pytest.param(labelled(app="web"), "tier=frontend", id="missing"),
    ],
)
def test_fix_names_the_label_to_write(subject: Pod, label: str) -> None:
    text = found(check, traced(service(selector=TWO), subject))[0].fix.text
    assert label in text
    assert ("add the label" in text) == (label == "tier=frontend")
