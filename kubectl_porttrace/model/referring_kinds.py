"""The kinds whose objects name Service ports, and those that decide about them: a kind is a row here."""

from functools import partial
from typing import Final

from kubectl_porttrace.model.kind import Kind

_NETWORKING: Final = "networking.k8s.io/v1"
_GATEWAY: Final = "gateway.networking.k8s.io/v1"

_kind = partial(Kind, needed=False)
_route = partial(
    _kind,
    api_version=_GATEWAY,
    struct="model.referrers.gateway_route.GatewayRoute",
    references="route_references",
    built_in=False,
    crosses=True,
)

REFERRING_KINDS: tuple[Kind, ...] = (
    _kind(
        "Ingress",
        "ingresses",
        _NETWORKING,
        "model.referrers.ingress.Ingress",
        references="ingress_references",
        short_names=("ing",),
    ),
    _kind("IngressClass", "ingressclasses", _NETWORKING, "model.referrers.ingress.IngressClass", namespaced=False),
    _kind(
        "GatewayClass",
        "gatewayclasses",
        _GATEWAY,
        "model.referrers.gateway.GatewayClass",
        namespaced=False,
        built_in=False,
    ),
    _kind(
        "Gateway",
        "gateways",
        _GATEWAY,
        "model.referrers.gateway.Gateway",
        selects="gateway_references",
        other_versions=("v1beta1",),
        built_in=False,
        short_names=("gtw",),
    ),
    _kind("ListenerSet", "listenersets", _GATEWAY, "model.referrers.gateway.ListenerSet", built_in=False),
    _kind(
        "ReferenceGrant",
        "referencegrants",
        _GATEWAY,
        "model.referrers.gateway.ReferenceGrant",
        other_versions=("v1beta1",),
        built_in=False,
    ),
    _route("HTTPRoute", "httproutes", other_versions=("v1beta1",)),
    _route("GRPCRoute", "grpcroutes", other_versions=("v1alpha2",)),
    _route("TCPRoute", "tcproutes", other_versions=("v1alpha2",)),
    _route("TLSRoute", "tlsroutes", other_versions=("v1alpha3", "v1alpha2")),
    _route("UDPRoute", "udproutes", other_versions=("v1alpha2",)),
    _kind(
        "BackendTLSPolicy",
        "backendtlspolicies",
        _GATEWAY,
        "model.referrers.backend_tls_policy.BackendTLSPolicy",
        references="policy_references",
        other_versions=("v1alpha3",),
        built_in=False,
        short_names=("btlspolicy",),
    ),
    _kind(
        "ServiceImport",
        "serviceimports",
        "multicluster.x-k8s.io/v1beta1",
        "model.referrers.service_import.ServiceImport",
        other_versions=("v1alpha1",),
        built_in=False,
        written_by_people=False,
    ),
)
