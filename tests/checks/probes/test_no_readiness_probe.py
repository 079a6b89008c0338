import pytest

from kubectl_porttrace.checks.probes.no_readiness_probe import no_readiness_probe as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, port, service, sidecar, traced

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
PROBED = {"readinessProbe": {"tcpSocket": {"port": 80}}}
BARE = container(port(8080, "http"))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(HTTP), pod(container(port(8080, "http"), spec=PROBED))), id="a-probe"),
        pytest.param(
            traced(service(HTTP), pod(container(port(8080, "http"), spec={"readinessProbe": {}}))), id="an-exec-probe"
        ),
        pytest.param(traced(service({"port": 80, "targetPort": 8080}), pod()), id="declared-by-no-container"),
        pytest.param(traced(service(HTTP), pod()), id="unresolved"),
        pytest.param(traced(service(HTTP), pod(BARE, terminating=True)), id="being-deleted"),
        pytest.param(
            traced(service(HTTP), pod(container(port(8080, "http"), spec=PROBED), container(name="b"))),
            id="another-container",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "ports"),
    [
        pytest.param(traced(service(HTTP), pod(BARE)), "spec.containers[0].readinessProbe", [0], id="container"),
        pytest.param(
            traced(service(HTTP), pod(init=[container(name="i"), sidecar(port(8080, "http"))])),
            "spec.initContainers[1].readinessProbe",
            [0],
            id="sidecar",
        ),
        pytest.param(
            traced(
                service({"name": "x", "port": 9}, HTTP, {"name": "b", "port": 81, "targetPort": 8080}),
                pod(BARE),
                pod(BARE),
            ),
            "spec.containers[0].readinessProbe",
            [1, 2],
            id="two-ports",
        ),
    ],
)
def test_fires(subject: TracedService, path: str, ports: list[int]) -> None:
    issue = found(check, subject)[0]
    assert (issue.path, [entry.index for entry in issue.ports]) == (path, ports)
    assert issue.fix.text == "add a readiness probe on port 8080"
    assert judged(subject)["PTB08"].severity == "note"


def test_tells_it_once_for_each_workload() -> None:
    pods = [pod(BARE, owner=("StatefulSet", name)) for name in ("a", "a", "b")]
    assert [issue.evidence for issue in found(check, traced(service(HTTP), *pods))] == [
        ("pods: 2 pods of StatefulSet/a",),
        ("pods: 1 pod of StatefulSet/b",),
    ]
