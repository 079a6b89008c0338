"""HTTPProxy, Contour's own kind: ports are named by the numbers of Service ports, and speak TCP.

Source: `contour/apis/projectcontour/v1/httpproxy.go:Service`, `contour/internal/dag/cache.go:LookupService`; of health
checks, whose port counts only where a policy asks for them, `contour/internal/dag/httpproxy_processor.go` and
`accessors.go:EnsureService`.
"""

from collections.abc import Iterator, Sequence

from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, Value
from kubectl_porttrace.model.reference import ANY_REQUEST, ByNumber, Match, Reference, Referrer

CONSUMER = "contour"


class ProxyService(Value, frozen=True):
    """One item of `services`."""

    name: str = ""
    port: int = 0
    health_port: int = 0
    weight: int = 0
    mirror: bool = False


class ProxyCondition(Value, frozen=True):
    """One item of `conditions`; those about headers and queries are not read."""

    prefix: str = ""
    exact: str = ""
    regex: str = ""


class HealthCheckPolicy(Value, frozen=True):
    """`healthCheckPolicy`: that it is there is all that is read."""


class ProxyRoute(Value, frozen=True):
    """One item of `spec.routes`."""

    conditions: tuple[ProxyCondition, ...] = ()
    services: tuple[ProxyService, ...] = ()
    health_check_policy: HealthCheckPolicy | None = None


class TCPProxy(Value, frozen=True):
    """`spec.tcpproxy`."""

    services: tuple[ProxyService, ...] = ()
    health_check_policy: HealthCheckPolicy | None = None


class VirtualHost(Value, frozen=True):
    """`spec.virtualhost`, which only the root of a tree of HTTPProxies has."""

    fqdn: str = ""


class HTTPProxySpec(Value, frozen=True):
    """`spec` of an HTTPProxy."""

    virtualhost: VirtualHost = VirtualHost()
    routes: tuple[ProxyRoute, ...] = ()
    tcpproxy: TCPProxy | None = None


class HTTPProxy(KubernetesObject, frozen=True):
    """An HTTPProxy."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: HTTPProxySpec = HTTPProxySpec()


def proxy_references(proxy: HTTPProxy) -> Iterator[Reference]:
    """The Services that an HTTPProxy names; what it includes are objects of their own."""
    hosts = (proxy.spec.virtualhost.fqdn,) if proxy.spec.virtualhost.fqdn else ()
    for route_place, route in enumerate(proxy.spec.routes):
        path, type_ = _path_of(route.conditions)
        at = f"spec.routes[{route_place}].services"
        yield from _of(proxy, at, route, Match(hosts, path, type_))
    if proxy.spec.tcpproxy is not None:
        match = Match(hosts) if hosts else ANY_REQUEST
        yield from _of(proxy, "spec.tcpproxy.services", proxy.spec.tcpproxy, match)


def _of(proxy: HTTPProxy, at: str, route: ProxyRoute | TCPProxy, match: Match) -> Iterator[Reference]:
    """Where no Service has a weight, all get the same share."""
    weighted = any(each.weight for each in route.services)
    for place, each in enumerate(route.services):
        yield Reference(
            referrer=Referrer("HTTPProxy", *proxy.key),
            path=f"{at}[{place}]",
            service_namespace=proxy.namespace,
            service_name=each.name,
            port=ByNumber(each.port),
            port_path="port",
            role="mirror" if each.mirror else "traffic",
            consumer=CONSUMER,
            match=match,
            weight=each.weight if weighted and not each.mirror else None,
            health_port=each.health_port if route.health_check_policy is not None else 0,
        )


def _path_of(conditions: Sequence[ProxyCondition]) -> tuple[str, str]:
    """The path of a route, of which all prefixes are parts; without a condition, every path."""
    for each in conditions:
        if each.exact:
            return each.exact, "Exact"
        if each.regex:
            return each.regex, "RegularExpression"
    return "".join(each.prefix.rstrip("/") for each in conditions) or "/", "Prefix"
