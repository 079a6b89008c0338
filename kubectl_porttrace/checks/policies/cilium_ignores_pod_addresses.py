"""PTN15: NetworkPolicies that admit pods by their addresses, where Cilium enforces them."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.denials import reference, titles
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.policies.differing import opens_by_pod_addresses, under_cilium
from kubectl_porttrace.trace.policies.selecting import isolation_of
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTN15",
    "cilium-ignores-pod-addresses",
    severity="warning",
    certainty="likely",
    needs=("pods",),
    uses=("networkpolicies", "ciliumnodes"),
)
def cilium_ignores_pod_addresses(traced: TracedService) -> Iterator[Found]:
    """The rules about the port admit blocks of addresses alone, which hold those of pods, and Cilium is at work.

    Why: Cilium knows pods by their identity, which comes of labels, and an ipBlock never matches a pod, not even
    `0.0.0.0/0`. Other network plugins compare the address. So clients outside of the cluster get in, and pods do not.

    See: `kubectl get ciliumnodes`; `kubectl describe networkpolicy`.

    Fix: admit the pods by a podSelector or a namespaceSelector, beside the block.
    """
    for port in traced.ports if under_cilium(traced.snapshot) else ():
        for backend in port.usable:
            if backend.pod is None or backend.pod.spec.host_network:
                continue
            rule = opens_by_pod_addresses(traced.snapshot, backend.pod, port.spec.protocol, backend.port)
            if rule is not None:
                policies = isolation_of(traced.snapshot, backend.pod, "Ingress").policies
                chosen = next(each for each in policies if rule in each.spec.ingress)
                yield Found(
                    message=f"{titles([chosen])} admits {port.title} by addresses alone, and to Cilium no pod is "
                    "in an ipBlock",
                    path=f"spec.ingress[{chosen.spec.ingress.index(rule)}].from",
                    fix=Fix(text="admit the pods that are meant by a podSelector or a namespaceSelector, beside it"),
                    object=reference(chosen),
                    ports=(port,),
                )
                break
