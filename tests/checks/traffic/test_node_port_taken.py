import pytest

from kubectl_porttrace.checks.traffic.node_port_taken import node_port_taken as check
from kubectl_porttrace.model.container import ContainerPort
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    container,
    found,
    in_files,
    judged,
    pod,
    port,
    service,
    sidecar,
    traced,
    traced_workload,
    workload,
)

ON_NODE = ContainerPort(container_port=8080, host_port=30080)
OPEN = service({"port": 80, "nodePort": 30080}, type="NodePort")
NEIGHBOUR = pod(container(ON_NODE), name="neighbour", namespace="other")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(OPEN, pod()), id="free"),
        pytest.param(traced(service({"port": 30080}), pod(), NEIGHBOUR), id="no-node-port"),
        pytest.param(
            traced(OPEN, pod(container(ContainerPort(container_port=53, host_port=30080, protocol="UDP")))),
            id="another-protocol",
        ),
        pytest.param(traced(OPEN, pod(), pod(init=[sidecar(ON_NODE)])), id="a-sidecar-opens-nothing"),
        pytest.param(
            traced(
                OPEN,
                pod(),
                pod(
                    container(ContainerPort(container_port=53, host_port=30080, protocol="UDP")),
                    init=[sidecar(ON_NODE)],
                ),
            ),
            id="a-sidecar-opens-nothing-beside-another-protocol",
        ),
        pytest.param(traced(OPEN, pod(), pod(container(ON_NODE), phase="Succeeded")), id="ended"),
        pytest.param(
            traced(service({"port": 80, "nodePort": 10250, "protocol": "UDP"}, type="NodePort"), pod()),
            id="the-kubelet-takes-tcp",
        ),
        pytest.param(
            traced(service({"port": 10250}, type="NodePort"), pod()), id="the-number-of-the-service-port-is-free"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "who"),
    [
        pytest.param(
            traced(OPEN, pod(), NEIGHBOUR), "spec.ports[0].nodePort", "Pod/neighbour in other", id="host-port"
        ),
        pytest.param(
            traced(OPEN, pod(container(port(30080)), name="web-1", spec={"hostNetwork": True})),
            "spec.ports[0].nodePort",
            "Pod/web-1",
            id="host-network",
        ),
        pytest.param(
            in_files(OPEN, pod(container(ON_NODE), name="web-1")), "spec.ports[0].nodePort", "web-1", id="files"
        ),
        pytest.param(
            traced(service({"port": 80, "nodePort": 10250}, type="NodePort"), pod()),
            "spec.ports[0].nodePort",
            "the kubelet",
            id="kubelet",
        ),
        pytest.param(
            traced(service(type="LoadBalancer", healthCheckNodePort=6443, externalTrafficPolicy="Local"), pod()),
            "spec.healthCheckNodePort",
            "the API server",
            id="health-check",
        ),
    ],
)
def test_fires(subject: TracedService, path: str, who: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert who in issue.message
    assert judged(subject)["PTK19"].severity == "warning"


def test_is_said_once_of_a_workload_and_the_service_that_reaches_it() -> None:
    subject = traced_workload(
        "StatefulSet/web", OPEN, workload("StatefulSet", "web"), pod(container(ON_NODE), owner=("StatefulSet", "web"))
    )
    (reaching,) = subject.services
    assert "PTH06" not in judged(subject)
    assert "PTK19" in judged(reaching)
