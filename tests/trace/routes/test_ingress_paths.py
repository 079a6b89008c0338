"""Paths of an Ingress against a second implementation, over all short paths, and which of several gets a request."""

from itertools import product
from typing import Any

import pytest

from kubectl_porttrace.checks.routes.service_missing import service_missing
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.request_paths import path_covers
from kubectl_porttrace.trace.routes.ingress_paths import taken_over_by
from tests.build import found, ingress, ingress_class, service, traced_route

LETTERS = ("/", "a", "b")
PATHS = tuple("/" + "".join(rest) for length in range(6) for rest in product(LETTERS, repeat=length))


def covers(pattern: str, path: str) -> bool:
    """The table of the API's documentation, as text: a prefix that ends where an element does."""
    squeezed, wanted = ("/".join(part for part in each.split("/") if part) for each in (path, pattern))
    return not wanted or squeezed == wanted or squeezed.startswith(f"{wanted}/")


def test_every_short_path_under_every_short_prefix() -> None:
    wrong = [
        (pattern, path)
        for pattern, path in product(PATHS[:120], PATHS)
        if path_covers(pattern, "Prefix", path) != covers(pattern, path)
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("type_", "pattern", "path", "matches"),
    [
        # The examples of https://kubernetes.io/docs/concepts/services-networking/ingress/#examples, row by row.
        pytest.param("Prefix", "/", "/any/path", True, id="all"),
        pytest.param("Exact", "/foo", "/foo", True, id="exact"),
        pytest.param("Exact", "/foo", "/bar", False, id="exact-other"),
        pytest.param("Exact", "/foo", "/foo/", False, id="exact-slash"),
        pytest.param("Exact", "/foo/", "/foo", False, id="exact-slash-in-the-rule"),
        pytest.param("Prefix", "/foo", "/foo/", True, id="prefix-slash"),
        pytest.param("Prefix", "/foo/", "/foo", True, id="prefix-slash-in-the-rule"),
        pytest.param("Prefix", "/aaa/bb", "/aaa/bbb", False, id="part-of-an-element"),
        pytest.param("Prefix", "/aaa/bbb/", "/aaa/bbb", True, id="slash-ignored"),
        pytest.param("Prefix", "/aaa/bbb", "/aaa/bbb/ccc", True, id="below"),
        pytest.param("Prefix", "/aaa/bbb", "/aaa/bbbxyz", False, id="no-string-prefix"),
        pytest.param("ImplementationSpecific", "/foo", "/foo/bar", True, id="taken-for-a-prefix"),
    ],
)
def test_the_examples_of_the_documentation(type_: str, pattern: str, path: str, *, matches: bool) -> None:
    assert path_covers(pattern, type_, path) == matches


def shop(*paths: tuple[str, str], **fields: Any) -> KubernetesObject:
    """An Ingress of these paths, each with its Service."""
    backends = [
        {"path": path, "pathType": "Prefix", "backend": {"service": {"name": name, "port": {"number": 80}}}}
        for path, name in paths
    ]
    return ingress(rules=[{"http": {"paths": backends}}], **fields)


@pytest.mark.parametrize(
    ("paths", "taker"),
    [
        pytest.param([("/api", "gone"), ("/", "web")], "web", id="a-shorter-path"),
        pytest.param([("/api/v1", "gone"), ("/", "web"), ("/api", "api")], "api", id="the-longest-of-two"),
        pytest.param([("/api", "gone"), ("/apis", "web")], None, id="another-path"),
        pytest.param([("/", "gone"), ("/api", "web")], None, id="a-longer-path"),
    ],
)
def test_who_gets_the_requests_of_a_path_that_is_left_out(paths: list[tuple[str, str]], taker: str | None) -> None:
    traced = traced_route(shop(*paths), service(), service(name="api"))
    taken = taken_over_by(traced.backends[0], traced.backends)
    assert (taken.reference.service_name if taken else None) == taker


@pytest.mark.parametrize(
    ("controller", "told"),
    [
        pytest.param("traefik.io/ingress-controller", True, id="traefik"),
        pytest.param("k8s.io/ingress-nginx", False, id="a-controller-that-answers-503"),
        pytest.param(None, True, id="not-known"),
    ],
)
def test_is_told_where_the_controller_may_do_so(controller: str | None, *, told: bool) -> None:
    classes = [ingress_class("x", controller)] if controller else []
    route = shop(("/api", "gone"), ("/", "web"), ingressClassName="x")
    (issue,) = found(service_missing, traced_route(route, service(), *classes))
    assert any("sends its requests to Service web" in fact for fact in issue.evidence) == told
