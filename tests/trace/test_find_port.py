import pytest
from hypothesis import given
from hypothesis import strategies as st

from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import ServicePort
from kubectl_porttrace.trace.find_port import find_port
from tests.build import container, pod, port, sidecar

NAMES = st.sampled_from(["", "http", "dns", "web"])
PROTOCOLS = st.sampled_from(["TCP", "UDP", "SCTP"])
NUMBERS = st.sampled_from([53, 80, 8080])
PORTS = st.lists(st.builds(port, NUMBERS, NAMES, PROTOCOLS), max_size=3)


def containers(kind: str) -> st.SearchStrategy[list[Container]]:
    policy = {"container": st.none(), "init": st.sampled_from([None, "Always"])}[kind]
    made = st.builds(lambda ports, restart: container(*ports, restart_policy=restart), PORTS, policy)
    return st.lists(made, min_size=1 if kind == "container" else 0, max_size=3)


PODS = st.builds(lambda regular, init: pod(*regular, init=init), containers("container"), containers("init"))


def service_port(target: int | str, protocol: str = "TCP", number: int = 80) -> ServicePort:
    return ServicePort(port=number, target_port=target, protocol=protocol)


NAMED = st.builds(service_port, NAMES.filter(bool), PROTOCOLS)


@pytest.mark.parametrize(
    ("asked", "subject", "number"),
    [
        pytest.param(service_port(8080), pod(), 8080, id="number-undeclared"),
        pytest.param(service_port(8080), pod(container(port(9090))), 8080, id="number-beside-another"),
        pytest.param(service_port(0), pod(), 80, id="defaults-to-port"),
        pytest.param(service_port(""), pod(), 80, id="empty-defaults-to-port"),
        pytest.param(service_port("http"), pod(container(port(8080, "http"))), 8080, id="name"),
        pytest.param(service_port("dns", "UDP"), pod(container(port(53, "dns"))), None, id="other-protocol"),
        pytest.param(
            service_port("dns", "UDP"),
            pod(container(port(53, "dns"), name="a"), container(port(5353, "dns", "UDP"), name="b")),
            5353,
            id="other-protocol-is-passed-over",
        ),
        pytest.param(
            service_port("http"),
            pod(container(port(8080, "http"), name="a"), container(port(9090, "http"), name="b")),
            8080,
            id="first-container-wins",
        ),
        pytest.param(
            service_port("http"),
            pod(container(port(8080, "http")), init=[sidecar(port(15000, "http"))]),
            8080,
            id="container-before-sidecar",
        ),
        pytest.param(service_port("http"), pod(init=[sidecar(port(15000, "http"))]), 15000, id="sidecar"),
        pytest.param(
            service_port("http"), pod(init=[container(port(8080, "http"), name="setup")]), None, id="ordinary-init"
        ),
        pytest.param(service_port("HTTP"), pod(container(port(8080, "http"))), None, id="case-matters"),
        pytest.param(service_port("http"), pod(container(port(80))), None, id="a-number-is-no-name"),
    ],
)
def test_find_port(asked: ServicePort, subject: Pod, number: int | None) -> None:
    found = find_port(subject, asked)
    assert (found.number if found else None) == number


def test_a_number_tells_which_container_declares_it_with_the_same_protocol() -> None:
    subject = pod(container(port(53, "dns", "UDP"), name="udp"), container(port(53, "dns"), name="tcp"))
    found = find_port(subject, service_port(53))
    assert found
    assert found.declaration
    assert found.declaration.container.name == "tcp"


def test_a_sidecar_is_told_from_a_container() -> None:
    found = find_port(pod(init=[sidecar(port(15000, "http"))]), service_port("http"))
    assert found
    assert found.declaration
    assert found.declaration.kind == "sidecar"


@given(PODS, NUMBERS, PROTOCOLS)
def test_a_number_is_never_looked_up(subject: Pod, number: int, protocol: str) -> None:
    found = find_port(subject, service_port(number, protocol))
    assert found
    assert found.number == number


@given(PODS, NAMED)
def test_a_name_resolves_to_the_first_of_name_and_protocol(subject: Pod, asked: ServicePort) -> None:
    searched = [*subject.spec.containers, *(each for each in subject.spec.init_containers if each.restartable)]
    matching = [
        entry.container_port
        for each in searched
        for entry in each.ports
        if (entry.name, entry.protocol) == (asked.target, asked.protocol)
    ]
    found = find_port(subject, asked)
    assert (found.number if found else None) == next(iter(matching), None)


@given(PODS, NAMED)
def test_ordinary_init_containers_make_no_difference(subject: Pod, asked: ServicePort) -> None:
    without = pod(*subject.spec.containers, init=subject.spec.sidecars)
    assert find_port(subject, asked) == find_port(without, asked)
