"""What is asked of a cluster, whatever the kind of object."""

from typing import Any

import pytest
from msgspec.structs import replace

from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import NODE_ADDRESSES
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.discovery import DISCOVERY
from kubectl_porttrace.read.cluster.queries import first_queries
from kubectl_porttrace.read.cluster.query import Query
from tests.build import asking, cluster, endpoint, endpoint_slice, forbidden, headless, pod, service
from tests.read.cluster.queries_wanted import (
    ALL,
    ALL_PODS,
    ENDPOINTS,
    NODES,
    SELECTORLESS,
    SHOP,
    UNLABELLED,
    WEB,
    WEB_PODS,
    unread,
    wanted,
)


def test_one_service_never_lists_the_cluster() -> None:
    queries = {*first_queries(WEB), *wanted(WEB, cluster(service(), pod()))} - {DISCOVERY}
    assert {query.namespace for query in queries} == {"shop"}
    assert [query.path for query in queries if query.essential] == ["/api/v1/namespaces/shop/services/web"]


@pytest.mark.parametrize(
    "spec",
    [
        pytest.param({"internalTrafficPolicy": "Local"}, id="inside"),
        pytest.param({"type": "NodePort", "externalTrafficPolicy": "Local"}, id="outside"),
    ],
)
def test_policy_local_needs_the_nodes(spec: dict[str, Any]) -> None:
    assert NODES in wanted(WEB, cluster(service(**spec), pod()))


NODE_PORTS = Query("Node", None, known_as=NODE_ADDRESSES, at_most=10)
WITH_NODE_PORT = {"port": 80, "nodePort": 30080}


def test_a_node_port_is_looked_up_on_a_few_nodes() -> None:
    open_ = service(WITH_NODE_PORT, type="NodePort")
    assert wanted(WEB, cluster(open_, pod())) == {WEB_PODS, NODE_PORTS}
    assert unread(WEB, cluster(open_, pod()), WEB_PODS, NODE_PORTS)["nodes"] == "not-requested"
    local = service(WITH_NODE_PORT, type="NodePort", externalTrafficPolicy="Local")
    assert wanted(WEB, cluster(local, pod())) == {WEB_PODS, NODE_PORTS, NODES}


def test_advice_is_about_the_nodes_with_their_taints() -> None:
    asked = replace(WEB, advice=True)
    assert wanted(asked, cluster(service(), pod())) == {WEB_PODS, Query("Node", None)}


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(service(trafficDistribution="PreferSameZone"), id="distributed"),
        pytest.param(service(annotations={"service.kubernetes.io/topology-mode": "Auto"}), id="by-annotation"),
    ],
)
def test_zones_are_those_of_the_nodes(made: Service) -> None:
    assert NODES in wanted(WEB, cluster(made, pod()))


def test_endpoints_are_read_where_there_is_no_selector() -> None:
    queries = wanted(WEB, cluster(service(**SELECTORLESS)))
    assert queries == {ALL_PODS, ENDPOINTS, UNLABELLED}


@pytest.mark.parametrize(
    ("question", "snapshot"),
    [
        pytest.param(WEB, cluster(service(), pod()), id="a-selector"),
        pytest.param(WEB, cluster(service()), id="a-selector-in-vain"),
        pytest.param(
            WEB, cluster(service(**SELECTORLESS), endpoint_slice((), endpoint("10.9.9.9"))), id="a-slice-by-hand"
        ),
        pytest.param(
            WEB, cluster(service(**SELECTORLESS), unread=[forbidden("endpointslices", "shop")]), id="not-readable"
        ),
        pytest.param(WEB, cluster(service(type="ExternalName", externalName="a.example")), id="external"),
        pytest.param(SHOP, cluster(service(**SELECTORLESS)), id="all-slices-were-read"),
    ],
)
def test_slices_without_a_service_are_read_for_nobody_else(question: Question, snapshot: Snapshot) -> None:
    assert UNLABELLED not in wanted(question, snapshot)


def test_endpoints_are_read_where_slices_may_not_be() -> None:
    snapshot = cluster(service(), pod(), published=False, unread=[forbidden("endpointslices", "shop")])
    assert wanted(WEB, snapshot) == {WEB_PODS, ENDPOINTS}


def test_endpoints_of_many_services_are_listed() -> None:
    services = [service(name=f"s{n}", **SELECTORLESS) for n in range(21)]
    assert Query("Endpoints", "shop") in wanted(SHOP, cluster(*services), ALL_PODS)
    assert Query("Endpoints", None) in wanted(ALL, cluster(*services), Query("Pod", None))


def test_everything_of_a_namespace_or_cluster_is_listed_once() -> None:
    for question in (SHOP, ALL):
        queries = [query for query in first_queries(question) if query != DISCOVERY]
        assert {query.namespace for query in queries if query.api_kind.namespaced} == {question.namespace}
        kinds = [query.kind for query in queries if query.kind != "Event"]
        assert len(kinds) == len(set(kinds))
        assert not any(query.name for query in queries)


def test_headless_and_proxied_services_are_followed_alike() -> None:
    assert wanted(WEB, cluster(headless(), pod())) == {WEB_PODS}


def test_what_was_left_out_is_said() -> None:
    snapshot = cluster(service(), pod())
    assert unread(WEB, snapshot, WEB_PODS) == {"nodes": "not-requested"}
    assert unread(WEB, snapshot, WEB_PODS, NODES) == {}


@pytest.mark.parametrize("question", [WEB, SHOP, asking("a", "b", "c", "d")])
def test_all_warnings_of_the_namespace_are_read_at_once(question: Question) -> None:
    assert [each for each in first_queries(question) if each.kind == "Event"] == [
        Query("Event", "shop", fields="type=Warning")
    ]
