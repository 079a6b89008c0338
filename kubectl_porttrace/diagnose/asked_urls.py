"""What to say of a URL that no rule of a route is for."""

from collections.abc import Iterator

from kubectl_porttrace.diagnose.near_names import near_names
from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.model.referrers.gateway import Gateway
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute
from kubectl_porttrace.model.referrers.ingress import Ingress
from kubectl_porttrace.model.referrers.openshift_route import OpenShiftRoute
from kubectl_porttrace.model.requested_routes import (
    GATEWAY_ROUTES,
    NOT_EVALUATED,
    OPENSHIFT_ROUTE,
    may_serve,
    router_host,
    routes_for,
)
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import KINDS_OF_API
from kubectl_porttrace.question import UrlTarget
from kubectl_porttrace.wording import some

_KINDS = (*GATEWAY_ROUTES, OPENSHIFT_ROUTE, *NOT_EVALUATED)
_DECIDING = ("ingresses", "gateways", "listenersets", *(kind.known_as for kind in _KINDS), KINDS_OF_API)


def unserved(snapshot: Snapshot, target: UrlTarget) -> NotFoundError:
    """Of a URL that no rule is for, that it is so, and what is near."""
    return NotFoundError(f"no rule of a route is for {target.written}", _hint(snapshot, target))


def _hint(snapshot: Snapshot, target: UrlTarget) -> str:
    unread = sorted({each.resource for each in snapshot.unread if each.resource.startswith(_DECIDING) and each.failed})
    if unread:
        return f"could not be read, and may serve it: {some(unread)}"
    others = [f"{each.kind.lower()}/{each.name} -n {each.namespace}" for each in may_serve(snapshot, target)]
    if others:
        return f"{some(others)} may serve its host: rules of such kinds are not evaluated"
    meant = [f"{each.kind.lower()}/{each.name} -n {each.namespace}" for each in routes_for(snapshot, target)]
    if meant:
        return f"{some(meant)} would, but no listener of port {target.port} takes it: ask for it to see why"
    hosts = dict.fromkeys(_hosts(snapshot))
    if target.host in hosts:
        return f"its host is known, and no path there is for {target.path}"
    near = near_names(target.host, hosts)
    if near:
        return f"did you mean {' or '.join(near)}?"
    return f"hosts that are served: {some(sorted(hosts))}" if hosts else "no route names a host"


def _hosts(snapshot: Snapshot) -> Iterator[str]:
    for ingress in snapshot.all_of(Ingress):
        yield from (rule.host for rule in ingress.spec.rules if rule.host)
    for route in snapshot.all_of(GatewayRoute):
        yield from route.spec.hostnames
    yield from (router_host(own) for own in snapshot.all_of(OpenShiftRoute) if own.spec.host)
    for gateway in snapshot.all_of(Gateway):
        yield from (listener.hostname for listener in gateway.spec.listeners if listener.hostname)
