"""PTK14: a number that the Service has, and that is not what is dialled at the address."""

from collections.abc import Iterator

from kubectl_porttrace.checks.asked_numbers import CERTAIN, dialled_instead, reference
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.unread import PODS_ELSEWHERE, SERVICES_ELSEWHERE
from kubectl_porttrace.trace.lookups.address import Mistaken, TracedAddress

_WHAT = {"port": "the port", "targetPort": "the targetPort", "nodePort": "a node port"}


@check(
    "PTK14",
    "number-of-another-kind",
    severity="error",
    certainty="kube-proxy",
    uses=("nodes", "endpointslices", SERVICES_ELSEWHERE, PODS_ELSEWHERE),
)
def number_of_another_kind(traced: TracedAddress) -> Iterator[Found]:
    """The number is one of the Service's, and another one is dialled at the address that was asked about.

    Why: a Service port has up to three numbers. `port` is dialled at the cluster IP, at a load balancer and at external
    IPs, `nodePort` at nodes, and `targetPort` at the pods themselves. kube-proxy opens none of them elsewhere. On a
    node, in a pod, at a load balancer or at an external IP something else may take any number, without a word in the
    API: there it is only likely.

    See: `kubectl get service NAME -n NAMESPACE -o yaml`.

    Fix: dial the number that belongs to the address.
    """
    for each in traced.owners:
        for wrong in each.mistaken:
            yield Found(
                message=f"{traced.number} is {_WHAT[wrong.role]} of svc/{wrong.service.name} in "
                f"{wrong.service.namespace}: {dialled_instead(each.owner.way, wrong)}",
                path=f"{wrong.port.path}.{wrong.role}",
                object=reference(wrong.service),
                evidence=tuple(_numbers(wrong)),
                fix=Fix(text="dial the number that belongs to the address"),
                severity=None if each.owner.way in CERTAIN else "warning",
                certainty=None if each.owner.way in CERTAIN else "likely",
            )


def _numbers(wrong: Mistaken) -> Iterator[str]:
    spec = wrong.port.spec
    node_port = f", nodePort {spec.node_port}" if spec.node_port else ""
    yield f"{wrong.port.title}: port {spec.port}, targetPort {spec.target}{node_port}"
