"""What is asked for because of routes of the Gateway API that were read."""

from datetime import datetime, timezone
from typing import Any

import pytest

from kubectl_porttrace.model.meta import KubernetesObject, ObjectMeta
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute
from kubectl_porttrace.model.referrers.service_import import IMPORT_GROUP
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.read.cluster.ask import QueryResult
from kubectl_porttrace.read.cluster.collected import Collected
from kubectl_porttrace.read.cluster.discovery import DISCOVERY, APIGroup, APIResource, APIVersion
from kubectl_porttrace.read.cluster.queries import further_queries
from kubectl_porttrace.read.cluster.query import Query
from tests.build import asking, backend, route

VERSIONS = (APIVersion("v1alpha1", (APIResource("serviceimports", ("get", "list")),)),)
SERVED = APIGroup(metadata=ObjectMeta(name=IMPORT_GROUP), versions=VERSIONS)
IMPORT: dict[str, Any] = {"name": "web", "kind": "ServiceImport", "group": IMPORT_GROUP, "port": 80}


def imports_asked(read: KubernetesObject, *served: APIGroup) -> set[Query]:
    """Which ServiceImports are asked for, where a route was read and these groups are served."""
    assert isinstance(read, GatewayRoute)
    found = (QueryResult(DISCOVERY, served), QueryResult(Query("HTTPRoute", "shop"), (read,)))
    known = Collected(Source("cluster"), datetime.now(timezone.utc)).with_results(found)
    return {each for each in further_queries(asking(), known) if each.kind == "ServiceImport"}


@pytest.mark.parametrize(
    ("backends", "namespaces"),
    [
        pytest.param([backend()], set(), id="a-service"),
        pytest.param([IMPORT], {"shop"}, id="of-the-routes-namespace"),
        pytest.param([IMPORT, {**IMPORT, "namespace": "data"}], {"shop", "data"}, id="of-another-one-too"),
    ],
)
def test_service_imports_are_asked_for_where_a_route_names_some(
    backends: list[dict[str, Any]], namespaces: set[str]
) -> None:
    asked = imports_asked(route(*backends), SERVED)
    assert asked == {Query("ServiceImport", namespace, version="v1alpha1") for namespace in namespaces}


def test_nothing_is_asked_for_that_is_not_served() -> None:
    assert imports_asked(route(IMPORT)) == set()
