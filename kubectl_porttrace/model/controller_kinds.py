"""The own kinds of controllers whose objects name Service ports: a kind is a row here, and a reader beside it."""

from functools import partial
from typing import Final

from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.referrers.apisix_route import ApisixRoute, apisix_references
from kubectl_porttrace.model.referrers.emissary_mapping import Mapping, mapping_references
from kubectl_porttrace.model.referrers.http_proxy import HTTPProxy, proxy_references
from kubectl_porttrace.model.referrers.istio import (
    GROUP,
    DestinationRule,
    VirtualService,
    destination_rule_references,
    virtual_service_references,
)
from kubectl_porttrace.model.referrers.istio_gateway import IstioGateway, istio_gateway_references
from kubectl_porttrace.model.referrers.nginx_routes import NginxRoute, nginx_references
from kubectl_porttrace.model.referrers.openshift_route import OpenShiftRoute, openshift_route_references
from kubectl_porttrace.model.referrers.target_group_binding import TargetGroupBinding, binding_references
from kubectl_porttrace.model.referrers.traefik import TraefikRoute, traefik_references

_ISTIO: Final = f"{GROUP}/v1"

_kind = partial(Kind, needed=False, built_in=False)
_traefik = partial(
    _kind,
    api_version="traefik.io/v1alpha1",
    model=TraefikRoute,
    old_groups=("traefik.containo.us",),
    references=traefik_references,
    crosses=True,
)
_istio = partial(_kind, api_version=_ISTIO, other_versions=("v1beta1", "v1alpha3"), crosses=True)
_nginx = partial(_kind, api_version="k8s.nginx.org/v1", model=NginxRoute, references=nginx_references, crosses=True)

CONTROLLER_KINDS: tuple[Kind, ...] = (
    _kind("Route", "routes", "route.openshift.io/v1", OpenShiftRoute, references=openshift_route_references),
    _traefik("IngressRoute", "ingressroutes"),
    _traefik("IngressRouteTCP", "ingressroutetcps"),
    _traefik("IngressRouteUDP", "ingressrouteudps"),
    _traefik("TraefikService", "traefikservices"),
    _istio(
        "VirtualService",
        "virtualservices",
        model=VirtualService,
        references=virtual_service_references,
        short_names=("vs",),
    ),
    _istio(
        "DestinationRule",
        "destinationrules",
        model=DestinationRule,
        references=destination_rule_references,
        short_names=("dr",),
    ),
    _istio("Gateway", "gateways", model=IstioGateway, selects=istio_gateway_references, qualified=True),
    _kind(
        "HTTPProxy",
        "httpproxies",
        "projectcontour.io/v1",
        HTTPProxy,
        references=proxy_references,
        short_names=("proxy", "proxies"),
    ),
    _kind(
        "TargetGroupBinding",
        "targetgroupbindings",
        "elbv2.k8s.aws/v1beta1",
        TargetGroupBinding,
        references=binding_references,
    ),
    _nginx("VirtualServer", "virtualservers"),
    _nginx("VirtualServerRoute", "virtualserverroutes", short_names=("vsr",)),
    _nginx("TransportServer", "transportservers", short_names=("ts",)),
    _kind(
        "ApisixRoute",
        "apisixroutes",
        "apisix.apache.org/v2",
        ApisixRoute,
        references=apisix_references,
        short_names=("ar",),
    ),
    _kind(
        "Mapping",
        "mappings",
        "getambassador.io/v3alpha1",
        Mapping,
        selects=mapping_references,
        other_versions=("v2",),
        crosses=True,
    ),
)
