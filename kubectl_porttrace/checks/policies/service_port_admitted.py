"""PTN02: NetworkPolicies that admit the number of the Service port where pods serve another."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import POLICIES, denials, isolated, reference
from kubectl_porttrace.checks.policies_patches import admit_beside
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTN02",
    "service-port-admitted",
    severity="error",
    certainty="cni",
    needs=("pods",),
    uses=POLICIES,
    causes=("PTN01", "PTN04", "PTN20"),
)
def service_port_admitted(traced: TracedService) -> Iterator[Found]:
    """A NetworkPolicy admits the number of the Service port, and the pods serve another number.

    Why: policies see a connection as it arrives at the pod. kube-proxy has translated the Service's address and port
    by then, so a rule has to name the pod's port, never the Service's. The rule that is there admits nobody to what
    the pods serve, and as no other rule does, only the pod itself and the kubelet of its node reach it. That holds
    where the network plugin enforces NetworkPolicy.

    See: `kubectl describe networkpolicy NAME`; the column POD PORT of `kubectl porttrace SERVICE` has the number.

    Fix: admit the pods' port in the rule that names the Service's.
    """
    for denial in denials(traced):
        near = denial.on_service_port
        if not near:
            continue
        first = near[0]
        yield Found(
            message=f"{first.policy.title} admits {first.port.title}, the Service's port, not the pods' {denial.title}",
            path=f"{first.path}.port",
            evidence=(isolated(traced, denial), "policies see the port of the pod, after the Service was translated"),
            fix=admit_beside(
                traced.snapshot,
                near,
                denial,
                f"admit {denial.title}, the pods' port, in the rule that names {first.port.title}",
            ),
            object=reference(first.policy),
            ports=denial.ports,
        )
