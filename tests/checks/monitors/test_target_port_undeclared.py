import pytest

from kubectl_porttrace.checks.monitors.target_port_undeclared import target_port_undeclared
from kubectl_porttrace.model.pod import Pod
from tests.build import container, found, pod, port, service, traced_route
from tests.build.callers import monitor

WEB = service({"name": "http", "port": 80, "targetPort": 8080}, labels={"app": "web"})
DECLARED = pod(container(port(9090, "metrics")))
BARE = pod()


@pytest.mark.parametrize("target", [9090, "metrics", "metr.*"])
@pytest.mark.parametrize(
    ("pods", "severity"),
    [pytest.param((BARE,), None, id="none-declares"), pytest.param((BARE, DECLARED), "warning", id="some-do")],
)
def test_fires_where_pods_do_not_declare_it(target: int | str, pods: tuple[Pod, ...], severity: str | None) -> None:
    (finding,) = found(target_port_undeclared, traced_route(monitor({"targetPort": target}), WEB, *pods))
    assert (finding.path, finding.severity) == ("spec.endpoints[0].targetPort", severity)


@pytest.mark.parametrize("target", [9090, "metrics", "metr.*"])
def test_stays_silent_where_they_do(target: int | str) -> None:
    assert found(target_port_undeclared, traced_route(monitor({"targetPort": target}), WEB, DECLARED)) == []


def test_ports_of_init_containers_are_found_as_well() -> None:
    early = pod(container(), init=[container(port(9090, "metrics"), name="early")])
    assert found(target_port_undeclared, traced_route(monitor({"targetPort": 9090}), WEB, early)) == []


def test_a_port_name_comes_first() -> None:
    both = monitor({"port": "http", "targetPort": 9090})
    assert found(target_port_undeclared, traced_route(both, WEB, BARE)) == []
