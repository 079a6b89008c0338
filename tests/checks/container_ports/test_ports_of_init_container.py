import pytest

from kubectl_porttrace.checks.container_ports.ports_of_init_container import ports_of_init_container as check
from kubectl_porttrace.trace.workloads.workload import TracedWorkload
from tests.build import (
    container,
    found,
    judged,
    pod,
    port,
    sidecar,
    template,
    traced_workload,
    workload,
    workload_in_files,
)

SETUP = container(port(8080, "http"), port(9090), name="setup")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_workload("Pod/web", pod(container(port(8080)), name="web")), id="regular"),
        pytest.param(traced_workload("Pod/web", pod(init=[sidecar(port(8080))], name="web")), id="sidecar"),
        pytest.param(traced_workload("Pod/web", pod(init=[container(name="setup")], name="web")), id="no-ports"),
    ],
)
def test_stays_silent(subject: TracedWorkload) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(
            traced_workload("Pod/web", pod(init=[sidecar(port(1)), SETUP], name="web")),
            "spec.initContainers[1].ports",
            id="pod",
        ),
        pytest.param(
            traced_workload(
                "StatefulSet/web", workload("StatefulSet", "web"), pod(init=[SETUP], owner=("StatefulSet", "web"))
            ),
            "spec.template.spec.initContainers[0].ports",
            id="stateful-set",
        ),
        pytest.param(
            workload_in_files("Deployment/web", template(init=[SETUP])),
            "spec.template.spec.initContainers[0].ports",
            id="template",
        ),
    ],
)
def test_fires(subject: TracedWorkload, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert judged(subject)["PTH04"].severity == "note"
