"""Which workloads are asked for, by name or all of a kind."""

from datetime import datetime, timezone

import pytest

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.ask import QueryResult
from kubectl_porttrace.read.cluster.collected import Collected
from kubectl_porttrace.read.cluster.queries import first_queries, further_queries
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rules.workloads import METADATA_ONLY
from tests.build import asking, cluster, pod, service, workload
from tests.read.cluster.queries_wanted import ALL, ALL_PODS, CALLED, SHOP, WEB, WEB_PODS, collected


def wanted_workloads(question: Question, snapshot: Snapshot, *asked: Query) -> set[tuple[str, str | None]]:
    """The workloads that are asked for: kind and name, None for all of that kind."""
    queries = set(further_queries(question, collected(snapshot, *asked))) - set(asked)
    workloads = [query for query in queries if query.kind in METADATA_ONLY]
    light = {"ReplicaSet"} if Query("CronJob", "shop") in queries else {"ReplicaSet", "Job"}
    assert all(query.metadata_only == (query.kind in light) for query in workloads)
    return {(query.kind, query.name) for query in workloads}


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
