"""PTP18: two pods on one address and port."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.checks.subjects import pod_reference
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.families import address_of, families_of
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP18",
    "shared-address-and-port",
    severity="warning",
    certainty="kube-proxy",
    needs=("pods",),
    scope="cluster",
)
def shared_address_and_port(traced: TracedService) -> Iterator[Found]:
    """Several pods serve the same address and port: they use the host network on one node.

    Why: a pod with `hostNetwork: true` has its node's address. Two of them on one node, on one port, are a single
    endpoint to kube-proxy. Only one of the two processes can listen there; the other ends with "address already in
    use", or answers nothing.

    See: `kubectl get pods -l KEY=VALUE -o wide` shows the same IP twice.

    Fix: one pod per node (a DaemonSet, or pod anti-affinity), or remove hostNetwork.
    """
    addresses = [address for pod in traced.eligible_pods for address in pod.ips]
    if traced.service.headless or len(set(addresses)) == len(addresses):
        return
    shared: dict[tuple[str, int], tuple[Pod, ...]] = {}
    ports: list[TracedPort] = []
    for port in traced.ports:
        twins = _twins(traced, port)
        if twins:
            shared |= twins
            ports.append(port)
    if not shared:
        return
    pods = {pod.key: pod for group in shared.values() for pod in group}
    places = [f"{address}:{number}" if ":" not in address else f"[{address}]:{number}" for address, number in shared]
    yield Found(
        message=f"{len(pods)} pods share {some(places)}: kube-proxy counts {len(shared)} endpoint"
        f"{'' if len(shared) == 1 else 's'}",
        path="spec.hostNetwork",
        evidence=tuple(
            f"{place}, node {group[0].spec.node_name}: {some([pod.name for pod in group])}"
            for place, group in zip(places, shared.values(), strict=True)
        )[:5],
        fix=Fix(text="run one of these pods per node, or drop hostNetwork"),
        object=pod_reference(next(iter(pods.values()))),
        ports=tuple(ports),
    )


def _twins(traced: TracedService, port: TracedPort) -> dict[tuple[str, int], tuple[Pod, ...]]:
    """The addresses and numbers that more than one pod serves this port on; pods being deleted do not count."""
    groups: dict[tuple[str, int], tuple[Pod, ...]] = {}
    for entry in port.resolved:
        for family in families_of(traced.service):
            address = address_of(entry.pod, family)
            if address and entry.resolution and not entry.pod.terminating:
                key = (address, entry.resolution.number)
                groups[key] = (*groups.get(key, ()), entry.pod)
    return {key: pods for key, pods in groups.items() if len(pods) > 1}
