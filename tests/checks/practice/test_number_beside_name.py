from typing import Any

import pytest

from kubectl_porttrace.checks.practice.number_beside_name import target_port_number_beside_name as check
from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, in_files, pod, port, service, template, traced, workload
from tests.checks.practice.workloads import BY_OPERATOR

WEB = {"name": "http", "port": 80, "targetPort": 8080}
NAMED = container(port(8080, "http"))
PORT = {"containerPort": 8080, "name": "http"}


def made_by(kind: str, *ports: dict[str, Any], **fields: Any) -> Workload:
    """A workload with a template that declares these ports."""
    made = {"spec": {"containers": [{"name": "app", "ports": list(ports)}]}}
    return workload(kind, "web", spec={"template": made}, **fields)


def on(*pods: Container, to_come: Workload | None = None, kind: str = "StatefulSet") -> TracedService:
    """The Service with a pod for each container, of a workload that makes more of the first."""
    made = [pod(each, owner=(kind, "web")) for each in pods]
    return traced(service(WEB), *made, to_come or made_by(kind, PORT))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(
            traced(
                service({**WEB, "targetPort": "http"}),
                pod(NAMED, owner=("StatefulSet", "web")),
                made_by("StatefulSet", PORT),
            ),
            id="by-name",
        ),
        pytest.param(on(container(port(8080)), to_come=made_by("StatefulSet", {"containerPort": 8080})), id="no-name"),
        pytest.param(on(container()), id="undeclared"),
        pytest.param(on(NAMED, container(port(8080))), id="some-without"),
        pytest.param(on(NAMED, container(port(8080, "web"))), id="two-names"),
        pytest.param(on(container(port(8080, "http", "UDP"))), id="other-protocol"),
        pytest.param(on(container(port(9090, "http"), port(8080, "http"))), id="the-name-leads-elsewhere"),
        pytest.param(on(NAMED, to_come=made_by("StatefulSet", {"containerPort": 8080})), id="the-next-lose-the-name"),
        pytest.param(
            on(NAMED, to_come=made_by("StatefulSet", {**PORT, "containerPort": 9090})),
            id="the-next-have-another-number",
        ),
        pytest.param(on(NAMED, to_come=workload("StatefulSet", "web")), id="no-template-read"),
        pytest.param(on(NAMED, to_come=made_by("StatefulSet", PORT, metadata=BY_OPERATOR)), id="made-by-an-operator"),
        pytest.param(traced(service(WEB), pod(NAMED)), id="a-pod-of-nobody"),
        pytest.param(
            traced(headless(WEB), pod(NAMED, owner=("StatefulSet", "web")), made_by("StatefulSet", PORT)), id="headless"
        ),
        pytest.param(
            traced(
                service(WEB, namespace="kube-system"),
                pod(NAMED, namespace="kube-system", owner=("StatefulSet", "web")),
                made_by("StatefulSet", PORT, metadata={"namespace": "kube-system"}),
            ),
            id="of-the-cluster",
        ),
        pytest.param(
            traced(
                service(WEB, metadata=BY_OPERATOR),
                pod(NAMED, owner=("StatefulSet", "web")),
                made_by("StatefulSet", PORT),
            ),
            id="an-operator-writes-it",
        ),
        pytest.param(
            traced(
                service(WEB, metadata={"deletionTimestamp": "2026-11-21T03:00:00Z"}),
                pod(NAMED, owner=("StatefulSet", "web")),
                made_by("StatefulSet", PORT),
            ),
            id="being-deleted",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(on(NAMED, NAMED), id="stateful-set"),
        pytest.param(on(NAMED, kind="Deployment"), id="deployment"),
        pytest.param(in_files(service(WEB), template(NAMED), made_by("Deployment", PORT)), id="manifests"),
    ],
)
def test_fires(subject: TracedService) -> None:
    (issue,) = found(check, subject)
    assert (issue.path, [each.index for each in issue.ports]) == ("spec.ports[0].targetPort", [0])
    assert issue.fix.command is not None
    assert '"path":"/spec/ports/0/targetPort","value":"http"' in issue.fix.command
