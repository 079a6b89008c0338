"""Whoever may read less learns less, and nothing else: verdicts and errors are those of the whole, or unknown."""

from collections.abc import Iterable
from itertools import chain, combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import PODS_ELSEWHERE
from kubectl_porttrace.outcome import UNDECIDED, exit_code
from kubectl_porttrace.trace.gone import kept_by_controller, pod_is_gone
from tests.build import asking, cluster, endpoint, endpoint_slice, endpoints, headless, pod, service, subset
from tests.diagnose.faithful import unfaithful
from tests.diagnose.random_clusters import RESOURCES, clusters, without

# A failing cluster is told as it was made: to reduce it would take minutes.
SLOW = settings(deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate])
DECIDING = ("pods", "endpointslices", "endpoints", "nodes", "events", PODS_ELSEWHERE)
WORKLOADS = frozenset(RESOURCES).difference(DECIDING)
"""These own what owns pods, and are refused together: they name what is to be changed, and decide nothing."""


def subsets(resources: Iterable[str]) -> list[frozenset[str]]:
    """Every subset, the empty one as well."""
    listed = tuple(resources)
    return [frozenset(some) for some in chain.from_iterable(combinations(listed, n) for n in range(len(listed) + 1))]


def tidy(snapshot: Snapshot) -> bool:
    """Whether the controller names no pod that is gone.

    It removes these within moments. Where it did not, whoever may not read pods takes its word, as kube-proxy does.
    """
    (asked,) = snapshot.services
    return not any(
        pod_is_gone(snapshot, slice_.namespace, entry.target_ref, entry.addresses[0] if entry.addresses else "")
        for slice_ in snapshot.endpoint_slices
        if kept_by_controller(asked, slice_)
        for entry in slice_.endpoints
    )


def assert_faithful(snapshot: Snapshot, refused: Iterable[frozenset[str]]) -> None:
    """Compare what each of several users is told with the whole."""
    full = diagnose(snapshot)
    for resources in refused:
        part = diagnose(without(snapshot, resources))
        assert list(unfaithful(full, part, resources)) == [], sorted(resources)
        assert {each.resource for each in part.not_checked} >= resources


@given(clusters())
@settings(SLOW, max_examples=60)
def test_every_subset_of_what_decides(snapshot: Snapshot) -> None:
    assume(tidy(snapshot))
    assert_faithful(snapshot, subsets(DECIDING))


@given(clusters(), st.lists(st.frozensets(st.sampled_from(RESOURCES)), min_size=5, max_size=5))
@settings(SLOW, max_examples=200)
def test_some_subsets_of_everything(snapshot: Snapshot, refused: list[frozenset[str]]) -> None:
    assume(tidy(snapshot))
    assert_faithful(snapshot, refused)


LISTED = EndpointPort(name="", port=8080)
GONE = ObjectReference(kind="Pod", name="pod-9", namespace="shop")
BARE: dict[str, Any] = {"selector": {}}
LOCAL: dict[str, Any] = {"internalTrafficPolicy": "Local"}
PORTLESS = headless({"port": 80}, **BARE)
CASES = {
    "slices-by-hand-name-a-pod-that-is-gone": cluster(
        service({"port": 80}, **BARE),
        endpoint_slice([LISTED], endpoint("10.0.0.1", target_ref=GONE)),
        complete_namespaces=frozenset({"shop"}),
    ),
    "so-does-one-of-a-headless-service-without-ports": cluster(
        replace(PORTLESS, spec=replace(PORTLESS.spec, ports=())),
        endpoint_slice([], endpoint("10.0.0.1", target_ref=GONE), labels={"service.kubernetes.io/headless": ""}),
        complete_namespaces=frozenset({"shop"}),
    ),
    "endpoints-without-a-node-under-policy-local": cluster(
        service({"port": 80}, **BARE, **LOCAL),
        endpoints(subset(LISTED, "10.0.0.1")),
        endpoint_slice([LISTED], endpoint("10.0.0.1", node_name="node-0")),
    ),
    "a-pod-on-a-node-that-is-gone": cluster(service({"port": 80, "targetPort": "http"}), pod(node="gone")),
}


@pytest.mark.parametrize("snapshot", CASES.values(), ids=CASES)
def test_every_subset_of_everything(snapshot: Snapshot) -> None:
    assert_faithful(snapshot, [some | rest for some in subsets(DECIDING) for rest in (frozenset(), WORKLOADS)])


def test_who_may_not_read_pods_does_not_call_slices_by_hand_wired() -> None:
    snapshot = CASES["slices-by-hand-name-a-pod-that-is-gone"]
    question = asking("web")
    assert diagnose(snapshot).services[0].verdict == "broken"
    part = diagnose(without(snapshot, frozenset({"pods"})), question)
    assert part.services[0].verdict == "unknown"
    assert exit_code(part, question, "error") == UNDECIDED
