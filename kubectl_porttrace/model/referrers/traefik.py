"""IngressRoute, IngressRouteTCP, IngressRouteUDP and TraefikService, Traefik's own kinds.

A port is compared with the numbers of the Service's ports where it is a number, and with their names where it is text.
Traefik does not look at the protocol.

Source: `traefik/pkg/provider/kubernetes/crd/kubernetes.go:getServicePort`, and the types in
`crd/traefikio/v1alpha1/{ingressroute,ingressroutetcp,ingressrouteudp,service}.go`.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

import msgspec

from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, Value
from kubectl_porttrace.model.reference import ANY_REQUEST, ByName, ByNumber, Dials, Match, Reference, Referrer, Role

CONSUMER: Final = "traefik"

_QUOTED: Final = r"\(\s*[`\"]([^`\"]+)[`\"]\s*\)"
_PLAIN: Final = re.compile(rf"\s*Host(?:SNI)?{_QUOTED}\s*(?:&&\s*(Path|PathPrefix){_QUOTED}\s*)?")
_TYPES: Final = {"Path": "Exact", "PathPrefix": "Prefix"}


class TraefikBackend(Value, frozen=True):
    """A Service, or a TraefikService, with its port."""

    name: str = ""
    namespace: str = ""
    kind: str = "Service"
    port: int | str = 0
    weight: int | None = None
    native_lb: bool = msgspec.field(name="nativeLB", default=False)
    node_port_lb: bool = msgspec.field(name="nodePortLB", default=False)

    @property
    def dials(self) -> Dials:
        """Where requests are sent: to the pods, unless it says otherwise."""
        return "cluster-ip" if self.native_lb else "node-port" if self.node_port_lb else "pods"


class TraefikRule(Value, frozen=True):
    """One item of `spec.routes`; an IngressRouteUDP has no `match`."""

    match: str = ""
    services: tuple[TraefikBackend, ...] = ()


class Weighted(Value, frozen=True):
    """`spec.weighted` of a TraefikService."""

    services: tuple[TraefikBackend, ...] = ()


class Mirroring(TraefikBackend, frozen=True):
    """`spec.mirroring` of a TraefikService: a backend, and those that get copies."""

    mirrors: tuple[TraefikBackend, ...] = ()


class TraefikSpec(Value, frozen=True):
    """`spec` of any of these kinds."""

    routes: tuple[TraefikRule, ...] = ()
    weighted: Weighted = Weighted()
    mirroring: Mirroring = Mirroring()


class TraefikRoute(KubernetesObject, frozen=True):
    """An IngressRoute, IngressRouteTCP, IngressRouteUDP or TraefikService, as `kind` says."""

    kind: str = ""
    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: TraefikSpec = TraefikSpec()


def traefik_references(route: TraefikRoute) -> Iterator[Reference]:
    """The Services that an object of Traefik's names; a TraefikService that it names is an object of its own."""
    for rule_place, rule in enumerate(route.spec.routes):
        path = f"spec.routes[{rule_place}].services"
        yield from _listed(route, path, rule.services, match=_match(rule.match))
    yield from _listed(route, "spec.weighted.services", route.spec.weighted.services)
    mirroring = route.spec.mirroring
    if mirroring.name and mirroring.kind == "Service":
        yield _reference(route, "spec.mirroring", mirroring)
    yield from _listed(route, "spec.mirroring.mirrors", mirroring.mirrors, role="mirror")


def _listed(
    route: TraefikRoute,
    path: str,
    services: Iterable[TraefikBackend],
    match: Match = ANY_REQUEST,
    role: Role = "traffic",
) -> Iterator[Reference]:
    """Weights count only among several."""
    all_of_them = tuple(services)
    for place, each in enumerate(all_of_them):
        if each.kind == "Service":
            found = _reference(route, f"{path}[{place}]", each)
            weight = each.weight if len(all_of_them) > 1 else None
            yield msgspec.structs.replace(found, match=match, role=role, weight=weight)


def _reference(route: TraefikRoute, path: str, backend: TraefikBackend) -> Reference:
    port = backend.port
    return Reference(
        referrer=Referrer(route.kind, *route.key),
        path=path,
        service_namespace=backend.namespace or route.namespace,
        service_name=backend.name,
        port=ByNumber(port) if isinstance(port, int) else ByName(port),
        port_path="port" if port else "",
        protocol=None,
        dials=backend.dials,
        consumer=CONSUMER,
    )


def _match(rule: str) -> Match:
    """The host and the path of a plain rule; any other stands as it is written."""
    plain = _PLAIN.fullmatch(rule)
    if plain is None:
        return Match(path=rule, path_type="Rule") if rule else ANY_REQUEST
    host, kind, path = plain.groups()
    return Match((host,) if host != "*" else (), path, _TYPES.get(kind or ""))
