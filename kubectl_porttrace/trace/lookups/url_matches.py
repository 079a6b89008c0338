"""Which rules of Ingresses and HTTPRoutes are for a URL, and which of them wins at each entrance.

An entrance is what one controller of Ingresses serves as a whole, or one Gateway. Which of several a client reaches
depends on the address that the host has in DNS, which is not looked up.

Source: `k8s.io/api/networking/v1/types.go:IngressRule, HTTPIngressPath`; `gateway-api/apis/v1/httproute_types.go`,
`HTTPRouteRule.Matches`, and `gateway_types.go:Gateway.Listeners`.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timezone

import msgspec

from kubectl_porttrace.model.hostnames import WILDCARD, intersect, normal
from kubectl_porttrace.model.http_request import HttpRequest
from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.reference import Referrer
from kubectl_porttrace.model.referrers.gateway import Listener
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute
from kubectl_porttrace.model.referrers.ingress import Ingress, ingress_backends
from kubectl_porttrace.model.requested_routes import hosts_for, is_for, route_hosts, rules_for
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.lookups.url import UrlMatch
from kubectl_porttrace.trace.routes.attachment import attachments
from kubectl_porttrace.trace.routes.ingress_classes import controller_of

_PROTOCOLS = {"http": frozenset({"HTTP"}), "https": frozenset({"HTTPS"})}
_USUAL_PORTS = frozenset({("http", 80), ("https", 443)})
_OWN_WAY = frozenset({None, "ImplementationSpecific"})
_LATE = datetime.max.replace(tzinfo=timezone.utc)


def url_matches(snapshot: Snapshot, target: HttpRequest) -> tuple[tuple[UrlMatch, ...], ...]:
    """The rules that are for a URL, of each entrance by itself, the one that wins first.

    A rule that needs a header or a method that was not given comes last.
    """
    found = [*_of_ingresses(snapshot, target), *_of_gateways(snapshot, target)]
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
            for listener in attachment.listeners:
                if _takes(listener, target) and listener == _most_specific(parent.listeners, target):
                    yield from _of_route(route, parent.gateway.key, listener, target, unsure=attachment.works is None)


def _takes(listener: Listener, target: HttpRequest) -> bool:
    here = listener.port == target.port and listener.protocol in _PROTOCOLS[target.scheme]
    return here and bool(hosts_for((listener.hostname,), target))


def _most_specific(listeners: Iterable[Listener], target: HttpRequest) -> Listener | None:
    """The listener that takes a request: an exact hostname before the longest wildcard, and that before none."""
    taking = [each for each in listeners if _takes(each, target)]
    return max(taking, key=lambda each: _specific(each.hostname), default=None)


def _of_route(
    route: GatewayRoute, gateway: tuple[str, str], listener: Listener, target: HttpRequest, *, unsure: bool
) -> Iterator[UrlMatch]:
    hosts = [each for each in route_hosts(route, target) if intersect(listener.hostname, each)]
    if not hosts:
        return
    host = max(hosts, key=_specific)
    for place, match, found in rules_for(route, target):
        method = bool(match.method)
        exact = match.path is not None and match.path.type == "Exact"
        length = len(match.path.value.rstrip("/")) if match.path else 0
        count = len(match.headers), len(match.query_params)
        yield UrlMatch(
            entrance=f"Gateway/{gateway[1]}",
            entrance_namespace=gateway[0],
            referrer=Referrer(route.kind, *route.key),
            path=f"spec.rules[{place}]",
            listener=listener.name,
            host=host,
            match=match.path.value if match.path else "/",
            match_type=match.path.type if match.path else "PathPrefix",
            needs=found.needs,
            likely=found.likely or unsure,
            rank=(*_specific(host), exact, length, method, *count, *_older(route), -place),
        )


def _specific(hostname: str) -> tuple[bool, int]:
    """Exact before wildcard, and the longer before the shorter."""
    name = normal(hostname)
    return bool(name) and not name.startswith(WILDCARD), len(name)


def _older(object_: Ingress | GatewayRoute) -> tuple[float, "_First"]:
    """The oldest wins, then the first by namespace and name."""
    created = object_.metadata.creation_timestamp or _LATE
    return -created.timestamp(), _First(f"{object_.namespace}/{object_.name}")


class _First(msgspec.Struct, frozen=True):
    """A text of which the first in the alphabet is the greatest."""

    text: str

    def __lt__(self, other: "_First") -> bool:
        return self.text > other.text
