"""BackendTLSPolicy: how a gateway speaks TLS to the pods of a Service.

Source: `sigs.k8s.io/gateway-api/apis/v1/backendtlspolicy_types.go`.
"""

from collections.abc import Iterator

from kubectl_porttrace.model.meta import AnnotatedMeta, Condition, KubernetesObject, Value
from kubectl_porttrace.model.reference import AllPorts, ByName, Reference, Referrer


class PolicyTarget(Value, frozen=True):
    """One item of `spec.targetRefs`: an object of the policy's own namespace; a section of a Service is a port name."""

    group: str = ""
    kind: str = "Service"
    name: str = ""
    section_name: str = ""


class BackendTLSPolicySpec(Value, frozen=True):
    """`spec` of a BackendTLSPolicy."""

    target_refs: tuple[PolicyTarget, ...] = ()


class PolicyAncestorStatus(Value, frozen=True):
    """One item of `status.ancestors`."""

    controller_name: str = ""
    conditions: tuple[Condition, ...] = ()


class PolicyStatus(Value, frozen=True):
    """`status` of a policy."""

    ancestors: tuple[PolicyAncestorStatus, ...] = ()


class BackendTLSPolicy(KubernetesObject, frozen=True):
    """A BackendTLSPolicy."""

    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: BackendTLSPolicySpec = BackendTLSPolicySpec()
    status: PolicyStatus = PolicyStatus()


def policy_references(policy: BackendTLSPolicy) -> Iterator[Reference]:
    """The Services that a policy is for."""
    for place, target in enumerate(policy.spec.target_refs):
        if (target.group, target.kind) == ("", "Service"):
            yield Reference(
                referrer=Referrer("BackendTLSPolicy", *policy.key),
                path=f"spec.targetRefs[{place}]",
                service_namespace=policy.namespace,
                service_name=target.name,
                port=ByName(target.section_name) if target.section_name else AllPorts(),
                port_path="sectionName" if target.section_name else "",
                role="policy",
                protocol=None,
                dials="unknown",
            )
