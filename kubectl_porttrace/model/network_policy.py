"""NetworkPolicies: which pods they isolate, and whom their rules admit."""

from typing import Literal

import msgspec

from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, ObjectMeta, Value

Direction = Literal["Ingress", "Egress"]


class IPBlock(Value, frozen=True):
    """Addresses, as a network without some networks."""

    cidr: str = ""
    excepted: tuple[str, ...] = msgspec.field(name="except", default=())


class NetworkPolicyPeer(Value, frozen=True):
    """Whom a rule admits: addresses, or pods by their labels and those of their namespace."""

    pod_selector: LabelSelector | None = None
    namespace_selector: LabelSelector | None = None
    ip_block: IPBlock | None = None


class NetworkPolicyPort(Value, frozen=True):
    """A port of the pod, never of a Service: a number, a range, the name of a container port, or None for all."""

    protocol: str = "TCP"
    port: int | str | None = None
    end_port: int | None = None

    @property
    def title(self) -> str:
        """As a person says it: `8080/TCP`, `8000-8080/TCP`, `http/TCP`, `all of UDP`."""
        if self.port is None:
            return f"all of {self.protocol}"
        return f"{self.port}{f'-{self.end_port}' if self.end_port is not None else ''}/{self.protocol}"


class NetworkPolicyRule(Value, frozen=True):
    """What both kinds of rules share: of the ports any, and of the peers any; none listed is all of them."""

    ports: tuple[NetworkPolicyPort, ...] = ()
    peers: tuple[NetworkPolicyPeer, ...] = ()


class IngressRule(NetworkPolicyRule, frozen=True):
    """Who may reach the selected pods, on which of their ports."""

    peers: tuple[NetworkPolicyPeer, ...] = msgspec.field(name="from", default=())


class EgressRule(NetworkPolicyRule, frozen=True):
    """Whom the selected pods may reach, on which ports of theirs."""

    peers: tuple[NetworkPolicyPeer, ...] = msgspec.field(name="to", default=())


class NetworkPolicySpec(Value, frozen=True):
    """`spec` of a NetworkPolicy; `egress` is None where it is not written, for an empty list reads like a denial."""

    pod_selector: LabelSelector = LabelSelector()
    policy_types: tuple[str, ...] = ()
    ingress: tuple[IngressRule, ...] = ()
    egress: tuple[EgressRule, ...] | None = None


class NetworkPolicy(KubernetesObject, frozen=True):
    """A NetworkPolicy."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: NetworkPolicySpec = NetworkPolicySpec()

    @property
    def types(self) -> tuple[str, ...]:
        """The directions in which it isolates the pods it selects.

        A policy that does not say them isolates for ingress, and for egress only where it has egress rules
        (`pkg/apis/networking/v1/defaults.go:SetDefaults_NetworkPolicy`).
        """
        return self.spec.policy_types or (("Ingress", "Egress") if self.spec.egress else ("Ingress",))

    def rules(self, direction: Direction) -> tuple[NetworkPolicyRule, ...]:
        """The rules of one direction; where there is none, it admits nobody."""
        return self.spec.ingress if direction == "Ingress" else self.spec.egress or ()

    @property
    def title(self) -> str:
        """As kubectl takes it: `netpol/web`."""
        return f"netpol/{self.name}"


class Namespace(KubernetesObject, frozen=True):
    """A Namespace, for its labels."""

    metadata: ObjectMeta = ObjectMeta()
