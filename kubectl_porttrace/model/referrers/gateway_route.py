"""The Gateway API's routes: HTTPRoute, GRPCRoute, TCPRoute, TLSRoute and UDPRoute share one form.

Source: `sigs.k8s.io/gateway-api/apis/v1/{shared,object_reference,httproute,grpcroute,tcproute,tlsroute}_types.go`, and
`udproute_types.go`.
"""

from collections.abc import Iterator

import msgspec

from kubectl_porttrace.model.meta import AnnotatedMeta, Condition, KubernetesObject, Value
from kubectl_porttrace.model.reference import ByNumber, Match, Reference, Referrer, Role
from kubectl_porttrace.model.referrers.gateway import GROUP
from kubectl_porttrace.model.referrers.service_import import IMPORT_GROUP, SERVICE_IMPORT

WITH_HOSTNAMES = frozenset({"HTTPRoute", "GRPCRoute", "TLSRoute"})
"""The kinds whose hostnames decide to which listeners a route attaches."""


class ParentReference(Value, frozen=True):
    """One item of `spec.parentRefs`: by default a Gateway, of the route's own namespace."""

    name: str = ""
    namespace: str = ""
    kind: str = "Gateway"
    group: str = GROUP
    section_name: str = ""
    port: int = 0


class BackendReference(Value, frozen=True):
    """A backend: a Service unless it says otherwise."""

    name: str = ""
    namespace: str = ""
    kind: str = "Service"
    group: str = ""
    port: int = 0

    @property
    def is_service(self) -> bool:
        """Whether it is a Service; of other kinds only the implementation knows what they mean."""
        return (self.group, self.kind) == ("", "Service")

    @property
    def is_service_import(self) -> bool:
        """Whether it is a Service whose endpoints come from several clusters (`sigs.k8s.io/mcs-api`)."""
        return (self.group, self.kind) == (IMPORT_GROUP, SERVICE_IMPORT)


class RequestMirror(Value, frozen=True):
    """`requestMirror` of a filter: where copies of requests go."""

    backend_ref: BackendReference = BackendReference()


class RouteFilter(Value, frozen=True):
    """One item of `filters`."""

    type: str = ""
    request_mirror: RequestMirror | None = None


class RouteBackend(BackendReference, frozen=True):
    """One item of `backendRefs`."""

    weight: int = 1
    filters: tuple[RouteFilter, ...] = ()


class PathMatch(Value, frozen=True):
    """`path` of a match."""

    type: str = "PathPrefix"
    value: str = "/"


class MethodMatch(Value, frozen=True):
    """`method` of a GRPCRoute's match."""

    service: str = ""
    method: str = ""
    type: str = "Exact"


class NamedMatch(Value, frozen=True):
    """One item of `headers` or `queryParams` of a match."""

    name: str = ""
    value: str = ""
    type: str = "Exact"


class RouteMatch(Value, frozen=True):
    """One item of `matches`; the method of an HTTPRoute is a word, that of a GRPCRoute a service and a method."""

    path: PathMatch | None = None
    method: MethodMatch | str | None = None
    headers: tuple[NamedMatch, ...] = ()
    query_params: tuple[NamedMatch, ...] = ()


class RouteRule(Value, frozen=True):
    """One item of `spec.rules`."""

    matches: tuple[RouteMatch, ...] = ()
    filters: tuple[RouteFilter, ...] = ()
    backend_refs: tuple[RouteBackend, ...] = ()

    @property
    def match(self) -> tuple[str | None, str | None]:
        """The first of its paths and how it is compared; nothing for a kind that has no paths."""
        for each in self.matches:
            if each.path is not None:
                return each.path.value, each.path.type
            if isinstance(each.method, MethodMatch):
                return f"/{each.method.service or '*'}/{each.method.method or '*'}", "Exact"
        return None, None


class RouteSpec(Value, frozen=True):
    """`spec` of a route."""

    parent_refs: tuple[ParentReference, ...] = ()
    hostnames: tuple[str, ...] = ()
    rules: tuple[RouteRule, ...] = ()


class RouteParentStatus(Value, frozen=True):
    """One item of `status.parents`: what one controller says of the route on one parent."""

    parent_ref: ParentReference = ParentReference()
    controller_name: str = ""
    conditions: tuple[Condition, ...] = ()


class RouteStatus(Value, frozen=True):
    """`status` of a route."""

    parents: tuple[RouteParentStatus, ...] = ()


class GatewayRoute(KubernetesObject, frozen=True):
    """A route of the Gateway API, of the kind that `kind` says."""

    kind: str = ""
    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: RouteSpec = RouteSpec()
    status: RouteStatus = RouteStatus()


class PlacedBackend(msgspec.Struct, frozen=True):
    """A backend with its field path, the rule it belongs to, and what it gets: requests or copies of them."""

    path: str
    rule: RouteRule
    backend: BackendReference
    role: Role = "traffic"
    weight: int | None = None


def placed_backends(route: GatewayRoute) -> Iterator[PlacedBackend]:
    """Every backend of a route, of whatever kind, those of mirrors among them, in the order of the rules."""
    for rule_place, rule in enumerate(route.spec.rules):
        at = f"spec.rules[{rule_place}]"
        for place, backend in enumerate(rule.backend_refs):
            path = f"{at}.backendRefs[{place}]"
            yield PlacedBackend(path, rule, backend, weight=backend.weight)
            yield from _mirrors(path, rule, backend.filters)
        yield from _mirrors(at, rule, rule.filters)


def gateways_of(route: GatewayRoute) -> Iterator[Referrer]:
    """The Gateways that a route asks to attach to."""
    for parent in route.spec.parent_refs:
        if (parent.group, parent.kind) == (GROUP, "Gateway"):
            yield Referrer("Gateway", parent.namespace or route.namespace, parent.name)


def route_references(route: GatewayRoute) -> Iterator[Reference]:
    """The Services that a route names."""
    for placed in placed_backends(route):
        backend = placed.backend
        if not backend.is_service:
            continue
        yield Reference(
            referrer=Referrer(route.kind, *route.key),
            path=placed.path,
            service_namespace=backend.namespace or route.namespace,
            service_name=backend.name,
            port=ByNumber(backend.port),
            port_path="port",
            role=placed.role,
            protocol="UDP" if route.kind == "UDPRoute" else "TCP",
            match=Match(route.spec.hostnames, *placed.rule.match),
            weight=placed.weight,
        )


def _mirrors(path: str, rule: RouteRule, filters: tuple[RouteFilter, ...]) -> Iterator[PlacedBackend]:
    for place, each in enumerate(filters):
        if each.request_mirror is not None:
            at = f"{path}.filters[{place}].requestMirror.backendRef"
            yield PlacedBackend(at, rule, each.request_mirror.backend_ref, "mirror")
