from typing import Any

import pytest

from kubectl_porttrace.checks.pods.scaled_to_zero import scaled_to_zero as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    custom,
    forbidden,
    found,
    headless,
    judged,
    pod,
    problems,
    serious,
    service,
    traced,
    traced_route,
    workload,
)


def scaled(replicas: int | None = 0, kind: str = "Deployment", name: str = "web", **metadata: Any) -> Workload:
    template = {"metadata": {"labels": {"app": "web", "tier": "x"}}, "spec": {}}
    return workload(kind, name, spec={"replicas": replicas, "template": template}, metadata=metadata)


OWNED = {"ownerReferences": [{"kind": "Deployment", "name": "web", "controller": True}]}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), scaled(), pod()), id="pods-are-there"),
        pytest.param(traced(service(), scaled(2)), id="replicas"),
        pytest.param(traced(service(), scaled(None)), id="one-replica-by-default"),
        pytest.param(traced(service(), scaled(0, "ReplicaSet", "web-1", **OWNED)), id="an-old-replica-set"),
        pytest.param(traced(service(selector={"app": "api"}), scaled()), id="another-workload"),
        pytest.param(traced(service(), workload("Deployment", "web", spec={"replicas": 0})), id="template-not-read"),
        pytest.param(traced(service()), id="no-workload"),
        pytest.param(traced(service(), scaled(), pod(terminating=True), pod(ready=False)), id="one-pod-is-to-stay"),
        pytest.param(
            traced(service(), scaled(), scaled(2, name="web-green"), pod(terminating=True)),
            id="another-is-to-make-pods",
        ),
        pytest.param(traced(service(selector={}), scaled(), pod(terminating=True)), id="no-selector"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize("kind", ["Deployment", "StatefulSet", "ReplicaSet"])
def test_fires(kind: str) -> None:
    subject = traced(service(), scaled(0, kind))
    (issue,) = found(check, subject)
    assert (issue.path, issue.ports) == ("spec.replicas", subject.ports)
    assert issue.object is not None
    assert (issue.object.kind, issue.object.name) == (kind, "web")


def test_of_two_the_first_is_the_object() -> None:
    (issue,) = found(check, traced(service(), scaled(), scaled(name="web-canary")))
    assert issue.object is not None
    assert issue.object.name == "web"


def test_is_the_root_cause() -> None:
    near, far = pod(labels={"app": "wbe"}), pod(namespace="other")
    issues = judged(traced(service(), scaled(), near, far))
    assert list(issues) == ["PTP04"]
    assert issues["PTP04"].severity == "error"
    assert set(issues["PTP04"].codes) == {"PTP04", "PTP01", "PTP02", "PTP03"}


def test_is_not_decided_where_workloads_were_not_read() -> None:
    assert list(judged(traced(service(), scaled(), unread=[forbidden("deployments")]))) == ["PTP01"]


GUARD = {"finalizers": ["example.com/guard"]}


@pytest.mark.parametrize(
    ("last", "codes", "severity"),
    [
        pytest.param(
            pod(ready=False, terminating=True, metadata=GUARD), {"PTP04", "PTP07", "PTP27"}, "error", id="not-serving"
        ),
        pytest.param(pod(terminating=True, metadata=GUARD), {"PTP04", "PTP09"}, "warning", id="still-serving"),
        pytest.param(
            pod(phase="Failed", terminating=True, metadata=GUARD), {"PTP04", "PTP05"}, "error", id="ended-already"
        ),
        pytest.param(
            pod(ready=False, ips=(), terminating=True, metadata=GUARD),
            {"PTP04", "PTP06", "PTP27"},
            "error",
            id="no-address",
        ),
    ],
)
def test_is_the_root_cause_while_the_last_pods_go(last: Pod, codes: set[str], severity: str) -> None:
    (issue,) = problems(traced(service(), scaled(), last))
    assert (set(issue.codes), issue.severity) == (codes, severity)
    assert any("kept by finalizer example.com/guard" in line for line in issue.evidence)


def test_what_an_operator_controls_is_scaled_by_way_of_it() -> None:
    above: dict[str, Any] = {"ownerReferences": [{"kind": "Shop", "name": "main", "controller": True}]}
    (issue,) = found(check, traced(service(), scaled(**above)))
    assert issue.fix.text == "scale up Deployment/web (in Shop/main, which controls it)"


def test_a_pod_of_a_stateful_set_scaled_to_zero_is_selected_by_name() -> None:
    selector = {"app": "web", "statefulset.kubernetes.io/pod-name": "web-0"}
    assert found(check, traced(service(selector=selector), scaled(0, "StatefulSet")))[0].fix.text == (
        "scale up StatefulSet/web"
    )


IDLED = {"idling.alpha.openshift.io/idled-at": "2026-11-21T03:10:00Z"}


@pytest.mark.parametrize(
    ("subject", "code"),
    [
        pytest.param(traced(service(annotations=IDLED), scaled()), "PTP04", id="by-its-workload"),
        pytest.param(traced(service(annotations=IDLED)), "PTP01", id="of-a-workload-that-is-not-read"),
    ],
)
def test_what_openshift_idled_is_no_error(subject: TracedService, code: str) -> None:
    """A request to the cluster IP scales it up: neither broken nor wired."""
    assert (subject.verdict.word, serious(subject)) == ("unknown", {code: "warning"})
    assert any("idled" in fact for fact in judged(subject)[code].evidence)


def test_a_route_to_what_openshift_idled_is_not_broken() -> None:
    """The router sends to the cluster IP then (`openshift/router`, `createRouterEndpoints`)."""
    spec = {"to": {"kind": "Service", "name": "web"}}
    subject = traced_route(custom("Route", spec), service(annotations=IDLED), scaled())
    assert (subject.verdict.word, serious(subject)) == ("unknown", {})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(annotations=dict.fromkeys(IDLED, "")), scaled()), id="woken"),
        pytest.param(traced(headless(annotations=IDLED), scaled()), id="headless"),
    ],
)
def test_what_no_request_wakes_is_a_fault(subject: TracedService) -> None:
    assert (subject.verdict.word, judged(subject)[check.code].severity) == ("broken", "error")
