from typing import Any

import pytest

from kubectl_porttrace.checks.container_ports.name_in_two_containers import port_name_in_two_containers as check
from kubectl_porttrace.trace.workloads.workload import TracedWorkload
from tests.build import (
    container,
    found,
    judged,
    pod,
    port,
    service,
    sidecar,
    template,
    traced_workload,
    workload,
    workload_in_files,
)

APP, ADMIN = container(port(8080, "http")), container(port(9090, "http"), name="admin")
BY_NAME = service({"port": 80, "targetPort": "http"})


def of_pod(*objects: Any, containers: Any = (APP, ADMIN), **fields: Any) -> TracedWorkload:
    return traced_workload("Pod/web", *objects, pod(*containers, name="web", **fields))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(of_pod(BY_NAME), id="looked-up"),
        pytest.param(of_pod(containers=[APP, container(port(9090, "admin"), name="admin")]), id="other-name"),
        pytest.param(of_pod(containers=[APP, container(port(8080, "http"), name="admin")]), id="same-number"),
        pytest.param(of_pod(containers=[APP, container(port(9090, "http", "UDP"), name="admin")]), id="other-protocol"),
        pytest.param(of_pod(containers=[container(port(80)), container(port(81), name="b")]), id="without-names"),
        pytest.param(of_pod(containers=[APP], init=[container(port(1, "http"), name="setup")]), id="init-container"),
    ],
)
def test_stays_silent(subject: TracedWorkload) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(of_pod(service({"port": 80})), "spec.containers[1].ports[0].name", id="reached-by-number"),
        pytest.param(of_pod(BY_NAME, labels={}), "spec.containers[1].ports[0].name", id="looked-up-in-other-pods"),
        pytest.param(
            of_pod(containers=[APP], init=[sidecar(port(1, "http"))]),
            "spec.initContainers[0].ports[0].name",
            id="sidecar",
        ),
        pytest.param(
            traced_workload(
                "StatefulSet/web", workload("StatefulSet", "web"), pod(APP, ADMIN, owner=("StatefulSet", "web"))
            ),
            "spec.template.spec.containers[1].ports[0].name",
            id="stateful-set",
        ),
        pytest.param(
            workload_in_files("Deployment/web", template(APP, ADMIN)),
            "spec.template.spec.containers[1].ports[0].name",
            id="template",
        ),
    ],
)
def test_fires(subject: TracedWorkload, path: str) -> None:
    assert [issue.path for issue in found(check, subject)] == [path]
    assert judged(subject)["PTH05"].severity == "note"
