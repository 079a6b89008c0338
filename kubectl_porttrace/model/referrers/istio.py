"""VirtualService and DestinationRule, Istio's own kinds.

A host without a dot is a Service of the object's own namespace. One with a dot is taken as it is, so that only a whole
`name.namespace.svc.cluster.local` means a Service. A port is the number of a Service port.

Source: `istio/pilot/pkg/model/config.go:ResolveShortnameToFQDN`, `pilot/pkg/networking/core/route/route.go`, its
function `GetDestinationCluster`.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, Value
from kubectl_porttrace.model.reference import (
    AllPorts,
    ByNumber,
    Match,
    OnlyPort,
    PortChoice,
    Reference,
    Referrer,
    Role,
)

GROUP: Final = "networking.istio.io"
CONSUMER: Final = "istio"
DOMAIN: Final = "svc.cluster.local"
"""What follows the namespace in the whole name of a Service, but in clusters with a domain of their own."""


class PortSelector(Value, frozen=True):
    """`port` of a destination, or of settings."""

    number: int = 0


class Destination(Value, frozen=True):
    """`destination` of a route: a host, and where there are several kinds of its pods, a subset of these."""

    host: str = ""
    subset: str = ""
    port: PortSelector = PortSelector()

    @property
    def choice(self) -> PortChoice:
        """As a reference names it; without a number, the one port there is."""
        return ByNumber(self.port.number) if self.port.number else OnlyPort()


class StringMatch(Value, frozen=True):
    """A text, compared in one of three ways."""

    exact: str = ""
    prefix: str = ""
    regex: str = ""


class HTTPMatch(Value, frozen=True):
    """One item of `match` of an HTTP route, of which only the path is read."""

    uri: StringMatch = StringMatch()


class RouteDestination(Value, frozen=True):
    """One item of `route`, `mirrors`."""

    destination: Destination = Destination()
    weight: int = 0


class MeshRoute(Value, frozen=True):
    """One item of `spec.http`, `spec.tcp` or `spec.tls`."""

    match: tuple[HTTPMatch, ...] = ()
    route: tuple[RouteDestination, ...] = ()
    mirror: Destination | None = None
    mirrors: tuple[RouteDestination, ...] = ()


class VirtualServiceSpec(Value, frozen=True):
    """`spec` of a VirtualService."""

    hosts: tuple[str, ...] = ()
    gateways: tuple[str, ...] = ()
    http: tuple[MeshRoute, ...] = ()
    tcp: tuple[MeshRoute, ...] = ()
    tls: tuple[MeshRoute, ...] = ()


class VirtualService(KubernetesObject, frozen=True):
    """A VirtualService."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: VirtualServiceSpec = VirtualServiceSpec()


class Subset(Value, frozen=True):
    """One item of `spec.subsets`: those of the pods that carry further labels."""

    name: str = ""
    labels: dict[str, str] = msgspec.field(default_factory=dict)


class PortSettings(Value, frozen=True):
    """One item of `portLevelSettings`."""

    port: PortSelector = PortSelector()


class TrafficPolicy(Value, frozen=True):
    """`spec.trafficPolicy`."""

    port_level_settings: tuple[PortSettings, ...] = ()


class DestinationRuleSpec(Value, frozen=True):
    """`spec` of a DestinationRule."""

    host: str = ""
    subsets: tuple[Subset, ...] = ()
    traffic_policy: TrafficPolicy = TrafficPolicy()


class DestinationRule(KubernetesObject, frozen=True):
    """A DestinationRule."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: DestinationRuleSpec = DestinationRuleSpec()


class PlacedDestination(msgspec.Struct, frozen=True):
    """A destination of a VirtualService with its field path, what it gets, and of which requests."""

    path: str
    destination: Destination
    role: Role = "traffic"
    weight: int | None = None
    match: Match = Match()


def service_of_host(host: str, namespace: str) -> tuple[str, str] | None:
    """Namespace and name of the Service that a host means; None for a host that means none, as far as is known.

    Args:
        host: as it is written.
        namespace: that of the object it is written in.
    """
    if "." not in host:
        return (namespace, host) if host and "*" not in host else None
    name, _, rest = host.removesuffix(".").partition(".")
    of, _, domain = rest.partition(".")
    return (of, name) if domain == DOMAIN and "*" not in name else None


def services_like(host: str) -> tuple[str, str] | None:
    """Namespace and name of the Service that a person may mean by a host which is none: `reviews.prod`."""
    name, _, rest = host.removesuffix(".").partition(".")
    namespace, _, domain = rest.partition(".")
    return (namespace, name) if namespace and name and domain in {"", "svc", "svc.cluster"} else None


def placed_destinations(virtual: VirtualService) -> Iterator[PlacedDestination]:
    """Every destination of a VirtualService, mirrors among them, in the order of its routes."""
    spec = virtual.spec
    hosts = tuple(each for each in spec.hosts if each != "*")
    for field, routes in (("http", spec.http), ("tls", spec.tls), ("tcp", spec.tcp)):
        for place, route in enumerate(routes):
            at = f"spec.{field}[{place}]"
            match = Match(hosts, *(_path_of(route) if field == "http" else (None, None)))
            several = len(route.route) > 1
            for number, each in enumerate(route.route):
                path, weight = f"{at}.route[{number}].destination", each.weight if several else None
                yield PlacedDestination(path, each.destination, "traffic", weight, match)
            if route.mirror is not None:
                yield PlacedDestination(f"{at}.mirror", route.mirror, "mirror", None, match)
            for number, each in enumerate(route.mirrors):
                yield PlacedDestination(f"{at}.mirrors[{number}].destination", each.destination, "mirror", None, match)


def virtual_service_references(virtual: VirtualService) -> Iterator[Reference]:
    """The Services that a VirtualService names."""
    for placed in placed_destinations(virtual):
        found = service_of_host(placed.destination.host, virtual.namespace)
        if found is not None:
            yield Reference(
                referrer=Referrer("VirtualService", *virtual.key),
                path=placed.path,
                service_namespace=found[0],
                service_name=found[1],
                port=placed.destination.choice,
                port_path="port.number" if placed.destination.port.number else "",
                role=placed.role,
                consumer=CONSUMER,
                match=placed.match,
                weight=placed.weight,
            )


def destination_rule_references(rule: DestinationRule) -> Iterator[Reference]:
    """The Service that a DestinationRule is about, and the ports of which it says something."""
    found = service_of_host(rule.spec.host, rule.namespace)
    if found is None:
        return
    settings = rule.spec.traffic_policy.port_level_settings
    named: list[tuple[str, PortChoice, str]] = [
        (f"spec.trafficPolicy.portLevelSettings[{place}]", ByNumber(each.port.number), "port.number")
        for place, each in enumerate(settings)
    ]
    for path, port, port_path in named or [("spec.host", AllPorts(), "")]:
        yield Reference(
            referrer=Referrer("DestinationRule", *rule.key),
            path=path,
            service_namespace=found[0],
            service_name=found[1],
            port=port,
            port_path=port_path,
            role="policy",
            protocol=None,
            dials="unknown",
            consumer=CONSUMER,
        )


def _path_of(route: MeshRoute) -> tuple[str | None, str | None]:
    """The first path of a route and how it is compared; every path where none is named."""
    for each in route.match:
        for text, type_ in ((each.uri.exact, "Exact"), (each.uri.prefix, "PathPrefix"), (each.uri.regex, "Regex")):
            if text:
                return text, type_
    return "/", "PathPrefix"
