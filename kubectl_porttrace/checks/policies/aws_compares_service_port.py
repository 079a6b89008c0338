"""PTN14: AWS's agent enforces a NetworkPolicy about pods whose number is not the Service's."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.policies.differing import aws_agent_at_work, under_aws_agent
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTN14",
    "aws-compares-service-port",
    severity="warning",
    certainty="likely",
    needs=("pods",),
    uses=("networkpolicies", "policyendpoints"),
)
def aws_compares_service_port(traced: TracedService) -> Iterator[Found]:
    """AWS's agent enforces NetworkPolicies about the pods, and their port differs from the Service's.

    Why: the agent of the Amazon VPC CNI compares numbers before the Service is translated. Its documentation asks for
    the same number in the Service and in the container, and for the same name where a name is used. Elsewhere a policy
    sees the pod's port alone. That the agent is at work is taken from the PolicyEndpoints that its controller makes.

    See: `kubectl get policyendpoints -n NAMESPACE`.

    Fix: give the Service the number that the pods have; its clients have to use it then.
    """
    if traced.service.headless or not aws_agent_at_work(traced.snapshot):
        return
    for port in traced.ports:
        backends = [each for each in port.usable if each.pod is not None and each.port != port.spec.port]
        policies = [under_aws_agent(traced.snapshot, each.pod) for each in backends if each.pod is not None]
        titles = list(dict.fromkeys(title for title in policies if title))
        if titles:
            number = f"{backends[0].port}/{port.spec.protocol}"
            yield Found(
                message=f"{some(titles)} may not take {port.title} and the pods' {number} for one: AWS's agent "
                "compares before translation",
                path=f"{port.path}.port",
                fix=Fix(text=f"make the port of the Service and of the pods equal, {number}, and let clients use it"),
                ports=(port,),
            )
