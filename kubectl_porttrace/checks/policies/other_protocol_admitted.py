"""PTN03: NetworkPolicies that admit the right number with another protocol."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import POLICIES, denials, isolated, reference
from kubectl_porttrace.checks.policies_patches import admit_beside
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTN03",
    "other-protocol-admitted",
    severity="error",
    certainty="cni",
    needs=("pods",),
    uses=POLICIES,
    causes=("PTN01", "PTN04", "PTN20"),
)
def other_protocol_admitted(traced: TracedService) -> Iterator[Found]:
    """A NetworkPolicy admits the number that the pods serve, with another protocol than the Service has.

    Why: number and protocol have to match both, and a rule that names no protocol means TCP. So UDP and SCTP are only
    admitted where a rule says so. As no other rule is about the port, only the pod itself and the kubelet of its node
    reach it. That holds where the network plugin enforces NetworkPolicy.

    See: `kubectl describe networkpolicy NAME` shows the protocol of each port.

    Fix: admit the number with the Service's protocol.
    """
    for denial in denials(traced):
        near = denial.of_another_protocol
        if not near or denial.on_service_port:
            continue
        first = near[0]
        yield Found(
            message=f"{first.policy.title} admits {first.port.title}, and the Service sends {denial.title}",
            path=f"{first.path}.protocol",
            evidence=(isolated(traced, denial), "a rule that names no protocol means TCP"),
            fix=admit_beside(
                traced.snapshot,
                near,
                denial,
                f"admit protocol {denial.protocol} too, in the rule that names {first.port.title}",
            ),
            object=reference(first.policy),
            ports=denial.ports,
        )
