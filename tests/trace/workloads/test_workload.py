from datetime import timedelta

import pytest

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.verdict import Verdict
from kubectl_porttrace.trace.workloads.workload import TracedWorkload
from tests.build import (
    NOW,
    container,
    forbidden,
    pod,
    port,
    service,
    template,
    traced_workload,
    workload,
    workload_in_files,
)

HTTP = {"port": 80, "targetPort": "http"}
APP = container(port(8080, "http"))
SPEC = {"containers": [{"name": "app", "ports": [{"containerPort": 8080, "name": "http"}]}]}
IDLE = workload("Deployment", "web", spec={"template": {"metadata": {"labels": {"app": "web"}}, "spec": SPEC}})


def reached(traced: TracedWorkload) -> list[tuple[int, list[tuple[str, Verdict]]]]:
    """Each port's number, and who reaches it."""
    return [(each.number, [(reach.service.name, reach.verdict) for reach in each.reached_by]) for each in traced.ports]


def of_set(*containers: object, **fields: object) -> Pod:
    return pod(*containers, owner=("StatefulSet", "web"), **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("traced", "ports"),
    [
        pytest.param(
            traced_workload("Pod/web-0", service(HTTP), pod(APP, name="web-0")),
            [(8080, [("web", Verdict.WIRED)])],
            id="by-name",
        ),
        pytest.param(
            traced_workload("Pod/web-0", service({"port": 80, "targetPort": 7000}), pod(APP, name="web-0")),
            [(8080, []), (7000, [("web", Verdict.WIRED)])],
            id="undeclared",
        ),
        pytest.param(
            traced_workload("Pod/web-0", service(HTTP), pod(APP, name="web-0", ready=False), pod(APP)),
            [(8080, [("web", Verdict.BROKEN)])],
            id="only-others-get-traffic",
        ),
        pytest.param(
            traced_workload("Pod/web-0", service(HTTP, selector={"app": "api"}), pod(APP, name="web-0")),
            [(8080, [])],
            id="nobody",
        ),
        pytest.param(
            traced_workload(
                "Pod/web-0",
                service(HTTP),
                pod(APP, name="web-0"),
                published=False,
                unread=[forbidden("endpointslices")],
            ),
            [(8080, [("web", Verdict.UNKNOWN)])],
            id="slices-unread",
        ),
        pytest.param(
            traced_workload("Deployment/web", service(HTTP), IDLE), [(8080, [("web", Verdict.BROKEN)])], id="no-pods"
        ),
        pytest.param(
            workload_in_files("Deployment/web", service(HTTP), template(APP), template(APP, of="StatefulSet/web")),
            [(8080, [("web", Verdict.WIRED)])],
            id="manifests",
        ),
        pytest.param(
            traced_workload(
                "StatefulSet/web",
                service(HTTP),
                workload("StatefulSet", "web"),
                of_set(APP),
                of_set(container(port(8080))),
            ),
            [(8080, [("web", Verdict.PARTIAL)]), (8080, [])],
            id="two-revisions",
        ),
    ],
)
def test_who_reaches_which_port(traced: TracedWorkload, ports: list[tuple[int, list[tuple[str, Verdict]]]]) -> None:
    assert reached(traced) == ports


@pytest.mark.parametrize(
    ("left_out", "reason"),
    [
        pytest.param(of_set(APP, phase="Succeeded"), "it has ended: Completed", id="ended"),
        pytest.param(of_set(APP, labels={"app": "x"}), "it does not carry app=web, but app=x", id="other-label"),
        pytest.param(of_set(APP, labels={}), "it does not carry app=web", id="no-label"),
        pytest.param(of_set(APP, ips=[]), "it has no address yet", id="no-address"),
        pytest.param(of_set(APP, ips=[], node=""), "it is on no node, so it has no address", id="no-node"),
        pytest.param(of_set(APP, node="gone"), "its node gone does not exist", id="node-missing"),
        pytest.param(of_set(APP, ips=["fd00::1"]), "it has no IPv4 address", id="other-family"),
    ],
)
def test_why_a_pod_is_in_no_slice(left_out: Pod, reason: str) -> None:
    traced = traced_workload("StatefulSet/web", service(HTTP), workload("StatefulSet", "web"), of_set(APP), left_out)
    assert [(each.pod, each.reason) for each in traced.outside] == [(left_out, reason)]


@pytest.mark.parametrize(
    ("age", "reason"),
    [
        pytest.param(timedelta(seconds=3), "the EndpointSlices are still catching up with a change", id="young"),
        pytest.param(timedelta(days=1), "the EndpointSlices do not list it, though they should", id="old"),
    ],
)
def test_slices_that_lag(age: timedelta, reason: str) -> None:
    traced = traced_workload("Pod/web-0", service(HTTP), pod(APP, name="web-0", created=NOW - age), published=False)
    assert [each.reason for each in traced.outside] == [reason]
    assert traced.drifting


def rolling(labels: dict[str, str], kind: str = "StatefulSet") -> TracedWorkload:
    made = workload(kind, "web", spec={"template": {"metadata": {"labels": labels}, "spec": SPEC}})
    old = pod(APP, owner=(kind, "web"), labels={"app": "web", "role": "leader"})
    return traced_workload(
        f"{kind}/web",
        made,
        old,
        service(HTTP),
        service(HTTP, name="leader", selector={"role": "leader"}),
        service(HTTP, name="new", selector={"tier": "new"}),
    )


@pytest.mark.parametrize(
    ("labels", "enters", "leaves"),
    [
        pytest.param({"app": "web"}, [], [], id="the-same-labels"),
        pytest.param({"app": "web", "tier": "new"}, ["new"], [], id="one-more"),
        pytest.param({"app": "web2"}, [], ["web"], id="another-value"),
    ],
)
def test_what_the_next_pods_enter_and_leave(labels: dict[str, str], enters: list[str], leaves: list[str]) -> None:
    """What somebody put on a running pod, as a leader election does, is no reason to say that it leaves."""
    rollout = rolling(labels).rollout
    assert rollout is not None
    assert [each.name for each in rollout.enters] == enters
    assert [each.name for each in rollout.leaves] == leaves


def test_a_job_rolls_nothing_out() -> None:
    assert rolling({"app": "web"}, "Job").rollout is None


def test_the_pods_of_a_deployment_whose_replica_sets_were_not_read() -> None:
    of_it = pod(APP, owner=("ReplicaSet", "web-5bd7"), labels={"app": "web", "pod-template-hash": "5bd7"})
    other = pod(APP, owner=("ReplicaSet", "api-5bd7"), labels={"app": "web", "pod-template-hash": "5bd7"})
    traced = traced_workload("Deployment/web", IDLE, of_it, other)
    assert traced.pods == (of_it,)
