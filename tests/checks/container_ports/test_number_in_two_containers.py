import pytest

from kubectl_porttrace.checks.container_ports.number_in_two_containers import port_number_in_two_containers as check
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

APP, PROXY = container(port(8080, "http")), container(port(8080, "proxy"), name="proxy")
SIDECAR = sidecar(port(8080))


def of_pod(*containers: object, **fields: object) -> TracedWorkload:
    return traced_workload("Pod/web", pod(*containers, name="web", **fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(of_pod(container(port(8080, "http"), port(8080, "web"))), id="one-container-twice"),
        pytest.param(of_pod(APP, container(port(8080, protocol="UDP"), name="dns")), id="other-protocol"),
        pytest.param(of_pod(APP, container(port(8081), name="admin")), id="other-number"),
        pytest.param(of_pod(APP, init=[container(port(8080), name="setup")]), id="init-container"),
    ],
)
def test_stays_silent(subject: TracedWorkload) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(of_pod(APP, PROXY, ready=False), "spec.containers[1].ports[0].containerPort", "warning", id="two"),
        pytest.param(
            of_pod(APP, init=[SIDECAR], ready=False),
            "spec.initContainers[0].ports[0].containerPort",
            "warning",
            id="sidecar",
        ),
        pytest.param(of_pod(APP, PROXY), "spec.containers[1].ports[0].containerPort", "note", id="all-ready"),
        pytest.param(
            traced_workload(
                "StatefulSet/web",
                workload("StatefulSet", "web"),
                pod(APP, PROXY, owner=("StatefulSet", "web"), ready=False),
            ),
            "spec.template.spec.containers[1].ports[0].containerPort",
            "warning",
            id="stateful-set",
        ),
        pytest.param(
            workload_in_files("Deployment/web", template(APP, PROXY)),
            "spec.template.spec.containers[1].ports[0].containerPort",
            "warning",
            id="template",
        ),
    ],
)
def test_fires(subject: TracedWorkload, path: str, severity: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert judged(subject)["PTH02"].severity == severity
