"""Policies of service meshes: which pods they select. They look at requests, and admit nothing that is refused below.

Source: Istio's reference of AuthorizationPolicy, PeerAuthentication, RequestAuthentication and "Workload selector";
Linkerd's reference of authorization policy, `Server`. Their ports are those of pods: `istio/pilot/pkg/security/authn/
policy_applier.go`, `linkerd2/controller/gen/apis/server/v1beta3/types.go:ServerSpec`.
"""

from collections.abc import Iterator

import msgspec

from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.meta import Value
from kubectl_porttrace.model.pod_choice import (
    EVERY_POD,
    ROOT_NAMESPACE,
    UNREADABLE,
    OtherPolicy,
    PodChoice,
    PolicyPort,
    by_labels,
)
from kubectl_porttrace.model.written_number import port_number


class WorkloadSelector(Value, frozen=True):
    """Istio's selector of pods, which has labels alone."""

    match_labels: dict[str, str] = msgspec.field(default_factory=dict)


class TargetReference(Value, frozen=True):
    """What a policy names instead of selecting pods."""

    kind: str = ""
    name: str = ""


class Operation(Value, frozen=True):
    """`operation` of a rule of an AuthorizationPolicy; a port is a number, written as text."""

    ports: tuple[str, ...] = ()


class RuleTo(Value, frozen=True):
    """One item of `to`."""

    operation: Operation = Operation()


class AuthorizationRule(Value, frozen=True):
    """One item of `spec.rules` of an AuthorizationPolicy."""

    to: tuple[RuleTo, ...] = ()


class MutualTLS(Value, frozen=True):
    """What a PeerAuthentication asks for at a port."""

    mode: str = ""


class MeshPolicySpec(Value, frozen=True):
    """`spec` of Istio's kinds, as far as it says which pods they are about, and which ports."""

    selector: WorkloadSelector | None = None
    target_ref: TargetReference | None = None
    target_refs: tuple[TargetReference, ...] = ()
    rules: tuple[AuthorizationRule, ...] = ()
    port_level_mtls: dict[str, MutualTLS] = msgspec.field(default_factory=dict)


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

    @property
    def pod_ports(self) -> tuple[PolicyPort, ...]:
        """The ports of its rules."""
        return tuple(self._ports())

    def _ports(self) -> Iterator[PolicyPort]:
        for rule_place, rule in enumerate(self.spec.rules):
            for to_place, to in enumerate(rule.to):
                at = f"spec.rules[{rule_place}].to[{to_place}].operation.ports"
                for place, written in enumerate(to.operation.ports):
                    number = port_number(written)
                    if number is not None:
                        yield PolicyPort(f"{at}[{place}]", number)


class PeerAuthentication(_IstioPolicy, frozen=True):
    """Istio's: whether clients have to speak mutual TLS."""

    @property
    def pod_ports(self) -> tuple[PolicyPort, ...]:
        """The ports that have a mode of their own."""
        numbers = map(port_number, self.spec.port_level_mtls)
        return tuple(PolicyPort("spec.portLevelMtls", number) for number in numbers if number)


class RequestAuthentication(_IstioPolicy, frozen=True):
    """Istio's: which tokens are taken."""


class ServerSpec(Value, frozen=True):
    """`spec` of a Server, as far as it says which pods it is about, and which of their ports, by number or name."""

    pod_selector: LabelSelector | None = None
    port: int | str = 0


class LinkerdServer(OtherPolicy, frozen=True):
    """Linkerd's: a port of pods, to which only who is authorized may connect."""

    spec: ServerSpec = ServerSpec()

    @property
    def choices(self) -> tuple[PodChoice, ...]:
        """Those of its selector; one about workloads outside of the cluster has none."""
        return (PodChoice(self.spec.pod_selector),) if self.spec.pod_selector is not None else ()

    @property
    def pod_ports(self) -> tuple[PolicyPort, ...]:
        """The one port it is about."""
        return (PolicyPort("spec.port", self.spec.port),) if self.spec.port else ()
