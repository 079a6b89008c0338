"""Services without a selector, and what people write for them: Endpoints, and slices that kube-proxy passes over."""

from typing import Any

import pytest
from msgspec import structs

from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.model.endpointslice import EndpointPort, EndpointSlice
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    endpoint,
    endpoint_slice,
    endpoints,
    found,
    headless,
    judged,
    pod,
    problems,
    service,
    subset,
    traced,
)

HTTP = EndpointPort(name="http", port=8080)
PLAIN = EndpointPort(port=8080)
BARE = service({"port": 80}, selector={})
NAMED = service({"name": "http", "port": 80}, selector={})

OF_API_SERVER: Any = {"name": "kubernetes", "namespace": "default"}

BESIDE_OTHERS = pytest.mark.parametrize(
    ("others", "severity"),
    [
        pytest.param([], "error", id="all-there-is"),
        pytest.param([endpoint_slice([HTTP], endpoint("10.0.0.2"))], "warning", id="another-slice-serves"),
    ],
)
"""What is there besides a slice that serves nobody, and how bad that slice is then."""


def harmless(slice_: EndpointSlice) -> list[Any]:
    """Where a slice that kube-proxy passes over keeps nobody from a Service."""
    external = service(selector={}, type="ExternalName", externalName="a.example")
    return [
        pytest.param(traced(headless({"name": "http", "port": 80}, selector={}), slice_), id="headless"),
        pytest.param(traced(NAMED, structs.replace(slice_, endpoint_list=())), id="without-endpoints"),
        pytest.param(traced(BARE, slice_), id="of-no-port-of-the-service"),
        pytest.param(traced(external, slice_), id="external-name"),
    ]


def assert_slice_is_blamed(check: Check, subject: TracedService, slice_: EndpointSlice, path: str, told: str) -> None:
    """A check names the slice and the field, and nothing else is a problem; `told` is how bad it is."""
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.name, issue.path) == (slice_.name, path)
    assert [(root.code, root.severity) for root in problems(subject)] == [(check.code, told)]


def unaffected(refused: Endpoints) -> list[Any]:
    """Where Endpoints that are not mirrored keep nobody from a Service."""
    return [
        pytest.param(traced(BARE), id="no-endpoints"),
        pytest.param(traced(BARE, endpoints(subset(PLAIN, "10.0.0.1"))), id="nothing-asked"),
        pytest.param(traced(BARE, refused, endpoint_slice([PLAIN], endpoint("10.0.0.1"))), id="a-slice-is-there"),
        pytest.param(traced(service(), pod(), refused), id="a-selector"),
        pytest.param(_api_server(refused), id="the-api-server-itself"),
    ]


def assert_endpoints_are_blamed(check: Check, refused: Endpoints, path: str) -> None:
    """A check names the Endpoints and the field, for a headless Service too, and nothing else is a problem."""
    subject = traced(BARE, refused)
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.kind, issue.object.name, issue.path) == ("Endpoints", "web", path)
    assert [(root.code, root.severity) for root in problems(subject)] == [(check.code, "error")]
    assert check.code in judged(traced(headless({"port": 80}, selector={}), refused))


def _api_server(refused: Endpoints) -> TracedService:
    """The Service of the API server, which writes Endpoints and a slice itself."""
    https = EndpointPort(name="https", port=6443)
    return traced(
        service({"name": "https", "port": 443, "targetPort": 6443}, **OF_API_SERVER, selector={}),
        endpoint_slice([https], endpoint("172.18.0.2"), service="kubernetes", namespace="default"),
        structs.replace(refused, metadata=structs.replace(refused.metadata, **OF_API_SERVER)),
    )
