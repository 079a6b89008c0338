"""The routes that have a rule for a request, whatever serves them: Ingresses and HTTPRoutes."""

from collections.abc import Iterator

from kubectl_porttrace.model.hostnames import ingress_covers, intersect
from kubectl_porttrace.model.http_request import HttpRequest
from kubectl_porttrace.model.reference import Match, Referrer
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute, RouteMatch
from kubectl_porttrace.model.referrers.ingress import Ingress, ingress_backends
from kubectl_porttrace.model.request_paths import path_covers
from kubectl_porttrace.model.requested import Met, met
from kubectl_porttrace.model.snapshot import Snapshot

_ANYTHING = (RouteMatch(),)


def routes_for(snapshot: Snapshot, request: HttpRequest) -> Iterator[Referrer]:
    """Those that were read and have such a rule."""
    for ingress in sorted(snapshot.all_of(Ingress), key=lambda each: each.key):
        if any(is_for(match, request) for _, _, match in ingress_backends(ingress)):
            yield Referrer("Ingress", *ingress.key)
    for route in sorted(snapshot.all_of(GatewayRoute), key=lambda each: each.key):
        if route_hosts(route, request) and any(rules_for(route, request)):
            yield Referrer(route.kind, *route.key)


def is_for(match: Match, request: HttpRequest) -> bool:
    """Whether a path of an Ingress is for a request; what takes all that no path is for always is."""
    host = next(iter(match.hosts), "")
    here = not host if request.is_ip else ingress_covers(host, request.host)
    return here and (match.path is None or path_covers(match.path, match.path_type, request.path))


def route_hosts(route: GatewayRoute, request: HttpRequest) -> list[str]:
    """The hostnames of an HTTPRoute that mean the host of a request: an empty one, where it has none."""
    return hosts_for(route.spec.hostnames, request) if route.kind == "HTTPRoute" else []


def hosts_for(hostnames: tuple[str, ...], request: HttpRequest) -> list[str]:
    """Those that mean the host of a request, in any number of labels; none written means all."""
    names = hostnames or ("",)
    if request.is_ip:
        return [each for each in names if not each]
    return [each for each in names if intersect(each, request.host)]


def rules_for(route: GatewayRoute, request: HttpRequest) -> Iterator[tuple[int, RouteMatch, Met]]:
    """Each match of each rule that a request meets, with the place of the rule; without matches a rule takes all."""
    for place, rule in enumerate(route.spec.rules):
        for match in rule.matches or _ANYTHING:
            found = met(match, request)
            if found is not None:
                yield place, match, found
