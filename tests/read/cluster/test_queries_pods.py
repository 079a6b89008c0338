"""Which pods are asked for, and what tells why pods are left out or not ready."""

from typing import Any

import pytest
from msgspec.structs import replace

from kubectl_porttrace.model.meta import KubernetesObject, ObjectReference
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import PODS_ELSEWHERE
from kubectl_porttrace.read.cluster.ask import QueryResult
from kubectl_porttrace.read.cluster.queries import first_queries
from kubectl_porttrace.read.cluster.query import Query
from tests.build import asking, cluster, endpoint, endpoint_slice, forbidden, pod, service
from tests.read.cluster.queries_wanted import (
    ALL,
    ALL_PODS,
    ENDPOINTS,
    NODES,
    SELECTORLESS,
    SHOP,
    WEB,
    WEB_PODS,
    collected,
    unread,
    wanted,
)


def test_pods_are_read_by_the_selector() -> None:
    assert wanted(WEB, cluster(service(), pod())) == {WEB_PODS}
    assert wanted(WEB, cluster(service(), pod()), WEB_PODS) == set()


@pytest.mark.parametrize(
    ("snapshot", "asked"),
    [
        pytest.param(cluster(service()), (), id="no-endpoints-at-first"),
        pytest.param(cluster(service(), unread=[forbidden("endpointslices")]), (WEB_PODS,), id="no-pods-at-last"),
    ],
)
def test_a_selector_without_pods_is_explained_by_other_pods(snapshot: Snapshot, asked: tuple[Query, ...]) -> None:
    queries = wanted(WEB, snapshot, *asked)
    assert ALL_PODS in queries
    (elsewhere,) = [query for query in queries if query.known_as == PODS_ELSEWHERE]
    assert elsewhere.namespace is None
    assert elsewhere.labels == "app=web"
    assert elsewhere.fields == "metadata.namespace!=shop"
    assert elsewhere.metadata_only


def test_pods_that_may_not_be_read_are_not_asked_for_again() -> None:
    snapshot = cluster(service(), unread=[forbidden("pods", "shop")])
    assert wanted(WEB, snapshot, WEB_PODS) == set()


def test_a_slice_that_names_another_pod_needs_all_pods() -> None:
    custom = endpoint_slice((), endpoint("10.9.9.9", target_ref=ObjectReference(kind="Pod", name="stranger")))
    snapshot = cluster(service(), pod(), custom)
    assert wanted(WEB, snapshot) == {WEB_PODS}
    assert wanted(WEB, snapshot, WEB_PODS) == {ALL_PODS}


STRANGER = endpoint("10.9.9.9", target_ref=ObjectReference(kind="Pod", name="stranger"))
SLICES = next(query for query in first_queries(WEB) if query.kind == "EndpointSlice")
SLICES_AGAIN = replace(SLICES, again=True)


def test_a_pod_that_seems_gone_is_asked_for_after_the_slices_were_read_again() -> None:
    snapshot = cluster(service(**SELECTORLESS), pod(), endpoint_slice((), STRANGER))
    assert wanted(WEB, snapshot, ALL_PODS, ENDPOINTS) == {SLICES_AGAIN}
    by_name = Query("Pod", "shop", name="stranger")
    assert wanted(WEB, snapshot, ALL_PODS, ENDPOINTS, SLICES_AGAIN) == {by_name}
    assert wanted(WEB, snapshot, ALL_PODS, ENDPOINTS, SLICES_AGAIN, by_name) == set()


def test_a_pod_that_was_replaced_is_asked_for_as_well() -> None:
    reference = ObjectReference(kind="Pod", name="web-0", uid="uid-before")
    old = endpoint_slice((), endpoint("10.9.9.9", target_ref=reference))
    snapshot = cluster(service(**SELECTORLESS), pod(name="web-0"), old)
    assert wanted(WEB, snapshot, ALL_PODS, ENDPOINTS) == {SLICES_AGAIN}


def test_many_pods_that_seem_gone_are_one_more_list() -> None:
    references = [ObjectReference(kind="Pod", name=f"gone-{n}") for n in range(21)]
    many = endpoint_slice((), *(endpoint(f"10.9.9.{n}", target_ref=each) for n, each in enumerate(references)))
    snapshot = cluster(service(**SELECTORLESS), pod(), many)
    assert wanted(WEB, snapshot, ALL_PODS, ENDPOINTS, SLICES_AGAIN) == {replace(ALL_PODS, again=True)}


def test_nothing_seems_gone_in_another_namespace_or_where_pods_were_refused() -> None:
    elsewhere = endpoint("10.9.9.9", target_ref=ObjectReference(kind="Pod", name="x", namespace="other"))
    assert (
        wanted(WEB, cluster(service(**SELECTORLESS), pod(), endpoint_slice((), elsewhere)), ALL_PODS, ENDPOINTS)
        == set()
    )
    refused = cluster(service(**SELECTORLESS), endpoint_slice((), STRANGER), unread=[forbidden("pods", "shop")])
    assert wanted(WEB, refused, ALL_PODS, ENDPOINTS) == set()


def test_slices_that_were_read_again_replace_those_before() -> None:
    known = collected(cluster(service(), pod(), endpoint_slice((), STRANGER, name="old")))
    fresh = endpoint_slice((), name="new")
    assert [
        each.name for each in known.with_results([QueryResult(SLICES_AGAIN, (fresh,))]).snapshot.endpoint_slices
    ] == ["new"]
    refused = QueryResult(SLICES_AGAIN, unread=forbidden("endpointslices", "shop"))
    assert known.with_results([refused]).snapshot.endpoint_slices == known.snapshot.endpoint_slices


def test_a_namespace_whose_pods_were_refused_is_not_complete() -> None:
    assert collected(cluster(pod()), ALL_PODS).snapshot.complete_namespaces == {"shop"}
    for refusal in (forbidden("pods", "shop"), forbidden("pods")):
        assert collected(cluster(unread=[refusal]), ALL_PODS).snapshot.complete_namespaces == frozenset()


def test_several_services_share_one_list_of_pods() -> None:
    services = [service(name=f"s{n}", selector={"app": f"s{n}"}) for n in range(4)]
    pods = [pod(labels={"app": f"s{n}"}) for n in range(4)]
    question = asking(*(each.name for each in services))
    assert wanted(question, cluster(*services, *pods)) == {ALL_PODS}
    few = asking(*question.names[:3])
    assert {query.labels for query in wanted(few, cluster(*services, *pods))} == {"app=s0", "app=s1", "app=s2"}


def test_a_pod_in_no_slice_needs_the_nodes() -> None:
    converged = cluster(service(), pod(name="a"))
    both = cluster(service(), *converged.pods, pod(name="b"), *converged.endpoint_slices, published=False)
    assert wanted(WEB, both, WEB_PODS) == {NODES}


@pytest.mark.parametrize(
    "left_out",
    [
        pytest.param(pod(name="b", phase="Succeeded"), id="ended"),
        pytest.param(pod(name="b", ips=()), id="without-address"),
        pytest.param(pod(name="b", labels={"app": "other"}), id="not-selected"),
    ],
)
def test_a_pod_that_belongs_in_no_slice_needs_none(left_out: KubernetesObject) -> None:
    converged = cluster(service(), pod(name="a"))
    both = cluster(service(), *converged.pods, left_out, *converged.endpoint_slices, published=False)
    assert NODES not in wanted(WEB, both, WEB_PODS)


@pytest.mark.parametrize(
    ("status", "asked"),
    [
        pytest.param({}, True, id="its-kubelet-says-nothing"),
        pytest.param({"containerStatuses": [{"name": "app"}]}, False, id="its-kubelet-says-why"),
        pytest.param({"initContainerStatuses": [{"name": "wait"}]}, False, id="its-kubelet-tells-of-init-containers"),
    ],
)
def test_the_node_of_an_unready_pod_is_read_where_its_containers_tell_nothing(
    status: dict[str, Any], *, asked: bool
) -> None:
    snapshot = cluster(service(), pod(ready=False, node="node-7", status=status))
    assert (Query("Node", None, name="node-7") in wanted(WEB, snapshot, WEB_PODS)) == asked


@pytest.mark.parametrize(
    ("message", "nodes"),
    [
        pytest.param("0/3 nodes are available: 3 Insufficient cpu.", True, id="a-resource"),
        pytest.param("0/900 nodes are available: 900 Insufficient cpu.", False, id="very-many-nodes"),
        pytest.param("0/3 nodes are available: 3 node(s) were unschedulable.", False, id="something-else"),
    ],
)
def test_nodes_are_read_where_they_are_too_small_and_what_the_autoscaler_says(message: str, *, nodes: bool) -> None:
    condition = {"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": message}
    snapshot = cluster(service(), pod(ready=False, node="", ips=(), status={"conditions": [condition]}))
    queries = wanted(WEB, snapshot, WEB_PODS)
    assert (Query("Node", None) in queries) == nodes
    assert {each.fields for each in queries if each.kind == "Event"} == {
        "reason=NotTriggerScaleUp",
        "reason=TriggeredScaleUp",
    }


def test_pods_of_other_namespaces_are_looked_for_only_for_a_few_services() -> None:
    few = [service(name=f"s{n}", selector={"app": f"s{n}"}) for n in range(3)]
    many = [*few, service(name="s3", selector={"app": "s3"})]
    assert PODS_ELSEWHERE not in unread(SHOP, cluster(*few), ALL_PODS)
    assert len([query for query in wanted(SHOP, cluster(*few), ALL_PODS) if query.known_as]) == 3
    assert unread(SHOP, cluster(*many), ALL_PODS)[PODS_ELSEWHERE] == "not-requested"
    assert wanted(SHOP, cluster(*many), ALL_PODS) == {
        Query("HorizontalPodAutoscaler", "shop"),
        Query("CronJob", "shop"),
    }
    assert PODS_ELSEWHERE not in unread(ALL, cluster(*many), Query("Pod", None))
