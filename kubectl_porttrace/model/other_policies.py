"""The kinds of policies beside NetworkPolicy: those of the whole cluster, which are judged, and those that are not."""

from kubectl_porttrace.model.calico_policy import (
    CalicoGlobalNetworkPolicy,
    CalicoNetworkPolicy,
    StoredCalicoGlobalNetworkPolicy,
    StoredCalicoNetworkPolicy,
)
from kubectl_porttrace.model.cilium_policy import CiliumClusterwideNetworkPolicy, CiliumNetworkPolicy
from kubectl_porttrace.model.cluster_policy import (
    AdminNetworkPolicy,
    BaselineAdminNetworkPolicy,
    ClusterNetworkPolicy,
)
from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.mesh_policies import (
    AuthorizationPolicy,
    LinkerdServer,
    PeerAuthentication,
    RequestAuthentication,
)
from kubectl_porttrace.model.meta import KubernetesObject

_NPA = "policy.networking.k8s.io"
_CALICO = "projectcalico.org/v3"
_STORED = "crd.projectcalico.org/v1"
_ISTIO = "security.istio.io/v1"
_LINKERD = "policy.linkerd.io/v1beta3"


def _kind(
    name: str,
    api_version: str,
    model: type[KubernetesObject],
    *other_versions: str,
    namespaced: bool = True,
    qualified: bool = False,
) -> Kind:
    word = name.lower()
    return Kind(
        name,
        f"{word.removesuffix('y')}ies" if word.endswith("y") else f"{word}s",
        api_version,
        model,
        namespaced=namespaced,
        needed=False,
        other_versions=other_versions,
        built_in=False,
        qualified=qualified,
    )


CLUSTER_POLICY_KINDS: tuple[Kind, ...] = (
    _kind("ClusterNetworkPolicy", f"{_NPA}/v1alpha2", ClusterNetworkPolicy, namespaced=False),
    _kind("AdminNetworkPolicy", f"{_NPA}/v1alpha1", AdminNetworkPolicy, namespaced=False),
    _kind("BaselineAdminNetworkPolicy", f"{_NPA}/v1alpha1", BaselineAdminNetworkPolicy, namespaced=False),
)
"""The kinds whose rules come before NetworkPolicy, and after it."""

CALICO_KINDS: tuple[Kind, ...] = (
    _kind("NetworkPolicy", _CALICO, CalicoNetworkPolicy, qualified=True),
    _kind("GlobalNetworkPolicy", _CALICO, CalicoGlobalNetworkPolicy, namespaced=False, qualified=True),
)
STORED_CALICO_KINDS: tuple[Kind, ...] = (
    _kind("NetworkPolicy", _STORED, StoredCalicoNetworkPolicy, qualified=True),
    _kind("GlobalNetworkPolicy", _STORED, StoredCalicoGlobalNetworkPolicy, namespaced=False, qualified=True),
)
"""Calico's as they are stored: the same objects, where its own API server has them as well."""

ISTIO_KINDS: tuple[Kind, ...] = (
    _kind("AuthorizationPolicy", _ISTIO, AuthorizationPolicy, "v1beta1"),
    _kind("PeerAuthentication", _ISTIO, PeerAuthentication, "v1beta1"),
    _kind("RequestAuthentication", _ISTIO, RequestAuthentication, "v1beta1"),
)

DECIDING_POLICIES: tuple[Kind, ...] = (
    _kind("CiliumNetworkPolicy", "cilium.io/v2", CiliumNetworkPolicy),
    _kind("CiliumClusterwideNetworkPolicy", "cilium.io/v2", CiliumClusterwideNetworkPolicy, namespaced=False),
    *CALICO_KINDS,
    *STORED_CALICO_KINDS,
)
"""The kinds that decide about connections as NetworkPolicies do, so that without judging them nothing is sure."""

MESH_POLICIES: tuple[Kind, ...] = (
    *ISTIO_KINDS,
    _kind("Server", _LINKERD, LinkerdServer, "v1beta2", "v1beta1", qualified=True),
)
"""The kinds that decide about requests, after all of these."""

OTHER_POLICIES: tuple[Kind, ...] = (*DECIDING_POLICIES, *MESH_POLICIES)
"""The kinds whose objects are listed where they select pods, and never judged."""
