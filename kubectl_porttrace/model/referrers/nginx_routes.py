"""VirtualServer, VirtualServerRoute and TransportServer, the own kinds of F5's NGINX Ingress Controller.

Source: `nginx/kubernetes-ingress/pkg/apis/configuration/v1/types.go:Upstream, TransportServerUpstream`.
"""

from collections.abc import Iterator
from typing import Final

import msgspec

from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, Value
from kubectl_porttrace.model.reference import ByNumber, Match, Reference, Referrer

CONSUMER: Final = "nginx.org/ingress-controller"


class Upstream(Value, frozen=True):
    """One item of `spec.upstreams`; in a VirtualServer the Service may be `namespace/name`."""

    name: str = ""
    service: str = ""
    port: int = 0
    use_cluster_ip: bool = msgspec.field(name="use-cluster-ip", default=False)


class TransportListener(Value, frozen=True):
    """`spec.listener` of a TransportServer."""

    protocol: str = ""


class NginxSpec(Value, frozen=True):
    """`spec` of any of these kinds."""

    host: str = ""
    listener: TransportListener = TransportListener()
    upstreams: tuple[Upstream, ...] = ()


class NginxRoute(KubernetesObject, frozen=True):
    """A VirtualServer, VirtualServerRoute or TransportServer, as `kind` says."""

    kind: str = ""
    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: NginxSpec = NginxSpec()


def nginx_references(route: NginxRoute) -> Iterator[Reference]:
    """The Services of the upstreams."""
    udp = route.kind == "TransportServer" and route.spec.listener.protocol == "UDP"
    for place, each in enumerate(route.spec.upstreams):
        before, slash, after = each.service.partition("/")
        yield Reference(
            referrer=Referrer(route.kind, *route.key),
            path=f"spec.upstreams[{place}]",
            service_namespace=before if slash else route.namespace,
            service_name=after if slash else before,
            port=ByNumber(each.port),
            port_path="port",
            protocol="UDP" if udp else "TCP",
            dials="cluster-ip" if each.use_cluster_ip else "pods",
            consumer=CONSUMER,
            match=Match((route.spec.host,) if route.spec.host else ()),
        )
