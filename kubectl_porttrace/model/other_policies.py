"""The kinds of policies beside NetworkPolicy: those of the whole cluster, which are judged, and those that are not.

And the kinds that show which network plugin enforces them.
"""

from kubectl_porttrace.model.kind import Kind

_NPA = "policy.networking.k8s.io"
_CALICO = "projectcalico.org/v3"
_STORED = "crd.projectcalico.org/v1"
_ISTIO = "security.istio.io/v1"
_LINKERD = "policy.linkerd.io/v1beta3"


def _kind(
    name: str,
    api_version: str,
    struct: str,
    *other_versions: str,
    namespaced: bool = True,
    qualified: bool = False,
) -> Kind:
    word = name.lower()
    return Kind(
        name,
        f"{word.removesuffix('y')}ies" if word.endswith("y") else f"{word}s",
        api_version,
        struct,
        namespaced=namespaced,
        needed=False,
        other_versions=other_versions,
        built_in=False,
        qualified=qualified,
    )


CLUSTER_POLICY_KINDS: tuple[Kind, ...] = (
    _kind("ClusterNetworkPolicy", f"{_NPA}/v1alpha2", "model.cluster_policy.ClusterNetworkPolicy", namespaced=False),
    _kind("AdminNetworkPolicy", f"{_NPA}/v1alpha1", "model.cluster_policy.AdminNetworkPolicy", namespaced=False),
    _kind(
        "BaselineAdminNetworkPolicy",
        f"{_NPA}/v1alpha1",
        "model.cluster_policy.BaselineAdminNetworkPolicy",
        namespaced=False,
    ),
)
"""The kinds whose rules come before NetworkPolicy, and after it."""

CALICO_KINDS: tuple[Kind, ...] = (
    _kind("NetworkPolicy", _CALICO, "model.calico_policy.CalicoNetworkPolicy", qualified=True),
    _kind(
        "GlobalNetworkPolicy",
        _CALICO,
        "model.calico_policy.CalicoGlobalNetworkPolicy",
        namespaced=False,
        qualified=True,
    ),
)
STORED_CALICO_KINDS: tuple[Kind, ...] = (
    _kind("NetworkPolicy", _STORED, "model.calico_policy.StoredCalicoNetworkPolicy", qualified=True),
    _kind(
        "GlobalNetworkPolicy",
        _STORED,
        "model.calico_policy.StoredCalicoGlobalNetworkPolicy",
        namespaced=False,
        qualified=True,
    ),
)
"""Calico's as they are stored: the same objects, where its own API server has them as well."""

ISTIO_KINDS: tuple[Kind, ...] = (
    _kind("AuthorizationPolicy", _ISTIO, "model.mesh_policies.AuthorizationPolicy", "v1beta1"),
    _kind("PeerAuthentication", _ISTIO, "model.mesh_policies.PeerAuthentication", "v1beta1"),
    _kind("RequestAuthentication", _ISTIO, "model.mesh_policies.RequestAuthentication", "v1beta1"),
)

DECIDING_POLICIES: tuple[Kind, ...] = (
    _kind("CiliumNetworkPolicy", "cilium.io/v2", "model.cilium_policy.CiliumNetworkPolicy"),
    _kind(
        "CiliumClusterwideNetworkPolicy",
        "cilium.io/v2",
        "model.cilium_policy.CiliumClusterwideNetworkPolicy",
        namespaced=False,
    ),
    *CALICO_KINDS,
    *STORED_CALICO_KINDS,
)
"""The kinds that decide about connections as NetworkPolicies do, so that without judging them nothing is sure."""

MESH_POLICIES: tuple[Kind, ...] = (
    *ISTIO_KINDS,
    _kind("Server", _LINKERD, "model.mesh_policies.LinkerdServer", "v1beta2", "v1beta1", qualified=True),
)
"""The kinds that decide about requests, after all of these."""

OTHER_POLICIES: tuple[Kind, ...] = (*DECIDING_POLICIES, *MESH_POLICIES)
"""The kinds whose objects are listed where they select pods, and never judged."""

# Files that hold none are not called incomplete for it: what they show is only who is at work.
POLICY_ENDPOINT = _kind("PolicyEndpoint", "networking.k8s.aws/v1alpha1", "model.enforcers.PolicyEndpoint")
CILIUM_NODE = _kind("CiliumNode", "cilium.io/v2", "model.enforcers.CiliumNode", namespaced=False)
