import pytest

from kubectl_porttrace.checks.ports.number_on_some_pods import target_port_number_on_some_pods as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, judged, pod, port, service, traced

WEB = {"port": 80, "targetPort": 8080}
WITH = pod(container(port(8080)))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(WEB), WITH, WITH), id="on-all"),
        pytest.param(traced(service(WEB), pod(), pod()), id="on-none"),
        pytest.param(traced(service(WEB), WITH, pod(phase="Failed")), id="the-other-has-ended"),
        pytest.param(traced(headless(WEB), WITH, pod()), id="headless"),
        pytest.param(traced(service({"port": 80, "targetPort": "http"}), WITH, pod()), id="a-name"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(traced(service(WEB), WITH, pod()), "spec.ports[0].targetPort", id="on-one"),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert "PTR15" in judged(subject)


@pytest.mark.parametrize(
    ("other", "severity"),
    [
        pytest.param(pod(owner=("StatefulSet", "db")), "warning", id="of-another-workload"),
        pytest.param(pod(container(port(3000)), owner=("StatefulSet", "web")), "warning", id="declares-another-port"),
        pytest.param(pod(owner=("StatefulSet", "web")), "note", id="merely-declares-nothing"),
    ],
)
def test_is_a_note_where_a_declaration_may_just_be_left_out(other: Pod, severity: str) -> None:
    mine = pod(container(port(8080)), owner=("StatefulSet", "web"))
    (issue,) = found(check, traced(service(WEB), mine, other))
    assert (issue.severity or check.severity) == severity


def test_one_pod_of_another_kind_is_enough_for_a_warning() -> None:
    mine = [pod(ports, owner=("StatefulSet", "web")) for ports in (container(port(8080)), container())]
    (issue,) = found(check, traced(service(WEB), *mine, pod(owner=("StatefulSet", "db"))))
    assert issue.severity is None
