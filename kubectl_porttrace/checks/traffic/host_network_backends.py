"""PTK16: backends on the network of their node."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.checks.subjects import only_maker
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTK16",
    "host-network-backends",
    severity="note",
    certainty="certain",
    needs=("pods",),
    scope="cluster",
)
def host_network_backends(traced: TracedService) -> Iterator[Found]:
    """Backends of the Service are pods on the network of their node.

    Why: with hostNetwork a pod has no address of its own. Its backend is the node's address, a number there belongs to
    whatever program of the node has it, and what NetworkPolicies do to it is left to the network plugin.

    See: `kubectl get pods -o wide`: the pod's IP is that of its node.

    Fix: none is needed. Know that everything else on the node is at the same address.
    """
    pods = {
        backend.pod.key: backend.pod
        for port in traced.ports
        for backend in port.usable
        if backend.pod is not None and backend.pod.spec.host_network
    }
    if pods:
        yield Found(
            message=f"{by_workload(traced, pods.values())} behind this Service: the network of the node, and its "
            "address, is theirs",
            fix=Fix(text="leave it, if it is meant: NetworkPolicies may not hold for these pods"),
            object=only_maker(traced, pods.values()),
        )
