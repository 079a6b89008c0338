import pytest

from kubectl_porttrace.checks.container_ports.host_port_on_sidecar import host_port_on_sidecar as check
from kubectl_porttrace.model.container import ContainerPort
from kubectl_porttrace.trace.workloads.workload import TracedWorkload
from tests.build import container, found, judged, pod, sidecar, template, traced_workload, workload, workload_in_files

ON_NODE = ContainerPort(container_port=8080, host_port=80)
MADE = workload("StatefulSet", "web", spec={"template": {"spec": {"containers": [{"name": "app"}]}}})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_workload("Pod/web", pod(container(ON_NODE), name="web")), id="regular-container"),
        pytest.param(
            traced_workload("Pod/web", pod(container(ON_NODE), init=[sidecar(ON_NODE)], name="web")), id="both"
        ),
        pytest.param(
            traced_workload("Pod/web", pod(init=[sidecar(ON_NODE)], name="web", spec={"hostNetwork": True})),
            id="host-network",
        ),
        pytest.param(
            traced_workload("Pod/web", pod(init=[container(ON_NODE, name="setup")], name="web")), id="init-container"
        ),
        pytest.param(
            traced_workload("Pod/web", pod(init=[sidecar(ContainerPort(container_port=80))], name="web")),
            id="no-host-port",
        ),
        pytest.param(
            traced_workload("Pod/web", pod(init=[sidecar(ON_NODE)], name="web", phase="Succeeded")), id="ended"
        ),
    ],
)
def test_stays_silent(subject: TracedWorkload) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "object_", "path"),
    [
        pytest.param(
            traced_workload("Pod/web", pod(init=[container(name="setup"), sidecar(ON_NODE)], name="web")),
            "Pod",
            "spec.initContainers[1].ports[0].hostPort",
            id="pod",
        ),
        pytest.param(
            traced_workload("StatefulSet/web", MADE, pod(init=[sidecar(ON_NODE)], owner=("StatefulSet", "web"))),
            "Pod",
            "spec.initContainers[0].ports[0].hostPort",
            id="put-there-by-a-webhook",
        ),
        pytest.param(
            workload_in_files(
                "Deployment/web",
                workload("Deployment", "web"),
                template(init=[sidecar(ON_NODE)]),
            ),
            "Deployment",
            "spec.template.spec.initContainers[0].ports[0].hostPort",
            id="template",
        ),
    ],
)
def test_fires(subject: TracedWorkload, object_: str, path: str) -> None:
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.kind, issue.path) == (object_, path)
    assert judged(subject)["PTH01"].severity == "error"


def test_the_mend_removes_it() -> None:
    mended = pod(container(ON_NODE), init=[sidecar(ContainerPort(container_port=8080))], name="web")
    assert "PTH01" not in judged(traced_workload("Pod/web", mended))
