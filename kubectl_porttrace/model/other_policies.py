"""Policies beside NetworkPolicy that may admit what NetworkPolicies do not; only that they are there is looked at."""

from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.meta import KubernetesObject


class OtherPolicy(KubernetesObject, frozen=True):
    """A policy of another kind, whose rules are not judged."""


class ClusterNetworkPolicy(OtherPolicy, frozen=True):
    """Of the whole cluster, in tiers before and after NetworkPolicy."""


class AdminNetworkPolicy(OtherPolicy, frozen=True):
    """Of the whole cluster, before NetworkPolicy; what came before ClusterNetworkPolicy."""


class CiliumNetworkPolicy(OtherPolicy, frozen=True):
    """Cilium's own, which admits beside NetworkPolicy."""


class CiliumClusterwideNetworkPolicy(OtherPolicy, frozen=True):
    """The same for the whole cluster."""


class CalicoNetworkPolicy(OtherPolicy, frozen=True):
    """Calico's own, which may decide before NetworkPolicy."""


class CalicoGlobalNetworkPolicy(OtherPolicy, frozen=True):
    """The same for the whole cluster."""


_NPA = "policy.networking.k8s.io"
_CALICO = "crd.projectcalico.org/v1"


def _kind(name: str, api_version: str, model: type[OtherPolicy], *, namespaced: bool, qualified: bool = False) -> Kind:
    plural = f"{name.lower().removesuffix('y')}ies"
    return Kind(
        name,
        plural,
        api_version,
        model,
        namespaced=namespaced,
        needed=False,
        built_in=False,
        qualified=qualified,
    )


OTHER_POLICIES: tuple[Kind, ...] = (
    _kind("ClusterNetworkPolicy", f"{_NPA}/v1alpha2", ClusterNetworkPolicy, namespaced=False),
    _kind("AdminNetworkPolicy", f"{_NPA}/v1alpha1", AdminNetworkPolicy, namespaced=False),
    _kind("CiliumNetworkPolicy", "cilium.io/v2", CiliumNetworkPolicy, namespaced=True),
    _kind("CiliumClusterwideNetworkPolicy", "cilium.io/v2", CiliumClusterwideNetworkPolicy, namespaced=False),
    _kind("NetworkPolicy", _CALICO, CalicoNetworkPolicy, namespaced=True, qualified=True),
    _kind("GlobalNetworkPolicy", _CALICO, CalicoGlobalNetworkPolicy, namespaced=False),
)
"""The kinds whose objects may admit a connection that no NetworkPolicy admits."""
