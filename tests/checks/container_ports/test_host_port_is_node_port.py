import pytest

from kubectl_porttrace.checks.container_ports.host_port_is_node_port import host_port_is_node_port as check
from kubectl_porttrace.model.container import ContainerPort
from kubectl_porttrace.trace.workloads.workload import TracedWorkload
from tests.build import container, found, judged, pod, port, service, sidecar, traced_workload, workload

ON_NODE = ContainerPort(container_port=8080, host_port=30080)
OPEN = service({"port": 80, "nodePort": 30080}, type="NodePort", name="open", selector={"app": "other"})
ELSEWHERE = service({"port": 80, "nodePort": 30080}, type="NodePort", name="open", namespace="other")
OF_NODE = {"hostNetwork": True}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_workload("Pod/web", pod(container(ON_NODE), name="web")), id="no-service"),
        pytest.param(
            traced_workload("Pod/web", OPEN, pod(container(port(30080)), name="web")), id="no-port-of-the-node"
        ),
        pytest.param(
            traced_workload(
                "Pod/web",
                OPEN,
                pod(container(ContainerPort(container_port=53, host_port=30080, protocol="UDP")), name="web"),
            ),
            id="other-protocol",
        ),
        pytest.param(
            traced_workload("Pod/web", OPEN, pod(init=[sidecar(ON_NODE)], name="web")), id="sidecar-opens-nothing"
        ),
    ],
)
def test_stays_silent(subject: TracedWorkload) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(
            traced_workload("Pod/web", OPEN, pod(container(ON_NODE), name="web")),
            "spec.containers[0].ports[0].hostPort",
            id="host-port",
        ),
        pytest.param(
            traced_workload("Pod/web", ELSEWHERE, pod(container(ON_NODE), name="web")),
            "spec.containers[0].ports[0].hostPort",
            id="of-another-namespace",
        ),
        pytest.param(
            traced_workload(
                "StatefulSet/web",
                OPEN,
                workload("StatefulSet", "web"),
                pod(container(ON_NODE), owner=("StatefulSet", "web")),
            ),
            "spec.template.spec.containers[0].ports[0].hostPort",
            id="stateful-set",
        ),
        pytest.param(
            traced_workload("Pod/web", OPEN, pod(container(port(30080)), name="web", spec=OF_NODE)),
            "spec.containers[0].ports[0].containerPort",
            id="host-network",
        ),
    ],
)
def test_fires(subject: TracedWorkload, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert judged(subject)["PTH06"].severity == "warning"
