"""HorizontalPodAutoscalers are asked for where a Service fails, and nowhere else."""

from datetime import datetime, timezone

import pytest

from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.read.cluster.ask import QueryResult
from kubectl_porttrace.read.cluster.collected import Collected
from kubectl_porttrace.read.cluster.queries import further_queries
from kubectl_porttrace.read.cluster.query import Query
from tests.build import asking, cluster, forbidden, pod, service

PODS = Query("Pod", "shop", labels="app=web")


def asked_for(*objects: KubernetesObject, pods_read: bool = True, unread: tuple[Unread, ...] = ()) -> bool:
    slices = cluster(service(), *objects).all_of(EndpointSlice)
    known = [each for each in objects if pods_read]
    results = [QueryResult(Query("Service", "shop"), (service(),)), QueryResult(Query("EndpointSlice", "shop"), slices)]
    results += [QueryResult(PODS, tuple(known))] if pods_read else []
    results += [QueryResult(Query("Job", None), unread=each) for each in unread]
    collected = Collected(Source("cluster"), datetime.now(timezone.utc)).with_results(results)
    return any(each.kind == "HorizontalPodAutoscaler" for each in further_queries(asking("web"), collected))


@pytest.mark.parametrize(
    ("pods", "expected"),
    [
        pytest.param((pod(),), False, id="healthy"),
        pytest.param((pod(), pod(ready=False)), True, id="one-is-not-ready"),
        pytest.param((pod(), pod(terminating=True, ready=False)), False, id="one-is-going"),
        pytest.param((), True, id="none"),
    ],
)
@pytest.mark.parametrize("pods_read", [True, False], ids=["pods", "slices"])
def test_where_a_service_fails(pods: tuple[KubernetesObject, ...], *, pods_read: bool, expected: bool) -> None:
    assert asked_for(*pods, pods_read=pods_read) == expected


def test_where_all_pods_are_going_or_have_ended() -> None:
    assert asked_for(pod(terminating=True), pod(phase="Failed", ready=False))


def test_not_where_pods_may_not_be_read() -> None:
    assert not asked_for(unread=(forbidden("pods", "shop"),))
