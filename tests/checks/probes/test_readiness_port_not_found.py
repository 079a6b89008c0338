import pytest

from kubectl_porttrace.checks.probes.readiness_port_not_found import readiness_port_not_found as check
from kubectl_porttrace.model.pod import Container
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import container, found, judged, manifests, pod, port, service, template, traced

HTTP = port(80, "http")
OTHER_NAME = {"readinessProbe": {"httpGet": {"port": "web"}}}
HTTP_ONLY = container(HTTP)
WRONG = container(HTTP, spec=OTHER_NAME)


def probed(written: int | str, kind: str = "readinessProbe") -> Container:
    return container(HTTP, spec={kind: {"httpGet": {"port": written}}})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(probed("http"), ready=False)), id="found"),
        pytest.param(traced(service(), pod(probed(9090), ready=False)), id="a-number-need-not-be-declared"),
        pytest.param(traced(service(), pod(probed("web", "livenessProbe"), ready=False)), id="another-probe"),
        pytest.param(traced(service(), pod(container(spec={"readinessProbe": {}}), ready=False)), id="exec"),
        pytest.param(
            traced(service(), pod(WRONG, container(port(1, "web"), name="b"), ready=False)), id="in-another-container"
        ),
        pytest.param(traced(service(), pod(WRONG, phase="Failed", ready=False)), id="ended"),
        pytest.param(traced(service(), pod(WRONG, terminating=True, ready=False)), id="being-deleted"),
        pytest.param(traced(service(selector={}), pod(WRONG, ready=False)), id="not-selected"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "codes", "severity"),
    [
        pytest.param(traced(service(), pod(WRONG, ready=False)), ("PTB01", "PTP07"), "error", id="of-the-only-pod"),
        pytest.param(
            traced(service(), pod(WRONG, ready=False), pod(HTTP_ONLY)),
            ("PTB01", "PTP08"),
            "warning",
            id="of-one-of-two",
        ),
        pytest.param(
            traced(service(), pod(WRONG, ready=False), pod(HTTP_ONLY, ready=False)),
            ("PTB01",),
            "warning",
            id="another-pod-is-unready-too",
        ),
        pytest.param(traced(service(), pod(WRONG)), ("PTB01",), "warning", id="the-pod-is-ready-all-the-same"),
    ],
)
def test_fires(subject: TracedService, codes: tuple[str, ...], severity: str) -> None:
    assert [issue.path for issue in found(check, subject)] == ["spec.containers[0].readinessProbe.httpGet.port"]
    issue = judged(subject)["PTB01"]
    assert (issue.codes, issue.severity) == (codes, severity)


def test_tells_one_slip_of_many_pods_once_and_points_at_the_template() -> None:
    pods = [pod(WRONG, ready=False, owner=("StatefulSet", "web")) for _ in range(3)]
    (issue,) = found(check, traced(service(), *pods))
    assert issue.path == "spec.template.spec.containers[0].readinessProbe.httpGet.port"
    assert issue.object is not None
    assert (issue.object.kind, issue.object.name) == ("StatefulSet", "web")
    assert issue.evidence == ("pods: 3 pods of StatefulSet/web", "container app declares: http 80/TCP")


def test_is_an_error_in_files() -> None:
    snapshot = manifests(service(), template(WRONG))
    assert judged(trace_service(snapshot, snapshot.services[0]))["PTB01"].severity == "error"


def test_says_that_a_pod_which_is_ready_will_not_be_again() -> None:
    unready, still_ready = (
        found(check, traced(service(), pod(WRONG, ready=ready)))[0].message for ready in (False, True)
    )
    assert "cannot become ready" in unready
    assert "ready still" in still_ready
