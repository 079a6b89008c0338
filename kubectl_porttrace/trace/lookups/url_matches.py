"""Which rules of routes are for a URL, and which of them wins at each entrance.

An entrance is what one controller of Ingresses serves as a whole, or one Gateway, or the router of OpenShift. Which of
several a client reaches depends on the address that the host has in DNS, which is not looked up.

Source: `k8s.io/api/networking/v1/types.go:IngressRule, HTTPIngressPath`; `gateway-api/apis/v1/httproute_types.go`,
`HTTPRouteRule.Matches`, `grpcroute_types.go:GRPCRouteRule.Matches`, and `gateway_types.go:Gateway.Listeners`.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timezone

import msgspec

from kubectl_porttrace.model.hostnames import WILDCARD, intersect, normal
from kubectl_porttrace.model.http_request import HttpRequest
from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.reference import Referrer
from kubectl_porttrace.model.referrers.gateway import Listener
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute, MethodMatch, RouteMatch
from kubectl_porttrace.model.referrers.ingress import Ingress, ingress_backends
from kubectl_porttrace.model.referrers.openshift_route import CONSUMER, OpenShiftRoute
from kubectl_porttrace.model.requested_routes import (
    OPENSHIFT_ROUTE,
    hosts_for,
    is_for,
    route_hosts,
    router_host,
    router_takes,
    rules_for,
)
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.lookups.url import UrlMatch
from kubectl_porttrace.trace.routes.attachment import attachments
from kubectl_porttrace.trace.routes.ingress_classes import controller_of
from kubectl_porttrace.trace.routes.parents import PlacedListener, listeners_of

_PROTOCOLS = {"http": frozenset({"HTTP"}), "https": frozenset({"HTTPS", "TLS"})}
_USUAL_PORTS = frozenset({("http", 80), ("https", 443)})
_OWN_WAY = frozenset({None, "ImplementationSpecific"})
_LATE = datetime.max.replace(tzinfo=timezone.utc)


def url_matches(snapshot: Snapshot, target: HttpRequest) -> tuple[tuple[UrlMatch, ...], ...]:
    """The rules that are for a URL, of each entrance by itself, the one that wins first.

    A rule that needs a header or a method that was not given comes last.
    """
    found = [*_of_ingresses(snapshot, target), *_of_gateways(snapshot, target), *_of_router(snapshot, target)]
    entrances = grouped(((each.entrance_namespace, each.entrance), each) for each in found)
    return tuple(_ordered(entrances[key]) for key in sorted(entrances))


def _ordered(found: Iterable[UrlMatch]) -> tuple[UrlMatch, ...]:
    best: dict[tuple[Referrer, str], UrlMatch] = {}
    for each in sorted(found, key=lambda one: (not one.needs, one.rank), reverse=True):
        best.setdefault((each.referrer, each.path), each)
    return tuple(best.values())


def _of_ingresses(snapshot: Snapshot, target: HttpRequest) -> Iterator[UrlMatch]:
    """Hosts come before paths: exact ones, then wildcards of one label, then none. Paths go by length, exact first."""
    for ingress in sorted(snapshot.all_of(Ingress), key=lambda each: each.key):
        controller = controller_of(snapshot, ingress)
        for path, _, match in ingress_backends(ingress):
            if not is_for(match, target):
                continue
            host = next(iter(match.hosts), "")
            kind = 2 if host and not host.startswith(WILDCARD) else 1 if host else 0
            length = -1 if match.path is None else len(match.path.rstrip("/"))
            yield UrlMatch(
                entrance=controller or "",
                entrance_namespace="",
                referrer=Referrer("Ingress", *ingress.key),
                path=path,
                listener="",
                host=host,
                match=match.path,
                match_type=match.path_type,
                needs=(),
                likely=match.path_type in _OWN_WAY or (target.scheme, target.port) not in _USUAL_PORTS,
                rank=(kind, length, match.path_type == "Exact", *_older(ingress)),
            )


def _of_gateways(snapshot: Snapshot, target: HttpRequest) -> Iterator[UrlMatch]:
    """The listener of the most specific hostname takes a request, and of its routes that of the most specific rule."""
    for route in snapshot.all_of(GatewayRoute):
        if not route_hosts(route, target) or not any(rules_for(route, target)):
            continue
        for attachment in attachments(snapshot, route):
            parent = attachment.parent
            if attachment.works is False or parent.gateway is None:
                continue
            taking = _most_specific(listeners_of(snapshot, parent.gateway), target)
            for listener in attachment.listeners:
                if taking == PlacedListener(parent.reference.kind, parent.namespace, parent.reference.name, listener):
                    yield from _of_route(route, parent.gateway.key, listener, target, unsure=attachment.works is None)


def _takes(listener: Listener, target: HttpRequest) -> bool:
    here = listener.port == target.port and listener.protocol in _PROTOCOLS[target.scheme]
    return here and bool(hosts_for((listener.hostname,), target))


def _most_specific(listeners: Iterable[PlacedListener], target: HttpRequest) -> PlacedListener | None:
    """The listener that takes a request: an exact hostname before the longest wildcard, and that before none.

    Of two with one hostname the first counts: those of the Gateway itself come before those of ListenerSets.
    """
    taking = [each for each in listeners if _takes(each.listener, target)]
    return max(taking, key=lambda each: _specific(each.listener.hostname), default=None)


def _of_route(
    route: GatewayRoute, gateway: tuple[str, str], listener: Listener, target: HttpRequest, *, unsure: bool
) -> Iterator[UrlMatch]:
    hosts = [each for each in route_hosts(route, target) if intersect(listener.hostname, each)]
    if not hosts:
        return
    host = max(hosts, key=_specific)
    for place, match, found in rules_for(route, target):
        path, path_type = _path_of(route, match)
        yield UrlMatch(
            entrance=f"Gateway/{gateway[1]}",
            entrance_namespace=gateway[0],
            referrer=Referrer(route.kind, *route.key),
            path=f"spec.rules[{place}]",
            listener=listener.name,
            host=host,
            match=path,
            match_type=path_type,
            needs=found.needs,
            likely=found.likely or unsure,
            rank=(*_specific(host), *_precise(match), *_older(route), -place),
        )


def _path_of(route: GatewayRoute, match: RouteMatch) -> tuple[str | None, str | None]:
    """The path that a match asks for, and how it is compared; a TLSRoute sees none."""
    if route.kind == "TLSRoute":
        return None, None
    if route.kind == "GRPCRoute":
        call = match.method if isinstance(match.method, MethodMatch) else MethodMatch()
        return f"/{call.service or '*'}/{call.method or '*'}", call.type
    return (match.path.value, match.path.type) if match.path else ("/", "PathPrefix")


def _precise(match: RouteMatch) -> tuple[object, ...]:
    """Of paths an exact one before the longest, then a method, headers and parameters; of calls service and method."""
    call = match.method if isinstance(match.method, MethodMatch) else None
    if call is not None:
        return bool(call.service and call.method), len(call.service), len(call.method), len(match.headers), 0
    exact = match.path is not None and match.path.type == "Exact"
    length = len(match.path.value.rstrip("/")) if match.path else 0
    return exact, length, bool(match.method), len(match.headers), len(match.query_params)


def _of_router(snapshot: Snapshot, target: HttpRequest) -> Iterator[UrlMatch]:
    """The router takes the longest path of a host, and of two with the same the older Route."""
    for route in snapshot.all_of(OpenShiftRoute):
        if not router_takes(route, target):
            continue
        host = router_host(route)
        passes = route.spec.tls is not None and route.spec.tls.termination == "passthrough"
        path = None if passes else route.spec.path or "/"
        yield UrlMatch(
            entrance=CONSUMER,
            entrance_namespace="",
            referrer=Referrer(OPENSHIFT_ROUTE.key, *route.key),
            path="spec",
            listener="",
            host=host,
            match=path,
            match_type=None if path is None else "Prefix",
            needs=(),
            likely=(target.scheme, target.port) not in _USUAL_PORTS,
            rank=(*_specific(host), len(path or ""), *_older(route)),
        )


def _specific(hostname: str) -> tuple[bool, int]:
    """Exact before wildcard, and the longer before the shorter."""
    name = normal(hostname)
    return bool(name) and not name.startswith(WILDCARD), len(name)


def _older(object_: Ingress | GatewayRoute | OpenShiftRoute) -> tuple[float, "_First"]:
    """The oldest wins, then the first by namespace and name."""
    created = object_.metadata.creation_timestamp or _LATE
    return -created.timestamp(), _First(f"{object_.namespace}/{object_.name}")


class _First(msgspec.Struct, frozen=True):
    """A text of which the first in the alphabet is the greatest."""

    text: str

    def __lt__(self, other: "_First") -> bool:
        return self.text > other.text
