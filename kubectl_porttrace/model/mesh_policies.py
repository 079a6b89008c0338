"""Policies of service meshes: which pods they select. They look at requests, and admit nothing that is refused below.

Source: Istio's reference of AuthorizationPolicy, PeerAuthentication, RequestAuthentication and "Workload selector";
Linkerd's reference of authorization policy, `Server`.
"""

import msgspec

from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.meta import Value
from kubectl_porttrace.model.pod_choice import EVERY_POD, UNREADABLE, OtherPolicy, PodChoice, by_labels

ROOT_NAMESPACE = "istio-system"
"""Istio's root namespace, unless its configuration says another: policies there are about every namespace."""


class WorkloadSelector(Value, frozen=True):
    """Istio's selector of pods, which has labels alone."""

    match_labels: dict[str, str] = msgspec.field(default_factory=dict)


class TargetReference(Value, frozen=True):
    """What a policy names instead of selecting pods."""

    kind: str = ""
    name: str = ""


class MeshPolicySpec(Value, frozen=True):
    """`spec` of Istio's kinds, as far as it says which pods they are about."""

    selector: WorkloadSelector | None = None
    target_ref: TargetReference | None = None
    target_refs: tuple[TargetReference, ...] = ()


class _IstioPolicy(OtherPolicy, frozen=True):
    spec: MeshPolicySpec = MeshPolicySpec()

    @property
    def choices(self) -> tuple[PodChoice, ...]:
        """Those of its selector; without one, all; one that names a Gateway or a Service may be about any."""
        if self.spec.selector is not None:
            return (PodChoice(by_labels(self.spec.selector.match_labels)),)
        return (UNREADABLE,) if self.spec.target_ref or self.spec.target_refs else (EVERY_POD,)

    @property
    def everywhere(self) -> bool:
        """In Istio's root namespace it is about all namespaces."""
        return self.namespace == ROOT_NAMESPACE


class AuthorizationPolicy(_IstioPolicy, frozen=True):
    """Istio's: which requests are taken."""


class PeerAuthentication(_IstioPolicy, frozen=True):
    """Istio's: whether clients have to speak mutual TLS."""


class RequestAuthentication(_IstioPolicy, frozen=True):
    """Istio's: which tokens are taken."""


class ServerSpec(Value, frozen=True):
    """`spec` of a Server, as far as it says which pods it is about."""

    pod_selector: LabelSelector | None = None


class LinkerdServer(OtherPolicy, frozen=True):
    """Linkerd's: a port of pods, to which only who is authorized may connect."""

    spec: ServerSpec = ServerSpec()

    @property
    def choices(self) -> tuple[PodChoice, ...]:
        """Those of its selector; one about workloads outside of the cluster has none."""
        return (PodChoice(self.spec.pod_selector),) if self.spec.pod_selector is not None else ()
