"""The routes that have a rule for a request, whatever serves them: by kind, how its rules are looked at.

Kinds of controllers whose rules are not evaluated are told where they may be for the host.
"""

from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kubectl_porttrace.model.hostnames import WILDCARD, ingress_covers, intersect
from kubectl_porttrace.model.http_request import HttpRequest
from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.reference import Match, Referrer
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute, RouteMatch
from kubectl_porttrace.model.referrers.ingress import Ingress, ingress_backends
from kubectl_porttrace.model.referrers.istio import VirtualService
from kubectl_porttrace.model.referrers.openshift_route import OpenShiftRoute
from kubectl_porttrace.model.request_paths import path_covers, router_path_covers
from kubectl_porttrace.model.requested import Met, met, met_by_call
from kubectl_porttrace.model.snapshot import Snapshot

_ANYTHING: Final = (RouteMatch(),)

_MATCHERS: Final[Mapping[str, Callable[[RouteMatch, HttpRequest], Met | None]]] = MappingProxyType(
    {"HTTPRoute": met, "GRPCRoute": met_by_call, "TLSRoute": lambda _match, _request: Met()}
)
"""How a match of each kind of the Gateway API is looked at; a TLSRoute sees the name of the host alone."""

GATEWAY_ROUTES: Final[tuple[Kind, ...]] = tuple(KIND_BY_NAME[name] for name in _MATCHERS)
"""The kinds of the Gateway API whose rules are evaluated."""

OPENSHIFT_ROUTE: Final = KIND_BY_NAME["Route"]

NOT_EVALUATED: Final[tuple[Kind, ...]] = tuple(
    KIND_BY_NAME[name]
    for name in (
        "IngressRoute",
        "IngressRouteTCP",
        "VirtualService",
        "HTTPProxy",
        "VirtualServer",
        "TransportServer",
        "ApisixRoute",
        "Mapping",
    )
)
"""The kinds whose rules are not: what matches is up to controllers with languages of their own."""


def routes_for(snapshot: Snapshot, request: HttpRequest) -> Iterator[Referrer]:
    """Those that were read and have such a rule."""
    for ingress in sorted(snapshot.all_of(Ingress), key=lambda each: each.key):
        if any(is_for(match, request) for _, _, match in ingress_backends(ingress)):
            yield Referrer("Ingress", *ingress.key)
    for route in sorted(snapshot.all_of(GatewayRoute), key=lambda each: (each.kind, each.key)):
        if route_hosts(route, request) and any(rules_for(route, request)):
            yield Referrer(route.kind, *route.key)
    for own in sorted(snapshot.all_of(OpenShiftRoute), key=lambda each: each.key):
        if router_takes(own, request):
            yield Referrer(OPENSHIFT_ROUTE.key, *own.key)


def may_serve(snapshot: Snapshot, request: HttpRequest) -> Iterator[Referrer]:
    """The objects of other kinds that may be for the host of a request: they name it, or no host that is understood."""
    kinds = {kind.key for kind in NOT_EVALUATED}
    for referrer, object_ in snapshot.referring.objects.items():
        if referrer.kind not in kinds or (isinstance(object_, VirtualService) and not _serves_clients(object_)):
            continue
        places = snapshot.referring.of(referrer)
        hosts = [each.match.hosts for each in places]
        if any(hosts_for(each, request) for each in hosts):
            yield referrer


def _serves_clients(virtual: VirtualService) -> bool:
    """Whether a gateway serves it; without one, it is for calls within the mesh."""
    return any(each != "mesh" for each in virtual.spec.gateways)


def is_for(match: Match, request: HttpRequest) -> bool:
    """Whether a path of an Ingress is for a request; what takes all that no path is for always is."""
    host = next(iter(match.hosts), "")
    here = not host if request.is_ip else ingress_covers(host, request.host)
    return here and (match.path is None or path_covers(match.path, match.path_type, request.path))


def route_hosts(route: GatewayRoute, request: HttpRequest) -> list[str]:
    """The hostnames of a route that mean the host of a request: an empty one, where it has none."""
    if route.kind not in _MATCHERS or (route.kind == "TLSRoute" and request.scheme != "https"):
        return []
    return hosts_for(route.spec.hostnames, request)


def hosts_for(hostnames: tuple[str, ...], request: HttpRequest) -> list[str]:
    """Those that mean the host of a request, in any number of labels; none written means all."""
    names = hostnames or ("",)
    if request.is_ip:
        return [each for each in names if not each]
    return [each for each in names if intersect(each, request.host)]


def rules_for(route: GatewayRoute, request: HttpRequest) -> Iterator[tuple[int, RouteMatch, Met]]:
    """Each match of each rule that a request meets, with the place of the rule; without matches a rule takes all."""
    matcher = _MATCHERS[route.kind]
    for place, rule in enumerate(route.spec.rules):
        for match in rule.matches or _ANYTHING:
            found = matcher(match, request)
            if found is not None:
                yield place, match, found


def router_takes(route: OpenShiftRoute, request: HttpRequest) -> bool:
    """Whether OpenShift's router has a Route for a request: one with TLS takes others only where it says so.

    Source: `openshift/api/route/v1/types.go:TLSConfig`; where TLS passes through, no path is seen.
    """
    spec, host = route.spec, router_host(route)
    if route.refused or request.is_ip or not host or not ingress_covers(host, request.host):
        return False
    if spec.tls is None:
        return request.scheme == "http" and router_path_covers(spec.path, request.path)
    if spec.tls.termination == "passthrough":
        return request.scheme == "https"
    allowed = request.scheme == "https" or spec.tls.insecure_edge_termination_policy == "Allow"
    return allowed and router_path_covers(spec.path, request.path)


def router_host(route: OpenShiftRoute) -> str:
    """The host of a Route; with wildcards, that of all hosts beside it."""
    spec = route.spec
    if spec.wildcard_policy != "Subdomain":
        return spec.host
    return f"{WILDCARD}{spec.host.partition('.')[2]}"
