"""ApisixRoute, the own kind of the ingress controller of Apache APISIX.

A number is that of a Service port, and text its name.

Source: `apache/apisix-ingress-controller/api/v2/apisixroute_types.go`.
"""

from collections.abc import Iterator
from typing import Final

from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, Value
from kubectl_porttrace.model.reference import ANY_REQUEST, ByName, ByNumber, Match, Reference, Referrer

CONSUMER: Final = "apisix"


class ApisixBackend(Value, frozen=True):
    """One item of `backends`, or `backend` of a stream."""

    service_name: str = ""
    service_port: int | str = 0
    resolve_granularity: str = ""
    weight: int | None = None


class ApisixMatch(Value, frozen=True):
    """`match` of an HTTP route."""

    hosts: tuple[str, ...] = ()
    paths: tuple[str, ...] = ()


class ApisixHTTP(Value, frozen=True):
    """One item of `spec.http`."""

    match: ApisixMatch = ApisixMatch()
    backends: tuple[ApisixBackend, ...] = ()


class ApisixStream(Value, frozen=True):
    """One item of `spec.stream`."""

    protocol: str = "TCP"
    backend: ApisixBackend = ApisixBackend()


class ApisixRouteSpec(Value, frozen=True):
    """`spec` of an ApisixRoute."""

    http: tuple[ApisixHTTP, ...] = ()
    stream: tuple[ApisixStream, ...] = ()


class ApisixRoute(KubernetesObject, frozen=True):
    """An ApisixRoute."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: ApisixRouteSpec = ApisixRouteSpec()


def apisix_references(route: ApisixRoute) -> Iterator[Reference]:
    """The Services that an ApisixRoute names."""
    for place, http in enumerate(route.spec.http):
        match = Match(http.match.hosts, http.match.paths[0] if http.match.paths else "/")
        for number, each in enumerate(http.backends):
            weight = each.weight if len(http.backends) > 1 else None
            yield _reference(route, f"spec.http[{place}].backends[{number}]", each, "TCP", match, weight)
    for place, stream in enumerate(route.spec.stream):
        if stream.backend.service_name:
            yield _reference(route, f"spec.stream[{place}].backend", stream.backend, stream.protocol.upper())


def _reference(
    route: ApisixRoute,
    path: str,
    backend: ApisixBackend,
    protocol: str,
    match: Match = ANY_REQUEST,
    weight: int | None = None,
) -> Reference:
    port = backend.service_port
    return Reference(
        referrer=Referrer("ApisixRoute", *route.key),
        path=path,
        service_namespace=route.namespace,
        service_name=backend.service_name,
        port=ByNumber(port) if isinstance(port, int) else ByName(port),
        port_path="servicePort",
        protocol=protocol,
        dials="cluster-ip" if backend.resolve_granularity == "service" else "pods",
        consumer=CONSUMER,
        match=match,
        weight=weight,
    )
