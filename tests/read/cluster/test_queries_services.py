"""Which other Services are asked for: aliases, those that something names, and who else has an address."""

from datetime import datetime, timezone
from typing import Any

import pytest
from msgspec.structs import replace

from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.model.unread import ALIASED_SLICES, SERVICES_ELSEWHERE
from kubectl_porttrace.read.cluster.ask import QueryResult
from kubectl_porttrace.read.cluster.collected import Collected
from kubectl_porttrace.read.cluster.query import Query
from tests.build import asking, cluster, endpoint, endpoint_slice, forbidden, pod, service, workload
from tests.read.cluster.queries_wanted import ALL, ALL_PODS, ENDPOINTS, WEB, WEB_PODS, wanted

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
