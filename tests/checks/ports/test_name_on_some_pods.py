import pytest

from kubectl_porttrace.checks.ports.name_on_some_pods import target_port_name_on_some_pods as check
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import container, found, headless, judged, manifests, pod, port, service, template, traced, workload

HTTP = {"name": "http", "port": 80, "targetPort": "http"}
WITH = pod(container(port(8080, "http")))
HASHED = {"app": "web", "pod-template-hash": "x"}


def replica_set(name: str, revision: int) -> Workload:
    owners = [{"kind": "Deployment", "name": "web", "controller": True}]
    annotations = {"deployment.kubernetes.io/revision": str(revision)}
    return workload("ReplicaSet", name, metadata={"ownerReferences": owners, "annotations": annotations})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(HTTP), WITH, WITH), id="on-all"),
        pytest.param(traced(service(HTTP), pod(), pod()), id="on-none-is-another-failure"),
        pytest.param(traced(service(HTTP), WITH, pod(ready=False)), id="the-one-without-is-not-ready"),
        pytest.param(traced(service(HTTP), WITH, pod(phase="Succeeded")), id="the-one-without-has-ended"),
        pytest.param(traced(service({"port": 80, "targetPort": 8080}), WITH, pod()), id="a-number"),
        pytest.param(traced(service(HTTP)), id="no-pods"),
        pytest.param(traced(service(HTTP, selector={})), id="no-selector"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires_and_tells_pods_by_revision() -> None:
    subject = traced(
        service({"name": "metrics", "port": 9090}, HTTP),
        replica_set("web-new", 8),
        replica_set("web-old", 7),
        *(pod(owner=("ReplicaSet", "web-new"), labels=HASHED) for _ in range(3)),
        *(pod(container(port(8080, "http")), owner=("ReplicaSet", "web-old"), labels=HASHED) for _ in range(5)),
    )
    (issue,) = found(check, subject)
    assert (issue.path, issue.severity) == ("spec.ports[1].targetPort", "warning")
    assert issue.evidence == (
        "3 pods of rs/web-new (revision 8, 2d old) do not declare http",
        "5 pods of rs/web-old (revision 7, 2d old) do",
    )
    assert "3 of 8 pods" in issue.message
    assert "revision 8" in issue.fix.text
    assert list(judged(subject)) == ["PTR02", *(code for code in judged(subject) if code != "PTR02")]


def test_a_rollout_that_brings_the_name_is_to_be_finished() -> None:
    subject = traced(
        service(HTTP),
        replica_set("web-new", 8),
        replica_set("web-old", 7),
        pod(container(port(8080, "http")), owner=("ReplicaSet", "web-new"), labels=HASHED),
        pod(owner=("ReplicaSet", "web-old"), labels=HASHED),
    )
    (issue,) = found(check, subject)
    assert "finish the rollout of Deployment/web" in issue.fix.text
    assert issue.evidence[0] == "1 pod of rs/web-old (revision 7, 2d old) does not declare http"


def test_another_protocol_is_told() -> None:
    (issue,) = found(check, traced(service(HTTP), WITH, pod(container(port(8080, "http", "UDP")), name="b")))
    assert issue.evidence[0] == "Pod/b does not declare http as TCP"


def test_one_pod_and_four_groups_read_well() -> None:
    assert "1 of 2 pods does not" in found(check, traced(service(HTTP), WITH, pod()))[0].message
    (issue,) = found(check, traced(service(HTTP), WITH, *(pod() for _ in range(4))))
    assert len(issue.evidence) == 5
    assert not any("more" in line for line in issue.evidence)


def test_many_groups_are_cut_short() -> None:
    (issue,) = found(check, traced(service(HTTP), WITH, *(pod() for _ in range(6))))
    assert issue.evidence[4] == "and 2 more groups of pods do not declare http"


@pytest.mark.parametrize(
    ("subject", "severity"),
    [
        pytest.param(
            traced(service(HTTP), pod(container(port(8080, "http")), ready=False), pod()),
            "error",
            id="only-unready-ones-have-it",
        ),
        pytest.param(
            traced(headless(HTTP), pod(container(port(8080, "http")), ready=False), pod()), "warning", id="headless"
        ),
        pytest.param(traced(service(HTTP), WITH, pod()), "warning", id="a-ready-one-has-it"),
    ],
)
def test_is_an_error_where_no_ready_pod_has_the_name(subject: TracedService, severity: str) -> None:
    assert judged(subject)["PTR02"].severity == severity


def test_fires_on_templates() -> None:
    snapshot = manifests(
        service(HTTP), template(container(port(8080, "http"))), template(of="Job/migrate", labels={"app": "web"})
    )
    (issue,) = found(check, trace_service(snapshot, snapshot.services[0]))
    assert issue.severity == "warning"
