"""The own kinds of controllers whose objects name Service ports: a kind is a row here, and a reader beside it."""

from functools import partial
from typing import Final

from kubectl_porttrace.model.kind import Kind

_ISTIO: Final = "networking.istio.io/v1"

_kind = partial(Kind, needed=False, built_in=False)
_traefik = partial(
    _kind,
    api_version="traefik.io/v1alpha1",
    struct="model.referrers.traefik.TraefikRoute",
    old_groups=("traefik.containo.us",),
    references="traefik_references",
    crosses=True,
)
_istio = partial(_kind, api_version=_ISTIO, other_versions=("v1beta1", "v1alpha3"), crosses=True)
_nginx = partial(
    _kind,
    api_version="k8s.nginx.org/v1",
    struct="model.referrers.nginx_routes.NginxRoute",
    references="nginx_references",
    crosses=True,
)

CONTROLLER_KINDS: tuple[Kind, ...] = (
    _kind(
        "Route",
        "routes",
        "route.openshift.io/v1",
        "model.referrers.openshift_route.OpenShiftRoute",
        references="openshift_route_references",
    ),
    _traefik("IngressRoute", "ingressroutes"),
    _traefik("IngressRouteTCP", "ingressroutetcps"),
    _traefik("IngressRouteUDP", "ingressrouteudps"),
    _traefik("TraefikService", "traefikservices"),
    _istio(
        "VirtualService",
        "virtualservices",
        struct="model.referrers.istio.VirtualService",
        references="virtual_service_references",
        short_names=("vs",),
    ),
    _istio(
        "DestinationRule",
        "destinationrules",
        struct="model.referrers.istio.DestinationRule",
        references="destination_rule_references",
        short_names=("dr",),
    ),
    _istio(
        "Gateway",
        "gateways",
        struct="model.referrers.istio_gateway.IstioGateway",
        selects="istio_gateway_references",
        qualified=True,
    ),
    _kind(
        "HTTPProxy",
        "httpproxies",
        "projectcontour.io/v1",
        "model.referrers.http_proxy.HTTPProxy",
        references="proxy_references",
        short_names=("proxy", "proxies"),
    ),
    _kind(
        "TargetGroupBinding",
        "targetgroupbindings",
        "elbv2.k8s.aws/v1beta1",
        "model.referrers.target_group_binding.TargetGroupBinding",
        references="binding_references",
    ),
    _nginx("VirtualServer", "virtualservers"),
    _nginx("VirtualServerRoute", "virtualserverroutes", short_names=("vsr",)),
    _nginx("TransportServer", "transportservers", short_names=("ts",)),
    _kind(
        "ApisixRoute",
        "apisixroutes",
        "apisix.apache.org/v2",
        "model.referrers.apisix_route.ApisixRoute",
        references="apisix_references",
        short_names=("ar",),
    ),
    _kind(
        "Mapping",
        "mappings",
        "getambassador.io/v3alpha1",
        "model.referrers.emissary_mapping.Mapping",
        selects="mapping_references",
        other_versions=("v2",),
        crosses=True,
    ),
)
