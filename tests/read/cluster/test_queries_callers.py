"""What is asked of a cluster because of webhooks and monitors."""

from datetime import datetime, timezone
from typing import Any

import pytest

from kubectl_porttrace.model.caller_kinds import CALLER_KINDS
from kubectl_porttrace.model.kind import group_of
from kubectl_porttrace.model.kinds import kind_of
from kubectl_porttrace.model.meta import KubernetesObject, ObjectMeta
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.question import Question, ReferrerTarget
from kubectl_porttrace.read.cluster.ask import QueryResult
from kubectl_porttrace.read.cluster.collected import Collected
from kubectl_porttrace.read.cluster.discovery import DISCOVERY, APIGroup, APIResource, APIVersion
from kubectl_porttrace.read.cluster.queries import first_queries, further_queries, not_requested
from kubectl_porttrace.read.cluster.query import Query
from tests.build import asking, service
from tests.build.callers import HTTPS, monitor, prometheus, webhook, webhooks

WEB = asking("web")
DEFINITIONS = Query("CustomResourceDefinition", None)
SERVICES = Query("Service", "shop")
NAMESPACE = Query("Namespace", None, name="shop")
LABELLED = service({"name": "http", "port": 80}, labels={"app": "web"})
SOME_NAMESPACES: dict[str, Any] = {"namespaceSelector": {"matchLabels": {"team": "a"}}}


def served() -> QueryResult:
    """The server has every kind of the Prometheus operator."""
    groups = [
        APIGroup(
            metadata=ObjectMeta(name=group_of(kind.api_version)),
            versions=(APIVersion(kind.api_version.rpartition("/")[2], (APIResource(kind.resource, ("list",)),)),),
        )
        for kind in CALLER_KINDS
        if kind.name == "Prometheus"
    ]
    return QueryResult(DISCOVERY, tuple(groups))


def collected(*objects: KubernetesObject) -> Collected:
    results = [
        QueryResult(Query(kind_of(each).key, each.namespace or None, name=each.name), (each,)) for each in objects
    ]
    return Collected(Source("cluster"), datetime.now(timezone.utc)).with_results([served(), *results])


def asked(question: Question, *objects: KubernetesObject) -> set[Query]:
    return {*first_queries(question), *further_queries(question, collected(*objects))}


@pytest.mark.parametrize(
    ("question", "objects", "read"),
    [
        pytest.param(asking(namespace=None), (), True, id="cluster"),
        pytest.param(asking(), (service(HTTPS),), False, id="namespace-without-callers"),
        pytest.param(asking(), (service(HTTPS), webhooks()), True, id="namespace-with-a-webhook"),
        pytest.param(WEB, (service(HTTPS),), False, id="service"),
        pytest.param(WEB, (service(HTTPS), webhooks()), True, id="service-of-a-webhook"),
        pytest.param(WEB, (service(HTTPS), webhooks(webhook(to="api"))), False, id="webhook-of-another-service"),
    ],
)
def test_definitions_are_read_where_one_may_matter(
    question: Question, objects: tuple[KubernetesObject, ...], *, read: bool
) -> None:
    assert (DEFINITIONS in asked(question, *objects)) is read


def test_definitions_that_were_left_out_are_told() -> None:
    told = {each.resource: each.reason for each in not_requested(WEB, collected(service(HTTPS)))}
    assert told["customresourcedefinitions"] == "not-requested"


@pytest.mark.parametrize(
    ("hook", "read"),
    [
        pytest.param(webhook(**SOME_NAMESPACES), True, id="some-namespaces"),
        pytest.param(webhook(), False, id="every-namespace"),
        pytest.param(webhook(namespace="other", **SOME_NAMESPACES), False, id="of-a-service-elsewhere"),
    ],
)
def test_the_namespace_of_a_webhook_is_read_where_its_labels_matter(hook: dict[str, Any], *, read: bool) -> None:
    assert (NAMESPACE in asked(WEB, service(HTTPS), webhooks(hook))) is read


@pytest.mark.parametrize(
    ("question", "endpoint", "read"),
    [
        pytest.param(WEB, {"port": "http"}, False, id="it-has-the-port"),
        pytest.param(WEB, {"port": "metrics"}, True, id="another-may-have-it"),
        pytest.param(WEB, {"targetPort": 9090}, False, id="of-the-pods"),
        pytest.param(
            Question("shop", (ReferrerTarget("ServiceMonitor", "web"),)), {"port": "http"}, True, id="asked-for"
        ),
    ],
)
def test_services_that_a_monitor_may_mean(question: Question, endpoint: dict[str, Any], *, read: bool) -> None:
    assert (SERVICES in asked(question, LABELLED, monitor(endpoint))) is read


@pytest.mark.parametrize(
    ("labels", "read"),
    [
        pytest.param({"app": "web", "tier": "front"}, True, id="all-but-one-label"),
        pytest.param({"app": "api", "tier": "front"}, False, id="two-labels"),
        pytest.param({"tier": "front"}, False, id="its-only-label"),
    ],
)
def test_services_that_a_monitor_selects_in_place_of_one(labels: dict[str, str], *, read: bool) -> None:
    wanted = monitor(selector={"matchLabels": labels})
    assert (SERVICES in asked(WEB, LABELLED, wanted)) is read


def test_pods_of_a_pod_monitor_that_is_asked_for() -> None:
    question = Question("shop", (ReferrerTarget("PodMonitor", "web"),))
    assert Query("Pod", "shop") in asked(question, monitor({"port": "http"}, kind="PodMonitor"))


def test_prometheuses_are_read_beside_monitors() -> None:
    prometheuses = Query("Prometheus", None)
    assert prometheuses in asked(WEB, LABELLED, monitor())
    assert prometheuses not in asked(WEB, LABELLED)


@pytest.mark.parametrize(("selector", "read"), [({"matchLabels": {"team": "a"}}, True), ({}, False), (None, False)])
def test_the_namespace_of_a_monitor_is_read_where_its_labels_matter(selector: Any, *, read: bool) -> None:
    reading = prometheus(serviceMonitorNamespaceSelector=selector)
    assert (NAMESPACE in asked(WEB, LABELLED, monitor(), reading)) is read
