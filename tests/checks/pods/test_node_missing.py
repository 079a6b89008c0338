import pytest

from kubectl_porttrace.checks.pods.node_missing import node_missing as check
from kubectl_porttrace.model.endpointslice import CONTROLLER, EndpointPort
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, forbidden, found, judged, pod, serious, service, traced

STILL_THERE = endpoint_slice(
    [EndpointPort(port=80)],
    endpoint("10.244.9.9", target_ref=ObjectReference(kind="Pod", name="orphan", namespace="shop")),
    endpoint("10.244.9.8"),
    managed_by=CONTROLLER,
)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod()), id="node-there"),
        pytest.param(traced(service(), pod(node="", ips=())), id="no-node-yet"),
        pytest.param(traced(service(), pod(node="gone", phase="Failed")), id="ended"),
        pytest.param(traced(service(publishNotReadyAddresses=True), pod(node="gone")), id="published-anyway"),
        pytest.param(
            traced(service(), pod(name="orphan", node="gone"), STILL_THERE, published=False), id="still-published"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "severity"),
    [
        pytest.param(traced(service(), pod(node="gone")), "error", id="the-only-pod"),
        pytest.param(traced(service(), pod(node="gone"), pod()), "warning", id="one-of-two"),
        pytest.param(traced(service(), pod(node="gone"), pod(node="away")), "error", id="both"),
    ],
)
def test_fires(subject: TracedService, severity: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.path, issue.object and issue.object.kind) == ("spec.nodeName", "Pod")
    assert serious(subject) == {"PTP12": severity}


@pytest.mark.parametrize(
    ("pods", "message"),
    [
        pytest.param([pod(node="gone")], "node gone does not exist: the EndpointSlices leave out 1 pod", id="one"),
        pytest.param(
            [pod(node="gone"), pod(node="away")],
            "nodes away, gone do not exist: the EndpointSlices leave out 2 pods",
            id="two",
        ),
        pytest.param([pod(node="")], "spec.nodeName is empty: the EndpointSlices leave out 1 pod", id="none-named"),
    ],
)
def test_names_the_nodes(pods: list[Pod], message: str) -> None:
    assert found(check, traced(service(), *pods))[0].message == message


def test_is_not_decided_where_nodes_were_not_read() -> None:
    assert "PTP12" not in judged(traced(service(), pod(node="gone"), unread=[forbidden("nodes")]))


@pytest.mark.parametrize(
    ("owner", "text"),
    [
        pytest.param(
            ("ReplicaSet", "web-1"), "delete these pods so that their workload makes new ones", id="made-anew"
        ),
        pytest.param(None, "bring the node back; a pod without a controller is lost", id="lost-for-good"),
    ],
)
def test_a_pod_that_nothing_makes_anew_is_not_to_be_deleted(owner: tuple[str, str] | None, text: str) -> None:
    (issue,) = found(check, traced(service(), pod(node="gone", owner=owner)))
    assert issue.fix.text.startswith(text)
