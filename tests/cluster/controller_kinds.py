"""The own kinds of controllers, for a test cluster: minimal CRDs, of the names and versions that controllers have."""

from __future__ import annotations

from dataclasses import dataclass

from tests.cluster.api import Manifest


@dataclass(frozen=True)
class Definition:
    """A kind, its plural, and its group and version."""

    kind: str
    plural: str
    api_version: str

    @property
    def manifest(self) -> Manifest:
        """Its CRD, which takes every field."""
        group, _, version = self.api_version.partition("/")
        schema = {"type": "object", "x-kubernetes-preserve-unknown-fields": True}
        names = {"kind": self.kind, "plural": self.plural, "singular": self.kind.lower()}
        served = {"name": version, "served": True, "storage": True, "schema": {"openAPIV3Schema": schema}}
        return {
            "apiVersion": "apiextensions.k8s.io/v1",
            "kind": "CustomResourceDefinition",
            "metadata": {"name": f"{self.plural}.{group}"},
            "spec": {"group": group, "names": names, "scope": "Namespaced", "versions": [served]},
        }


DEFINITIONS = (
    Definition("Route", "routes", "route.openshift.io/v1"),
    Definition("IngressRoute", "ingressroutes", "traefik.io/v1alpha1"),
    Definition("IngressRouteTCP", "ingressroutetcps", "traefik.io/v1alpha1"),
    Definition("IngressRouteUDP", "ingressrouteudps", "traefik.io/v1alpha1"),
    Definition("TraefikService", "traefikservices", "traefik.io/v1alpha1"),
    Definition("VirtualService", "virtualservices", "networking.istio.io/v1beta1"),
    Definition("DestinationRule", "destinationrules", "networking.istio.io/v1beta1"),
    Definition("Gateway", "gateways", "networking.istio.io/v1beta1"),
    Definition("HTTPProxy", "httpproxies", "projectcontour.io/v1"),
    Definition("TargetGroupBinding", "targetgroupbindings", "elbv2.k8s.aws/v1beta1"),
    Definition("VirtualServer", "virtualservers", "k8s.nginx.org/v1"),
    Definition("VirtualServerRoute", "virtualserverroutes", "k8s.nginx.org/v1"),
    Definition("TransportServer", "transportservers", "k8s.nginx.org/v1"),
    Definition("ApisixRoute", "apisixroutes", "apisix.apache.org/v2"),
    Definition("ServiceImport", "serviceimports", "multicluster.x-k8s.io/v1alpha1"),
    Definition("Mapping", "mappings", "getambassador.io/v3alpha1"),
)
"""Istio's and ServiceImport are of an older version than the newest, which is found as well."""
