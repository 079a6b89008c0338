"""What is asked of a cluster, rule by rule."""

from datetime import datetime, timezone
from typing import Any

import pytest
from msgspec.structs import replace

from kubectl_porttrace.model.caller_kinds import CALLER_KINDS
from kubectl_porttrace.model.enforcers import CILIUM_NODE, POLICY_ENDPOINT
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.meta import KubernetesObject, ObjectMeta, ObjectReference
from kubectl_porttrace.model.other_policies import CLUSTER_POLICY_KINDS, OTHER_POLICIES
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.model.unread import ALIASED_SLICES, NODE_ADDRESSES, PODS_ELSEWHERE, SERVICES_ELSEWHERE
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.ask import QueryResult
from kubectl_porttrace.read.cluster.collected import Collected
from kubectl_porttrace.read.cluster.discovery import DISCOVERY, APIGroup, APIResource, APIVersion
from kubectl_porttrace.read.cluster.queries import first_queries, further_queries, not_requested
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rules.workloads import METADATA_ONLY
from tests.build import (
    admin_policy,
    asking,
    baseline,
    cluster,
    cluster_policy,
    endpoint,
    endpoint_slice,
    forbidden,
    headless,
    ingress,
    ingress_class,
    pod,
    policy,
    service,
    workload,
)
from tests.build.routes import route

CALLED = {kind.key for kind in CALLER_KINDS if kind.built_in}
WEB = asking("web")
SHOP = asking()
ALL = asking(namespace=None)
ALL_PODS = Query("Pod", "shop")
WEB_PODS = Query("Pod", "shop", labels="app=web")
NODES = Query("Node", None, metadata_only=True)
ENDPOINTS = Query("Endpoints", "shop", name="web")
UNLABELLED = Query("EndpointSlice", "shop", labels="!kubernetes.io/service-name")
SELECTORLESS: dict[str, Any] = {"selector": {}}


def collected(snapshot: Snapshot, *asked: Query) -> Collected:
    """What is known where these were asked for and the snapshot is what came."""
    kinds = ["Service", "EndpointSlice", "ReplicaSet", *({"Pod"} & {query.kind for query in asked})]
    found = [QueryResult(query) for query in asked]
    found += [QueryResult(Query(kind, None), snapshot.all_of(KIND_BY_NAME[kind].model)) for kind in kinds]
    found += [QueryResult(Query("Job", None), unread=unread) for unread in snapshot.unread]
    return Collected(Source("cluster"), datetime.now(timezone.utc)).with_results(found)


def wanted(question: Question, snapshot: Snapshot, *asked: Query) -> set[Query]:
    """What else is asked for, but for workloads and for what the API server calls, which have tests of their own."""
    queries = further_queries(question, collected(snapshot, *asked))
    return {query for query in queries if query.kind not in {*METADATA_ONLY, *CALLED}} - set(asked)


def wanted_workloads(question: Question, snapshot: Snapshot, *asked: Query) -> set[tuple[str, str | None]]:
    """The workloads that are asked for: kind and name, None for all of that kind."""
    queries = set(further_queries(question, collected(snapshot, *asked))) - set(asked)
    workloads = [query for query in queries if query.kind in METADATA_ONLY]
    light = {"ReplicaSet"} if Query("CronJob", "shop") in queries else {"ReplicaSet", "Job"}
    assert all(query.metadata_only == (query.kind in light) for query in workloads)
    return {(query.kind, query.name) for query in workloads}


def test_one_service_never_lists_the_cluster() -> None:
    queries = {*first_queries(WEB), *wanted(WEB, cluster(service(), pod()))} - {DISCOVERY}
    assert {query.namespace for query in queries} == {"shop"}
    assert [query.path for query in queries if query.essential] == ["/api/v1/namespaces/shop/services/web"]


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
    for unread in (forbidden("pods", "shop"), forbidden("pods")):
        assert collected(cluster(unread=[unread]), ALL_PODS).snapshot.complete_namespaces == frozenset()


def test_several_services_share_one_list_of_pods() -> None:
    services = [service(name=f"s{n}", selector={"app": f"s{n}"}) for n in range(4)]
    pods = [pod(labels={"app": f"s{n}"}) for n in range(4)]
    question = asking(*(each.name for each in services))
    assert wanted(question, cluster(*services, *pods)) == {ALL_PODS}
    few = asking(*question.names[:3])
    assert {query.labels for query in wanted(few, cluster(*services, *pods))} == {"app=s0", "app=s1", "app=s2"}


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


@pytest.mark.parametrize(
    "made",
    [
        pytest.param(service(trafficDistribution="PreferSameZone"), id="distributed"),
        pytest.param(service(annotations={"service.kubernetes.io/topology-mode": "Auto"}), id="by-annotation"),
    ],
)
def test_zones_are_those_of_the_nodes(made: Service) -> None:
    assert NODES in wanted(WEB, cluster(made, pod()))


ELSEWHERE = Query("Service", None, known_as=SERVICES_ELSEWHERE)
BALANCERS = replace(ELSEWHERE, fields="spec.type=LoadBalancer")
HOSTED: dict[str, Any] = {"loadBalancer": {"ingress": [{"hostname": "lb.example.com"}]}}


@pytest.mark.parametrize(
    ("made", "expected"),
    [
        pytest.param(service(), set(), id="cluster-ip"),
        pytest.param(service(type="LoadBalancer"), {BALANCERS}, id="address-of-a-load-balancer"),
        pytest.param(service(type="LoadBalancer", status=HOSTED), set(), id="host-name-of-a-load-balancer"),
        pytest.param(service(type="LoadBalancer", externalIPs=["192.0.2.1"]), {ELSEWHERE}, id="external-ip"),
    ],
)
def test_who_else_may_publish_an_address_is_read_where_there_is_one(made: Service, expected: set[Query]) -> None:
    assert wanted(WEB, cluster(made, pod()), WEB_PODS) == expected
    assert wanted(ALL, cluster(made, pod()), Query("Pod", None)) == set()


@pytest.mark.parametrize(
    ("spec", "finalizers", "asked"),
    [
        pytest.param({"status": {}}, ["service.kubernetes.io/load-balancer-cleanup"], True, id="taken-and-waiting"),
        pytest.param({"status": {}}, [], False, id="taken-by-nobody"),
        pytest.param({}, ["service.kubernetes.io/load-balancer-cleanup"], False, id="published"),
    ],
)
def test_the_pods_of_a_load_balancer_are_read_where_it_waits(
    spec: dict[str, Any], finalizers: list[str], *, asked: bool
) -> None:
    waiting = service(type="LoadBalancer", metadata={"finalizers": finalizers}, **spec)
    queries = [query for query in wanted(WEB, cluster(waiting, pod()), WEB_PODS) if query.kind == "Pod"]
    assert [query.namespace for query in queries] == ["kube-system"] * asked
    assert all("svcname=web" in query.labels and "svcnamespace=shop" in query.labels for query in queries)
    assert not [query for query in wanted(ALL, cluster(waiting, pod()), Query("Pod", None)) if query.kind == "Pod"]


def test_an_alias_is_followed_to_its_end_and_to_what_is_behind_that() -> None:
    first = service(type="ExternalName", externalName="a.front.svc.cluster.local")
    second = service(name="a", namespace="front", type="ExternalName", externalName="b.back.svc.cluster.local")
    third = service(name="b", namespace="back")
    assert wanted(WEB, cluster(first)) == {Query("Service", "front", name="a")}
    assert wanted(WEB, cluster(first, second)) == {Query("Service", "back", name="b")}
    behind = Query("EndpointSlice", "back", labels="kubernetes.io/service-name=b", known_as=ALIASED_SLICES)
    assert wanted(WEB, cluster(first, second, third)) == {behind}
    assert behind not in wanted(ALL, cluster(first, second, third), Query("Pod", None))


def test_aliases_in_a_circle_end() -> None:
    first = service(type="ExternalName", externalName="a.front.svc.cluster.local")
    second = service(name="a", namespace="front", type="ExternalName", externalName="web.shop.svc.cluster.local")
    assert wanted(WEB, cluster(first, second)) == set()


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
        "type=Warning",
        "reason=NotTriggerScaleUp",
        "reason=TriggeredScaleUp",
    }


@pytest.mark.parametrize(
    ("command", "state", "asked"),
    [
        pytest.param(["nc", "-z", "db", "5432"], {"running": {}}, True, id="waits-for-a-service"),
        pytest.param(["nc", "-z", "db", "5432"], {"terminated": {"exitCode": 1}}, True, id="failed-to-reach-it"),
        pytest.param(["nc", "-z", "db", "5432"], {"terminated": {"exitCode": 0}}, False, id="has-ended"),
        pytest.param(["nc", "-z", "db", "5432"], {"waiting": {}}, False, id="has-not-started"),
        pytest.param(["sleep", "60"], {"running": {}}, False, id="names-none"),
    ],
)
def test_services_and_pods_are_listed_where_one_is_waited_for(
    command: list[str], state: dict[str, Any], *, asked: bool
) -> None:
    spec = {"initContainers": [{"name": "init", "command": command}]}
    status = {"initContainerStatuses": [{"name": "init", "state": state}]}
    queries = wanted(WEB, cluster(service(), pod(ready=False, spec=spec, status=status)), WEB_PODS)
    assert (Query("Service", "shop") in queries, ALL_PODS in queries) == (asked, asked)


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


def governed(by: str) -> Snapshot:
    return cluster(service(), pod(), workload("StatefulSet", "db", spec={"serviceName": by}))


def alias(host: str) -> Snapshot:
    return cluster(service(type="ExternalName", externalName=host))


@pytest.mark.parametrize(
    ("snapshot", "expected"),
    [
        pytest.param(governed("db"), {("shop", "db")}, id="of-a-stateful-set"),
        pytest.param(governed("web"), set(), id="read-already"),
        pytest.param(governed(""), set(), id="of-none"),
        pytest.param(alias("cart.front.svc.cluster.local"), {("front", "cart")}, id="of-an-alias"),
        pytest.param(alias("cart.example.com"), set(), id="another-host"),
        pytest.param(
            cluster(
                service(),
                pod(),
                service(name="far", namespace="other", type="ExternalName", externalName="a.b.svc.cluster.local"),
            ),
            set(),
            id="of-an-alias-not-asked-about",
        ),
    ],
)
def test_services_that_something_names_are_looked_up_by_name(
    snapshot: Snapshot, expected: set[tuple[str, str]]
) -> None:
    queries = {query for query in wanted(WEB, snapshot, WEB_PODS) if query.kind == "Service"}
    assert {(query.namespace, query.name) for query in queries} == expected
    assert not any(query.essential for query in queries)


def test_of_very_many_names_only_some_are_looked_up() -> None:
    sets = [workload("StatefulSet", f"db-{n}", spec={"serviceName": f"db-{n}"}) for n in range(30)]
    queries = [query for query in wanted(ALL, cluster(service(), pod(), *sets)) if query.kind == "Service"]
    assert len(queries) == 20


def test_a_service_asked_for_in_vain_is_known_to_be_missing() -> None:
    start = Collected(Source("cluster"), datetime.now(timezone.utc))
    gone, there, hidden = (Query("Service", "shop", name=name) for name in ("gone", "web", "hidden"))
    known = start.with_results(
        [
            QueryResult(gone),
            QueryResult(there, (service(),)),
            QueryResult(hidden, unread=forbidden("services")),
            QueryResult(ENDPOINTS),
        ]
    )
    assert known.with_results([]).snapshot.missing_services == {("shop", "gone")}


def test_endpoints_are_read_where_slices_may_not_be() -> None:
    snapshot = cluster(service(), pod(), published=False, unread=[forbidden("endpointslices", "shop")])
    assert wanted(WEB, snapshot) == {WEB_PODS, ENDPOINTS}


def test_endpoints_of_many_services_are_listed() -> None:
    services = [service(name=f"s{n}", **SELECTORLESS) for n in range(21)]
    assert Query("Endpoints", "shop") in wanted(SHOP, cluster(*services), ALL_PODS)
    assert Query("Endpoints", None) in wanted(ALL, cluster(*services), Query("Pod", None))


def test_an_external_name_needs_nothing_more() -> None:
    external = service(type="ExternalName", externalName="example.com")
    assert wanted(WEB, cluster(external)) == set()


def test_an_address_of_no_pod_may_be_a_virtual_one() -> None:
    custom = endpoint_slice((), endpoint("10.96.0.77"), endpoint("10.9.9.9"))
    queries = wanted(WEB, cluster(service(), pod(), custom), WEB_PODS)
    assert {query.fields for query in queries} == {"spec.clusterIP=10.96.0.77", "spec.clusterIP=10.9.9.9"}
    assert {(query.namespace, query.known_as) for query in queries} == {(None, SERVICES_ELSEWHERE)}


def test_many_addresses_of_no_pod_are_looked_up_in_one_list() -> None:
    custom = endpoint_slice((), *(endpoint(f"10.9.9.{n}") for n in range(4)))
    queries = wanted(WEB, cluster(service(), pod(), custom), WEB_PODS)
    assert queries == {Query("Service", None, known_as=SERVICES_ELSEWHERE)}


def test_with_every_service_read_no_address_is_looked_up() -> None:
    custom = endpoint_slice((), endpoint("10.96.0.77"))
    assert wanted(ALL, cluster(service(), pod(), custom), Query("Pod", None)) == set()
    labelled = asking(namespace=None, labels="a=b")
    assert len(wanted(labelled, cluster(service(), pod(), custom), Query("Pod", None))) == 1


def test_everything_of_a_namespace_or_cluster_is_listed_once() -> None:
    for question in (SHOP, ALL):
        queries = [query for query in first_queries(question) if query != DISCOVERY]
        assert {query.namespace for query in queries if query.api_kind.namespaced} == {question.namespace}
        kinds = [query.kind for query in queries if query.kind != "Event"]
        assert len(kinds) == len(set(kinds))
        assert not any(query.name for query in queries)


def test_headless_and_proxied_services_are_followed_alike() -> None:
    assert wanted(WEB, cluster(headless(), pod())) == {WEB_PODS}


def unread(question: Question, snapshot: Snapshot, *asked: Query) -> dict[str, str]:
    told = not_requested(question, collected(snapshot, *asked))
    return {each.resource: each.reason for each in told if each.resource != "customresourcedefinitions"}


def test_what_was_left_out_is_said() -> None:
    snapshot = cluster(service(), pod())
    assert unread(WEB, snapshot, WEB_PODS) == {"nodes": "not-requested"}
    assert unread(WEB, snapshot, WEB_PODS, NODES) == {}


def test_pods_of_other_namespaces_are_looked_for_only_for_a_few_services() -> None:
    few = [service(name=f"s{n}", selector={"app": f"s{n}"}) for n in range(3)]
    many = [*few, service(name="s3", selector={"app": "s3"})]
    assert PODS_ELSEWHERE not in unread(SHOP, cluster(*few), ALL_PODS)
    assert len([query for query in wanted(SHOP, cluster(*few), ALL_PODS) if query.known_as]) == 3
    assert unread(SHOP, cluster(*many), ALL_PODS)[PODS_ELSEWHERE] == "not-requested"
    assert wanted(SHOP, cluster(*many), ALL_PODS) == {
        Query("Event", "shop", fields="reason=FailedCreate"),
        Query("HorizontalPodAutoscaler", "shop"),
        Query("CronJob", "shop"),
    }
    assert PODS_ELSEWHERE not in unread(ALL, cluster(*many), Query("Pod", None))


def test_events_are_those_of_probes_and_of_the_endpoint_controllers() -> None:
    def fields(question: Question) -> set[str]:
        return {query.fields for query in first_queries(question) if query.kind == "Event"}

    assert fields(WEB) == {"reason=Unhealthy", "involvedObject.name=web,type=Warning"}
    failures = {"involvedObject.kind=Service,type=Warning", "reason=FailedToUpdateEndpoint"}
    assert fields(SHOP) == {"reason=Unhealthy"} | failures
    assert fields(asking("a", "b", "c", "d")) == {"reason=Unhealthy"} | failures


EVERY_KIND = {(kind, None) for kind in METADATA_ONLY}
HASH = "6d4b75cb6d"


def of_replica_set(name: str) -> Pod:
    return pod(name=name, owner=("ReplicaSet", f"web-{HASH}"), labels={"app": "web", "pod-template-hash": HASH})


@pytest.mark.parametrize(
    ("name", "guessed"),
    [
        pytest.param(f"web-{HASH}-x7k2p", {("ReplicaSet", f"web-{HASH}"), ("Deployment", "web")}, id="deployment"),
        pytest.param("shop-db-12", {("StatefulSet", "shop-db")}, id="stateful-set"),
        pytest.param("node-agent-x7k2p", {("DaemonSet", "node-agent")}, id="daemon-set"),
        pytest.param("web", set(), id="bare"),
        pytest.param("web-canary", set(), id="a-word"),
    ],
)
def test_names_in_slices_tell_who_made_the_pods(name: str, guessed: set[tuple[str, str]]) -> None:
    assert wanted_workloads(WEB, cluster(service(), pod(name=name))) == guessed


def test_what_pods_say_of_their_owners_is_read_once_they_are() -> None:
    snapshot = cluster(service(), of_replica_set("odd"), pod(name="db", owner=("StatefulSet", "db-of-another-name")))
    assert wanted_workloads(WEB, snapshot) == set()
    assert wanted_workloads(WEB, snapshot, WEB_PODS) == {
        ("ReplicaSet", f"web-{HASH}"),
        ("Deployment", "web"),
        ("StatefulSet", "db-of-another-name"),
    }


def test_the_replica_set_itself_tells_what_owns_it() -> None:
    rollout = {"ownerReferences": [{"kind": "Rollout", "name": "web", "controller": True}]}
    read = workload("ReplicaSet", f"web-{HASH}", metadata=rollout)
    snapshot = cluster(service(), of_replica_set("odd"), read)
    assert wanted_workloads(WEB, snapshot, WEB_PODS) == {("ReplicaSet", f"web-{HASH}")}


def test_owners_that_are_not_read_are_not_asked_for() -> None:
    snapshot = cluster(service(), pod(name="odd", owner=("CloneSet", "web")))
    assert wanted_workloads(WEB, snapshot, WEB_PODS) == set()


def test_pods_of_many_owners_need_all_of_their_kind() -> None:
    snapshot = cluster(service(), *[pod(name=f"db{n}-0") for n in range(4)])
    assert wanted_workloads(WEB, snapshot) == {("StatefulSet", None)}


def test_a_selector_without_pods_is_explained_by_all_workloads() -> None:
    assert wanted_workloads(WEB, cluster(service())) == EVERY_KIND
    assert wanted_workloads(WEB, cluster(service()), Query("Job", "shop")) == EVERY_KIND - {("Job", None)}
    assert wanted_workloads(ALL, cluster(service()), Query("Pod", None)) == set()


def test_many_services_read_all_workloads_at_once() -> None:
    assert {(query.kind, query.name) for query in first_queries(SHOP)} >= EVERY_KIND
    assert wanted_workloads(SHOP, cluster(service(), of_replica_set(f"web-{HASH}-x7k2p")), ALL_PODS) == set()


DEPLOY = asking("deploy/web")
TEMPLATE = {"metadata": {"labels": {"app": "web"}}, "spec": {"containers": [{"name": "app"}]}}
MADE = workload("Deployment", "web", spec={"selector": {"matchLabels": {"app": "web"}}, "template": TEMPLATE})


def test_a_workload_is_read_by_its_name_and_all_services_that_may_reach_it() -> None:
    queries = list(first_queries(DEPLOY))
    assert [query.path for query in queries if query.essential] == [
        "/api/v1/namespaces/shop/services",
        "/apis/apps/v1/namespaces/shop/deployments/web",
    ]
    assert [query for query in queries if query.kind == "EndpointSlice"] == [Query("EndpointSlice", "shop")]
    assert "Pod" not in {query.kind for query in queries}


def test_the_pods_of_a_workload_are_read_by_its_selector() -> None:
    known = Collected(Source("cluster"), datetime.now(timezone.utc)).with_results(
        [QueryResult(Query("Deployment", "shop", name="web", essential=True), (MADE,))]
    )
    asked = {query for query in further_queries(DEPLOY, known) if query.kind not in {"Event", "Node", *CALLED}}
    assert asked == {WEB_PODS}


def test_where_a_workload_is_missing_its_kind_is_listed() -> None:
    nothing = Collected(Source("cluster"), datetime.now(timezone.utc))
    for question, lists in ((DEPLOY, {Query("Deployment", "shop")}), (asking("pod/web"), {ALL_PODS})):
        assert {query for query in further_queries(question, nothing) if query.kind not in CALLED} == lists


def test_what_was_read_in_full_stays() -> None:
    whole = QueryResult(Query("Deployment", "shop", name="web", essential=True), (MADE,))
    bare = QueryResult(Query("Deployment", "shop", metadata_only=True), (workload("Deployment", "web"),))
    known = Collected(Source("cluster"), datetime.now(timezone.utc))
    for results in ([whole, bare], [bare, whole]):
        assert known.with_results(results).snapshot.workloads == (MADE,)
    assert known.with_results([whole]).with_results([bare]).snapshot.workloads == (MADE,)


def serving(**versions: str) -> QueryResult:
    """A server that has these resources, each written as `resource="group/version"`."""
    groups = tuple(
        APIGroup(
            metadata=ObjectMeta(name=written.partition("/")[0]),
            versions=(APIVersion(written.partition("/")[2], (APIResource(resource, ("list",)),)),),
        )
        for resource, written in versions.items()
    )
    return QueryResult(DISCOVERY, groups)


ADDRESSES = policy(ingress=[{"from": [{"ipBlock": {"cidr": "10.0.0.0/8"}}]}])


@pytest.mark.parametrize(
    ("served", "policies", "asked"),
    [
        pytest.param(
            serving(ciliumnetworkpolicies="cilium.io/v2"), (), {Query("CiliumNetworkPolicy", "shop")}, id="cilium"
        ),
        pytest.param(
            serving(baselineadminnetworkpolicies="policy.networking.k8s.io/v1alpha1"),
            (),
            {Query("BaselineAdminNetworkPolicy", None)},
            id="of-the-cluster",
        ),
        pytest.param(
            serving(authorizationpolicies="security.istio.io/v1beta1"),
            (),
            {Query("AuthorizationPolicy", each, version="v1beta1") for each in ("shop", "istio-system")},
            id="of-the-mesh-and-its-root-namespace",
        ),
        pytest.param(
            serving(networkpolicies="crd.projectcalico.org/v1"),
            (),
            {Query("NetworkPolicy.crd.projectcalico.org", "shop")},
            id="calico-as-it-is-stored",
        ),
        pytest.param(
            serving(globalnetworkpolicies="projectcalico.org/v3", networkpolicies="crd.projectcalico.org/v1"),
            (),
            {Query("GlobalNetworkPolicy.projectcalico.org", None)},
            id="calico-once",
        ),
        pytest.param(serving(policyendpoints="networking.k8s.aws/v1alpha1"), (), set(), id="aws-without-policies"),
        pytest.param(
            serving(policyendpoints="networking.k8s.aws/v1alpha1"),
            (policy(),),
            {Query("PolicyEndpoint", "shop", metadata_only=True)},
            id="aws",
        ),
        pytest.param(serving(ciliumnodes="cilium.io/v2"), (policy(),), set(), id="cilium-where-it-is-all-one"),
        pytest.param(
            serving(ciliumnodes="cilium.io/v2"),
            (ADDRESSES,),
            {Query("CiliumNode", None, name="node-0", metadata_only=True)},
            id="cilium-where-addresses-are-admitted",
        ),
    ],
)
def test_policies_of_other_kinds_are_read_where_the_server_has_them(
    served: QueryResult, policies: tuple[KubernetesObject, ...], asked: set[Query]
) -> None:
    known = collected(cluster(service(), pod()), WEB_PODS)
    known = known.with_results([served, QueryResult(Query("NetworkPolicy", "shop"), policies)])
    kinds = {kind.key for kind in (*CLUSTER_POLICY_KINDS, *OTHER_POLICIES, POLICY_ENDPOINT, CILIUM_NODE)}
    assert {query for query in further_queries(WEB, known) if query.kind in kinds} == asked


def test_namespaces_are_listed_for_policies_of_the_cluster() -> None:
    for there in (cluster_policy(), admin_policy(), baseline()):
        found = QueryResult(Query(type(there).__name__, None), (there,))
        known = collected(cluster(service(), pod()), WEB_PODS).with_results([found])
        assert Query("Namespace", None, metadata_only=True) in set(further_queries(WEB, known))


@pytest.mark.parametrize(
    ("peer", "asked"),
    [
        pytest.param({"podSelector": {}}, False, id="pods-of-its-namespace"),
        pytest.param({"namespaceSelector": {}}, True, id="pods-of-some-namespaces"),
    ],
)
@pytest.mark.parametrize(("direction", "far"), [("ingress", "from"), ("egress", "to")])
def test_namespaces_are_listed_where_a_policy_chooses_them(
    direction: str, far: str, peer: dict[str, Any], *, asked: bool
) -> None:
    rules: Any = {direction: [{far: [peer]}]}
    found = QueryResult(Query("NetworkPolicy", "shop"), (policy(**rules),))
    known = collected(cluster(service(), pod()), WEB_PODS).with_results([found])
    assert (Query("Namespace", None, metadata_only=True) in set(further_queries(WEB, known))) is asked


CONTROLLER_PODS = Query(
    "Pod",
    None,
    labels="app.kubernetes.io/component=controller,app.kubernetes.io/name=ingress-nginx",
    known_as=PODS_ELSEWHERE,
)


@pytest.mark.parametrize(
    ("there", "asked"),
    [
        pytest.param((), False, id="without-policies"),
        pytest.param((policy(),), True, id="with-policies"),
        pytest.param((cluster_policy(),), True, id="with-those-of-the-cluster"),
    ],
)
def test_pods_of_controllers_are_read_where_policies_may_keep_them_out(
    there: tuple[KubernetesObject, ...], *, asked: bool
) -> None:
    found = [QueryResult(Query(type(each).__name__, None), (each,)) for each in there]
    found.append(QueryResult(Query("Ingress", "shop"), (ingress(ingressClassName="nginx"),)))
    found.append(QueryResult(Query("IngressClass", None), (ingress_class(),)))
    known = collected(cluster(service(), pod()), WEB_PODS).with_results(found)
    assert (CONTROLLER_PODS in set(further_queries(WEB, known))) is asked


def test_pods_of_a_gateway_are_read_by_its_name() -> None:
    found = [
        QueryResult(Query("NetworkPolicy", "shop"), (policy(),)),
        QueryResult(Query("HTTPRoute", "shop"), (route(),)),
    ]
    known = collected(cluster(service(), pod()), WEB_PODS).with_results(found)
    labels = "gateway.networking.k8s.io/gateway-name=edge"
    assert replace(CONTROLLER_PODS, namespace="infra", labels=labels) in set(further_queries(WEB, known))
