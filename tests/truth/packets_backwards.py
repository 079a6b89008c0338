"""Every address that packets were sent to, asked backwards: who answered there is whom the answer names."""

from collections.abc import Iterator, Mapping

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import AddressTarget
from kubectl_porttrace.trace.lookups.address import TracedAddress
from kubectl_porttrace.trace.lookups.address_owners import trace_address
from kubectl_porttrace.trace.verdict import Verdict
from tests.dataplane.data_plane import PATIENT, DataPlane, Probe
from tests.truth.packets_compare import FAILURES, Comparison, Trial
from tests.truth.packets_fates import policy_local

Owners = Mapping[str, str]
"""Address -> name of who answers there."""


def disagreements(snapshot: Snapshot, owners: Owners, compared: Comparison) -> Iterator[str]:
    """Where an answer to an address does not name who answered, or promises what did not happen, in words.

    Args:
        snapshot: the same cluster, as the tool reads it.
        owners: who answers at each address, as the data plane calls it.
        compared: what came back on each way into a Service.
    """
    known: dict[AddressTarget, TracedAddress] = {}
    for pairs in compared.outcomes.values():
        for trial, outcome in pairs:
            way = trial.way
            target = AddressTarget(way.address, way.number, trial.port.protocol, f"{way.address} {way.number}")
            if target not in known:
                known[target] = trace_address(snapshot, target)
            yield from (f"{trial}: {told}" for told in _wrong(known[target], trial, outcome, owners))


def _wrong(traced: TracedAddress, trial: Trial, outcome: frozenset[str], owners: Owners) -> Iterator[str]:
    led = [each for owner in traced.owners for each in owner.leads_to]
    asked = (trial.service.name, trial.port.port, trial.port.protocol)
    found = [each for each in led if (each.service.name, each.port.spec.port, each.port.spec.protocol) == asked]
    if not found:
        yield f"the address leads to {[(each.service.name, each.port.title) for each in led]}"
        return
    # Under policy Local a node without a ready backend sends to its own that end, whatever is ready elsewhere.
    local = policy_local(trial.service, trial.way)
    behind = [
        each
        for led in found
        for each in led.port.backends
        if each.usable or each.lost or (local and each.may_take_traffic and each.node == trial.way.node.name)
    ]
    named = {f"{owners.get(each.ip or '', each.ip)} {each.port}" for each in behind}
    if outcome - FAILURES - named:
        yield f"answered by {sorted(outcome - FAILURES)}, and named are {sorted(named)}"
    verdicts = {each.verdict for each in found}
    if verdicts == {Verdict.WIRED} and outcome & FAILURES:
        yield f"wired at the address, and {sorted(outcome)}"
    if verdicts == {Verdict.BROKEN} and outcome - FAILURES:
        yield f"broken at the address, and answered by {sorted(outcome)}"


def pods_disagreeing(snapshot: Snapshot, owners: Owners, plane: DataPlane, numbers: tuple[int, ...]) -> Iterator[str]:
    """The addresses of pods that have not ended: each is asked backwards, and answers a packet itself."""
    living = (pod for pod in snapshot.pods if pod.ips and not pod.terminal and not pod.spec.host_network)
    pods = [pod for pod in living if pod.ips[0] in owners]
    probes = [Probe(plane.clients[0], "TCP", pod.ips[0], numbers[0], 2) for pod in pods]
    for pod, answer in zip(pods, plane.probe(probes, PATIENT), strict=True):
        target = AddressTarget(pod.ips[0], numbers[0], "TCP", pod.ips[0])
        found = {(each.owner.way, each.owner.kind, each.owner.name) for each in trace_address(snapshot, target).owners}
        if set(answer) != {f"{owners[pod.ips[0]]} {numbers[0]}"}:
            yield f"pod {pod.name} at {pod.ips[0]}: {dict(answer)}"
        if ("Pod", "Pod", pod.name) not in found:
            yield f"pod {pod.name} at {pod.ips[0]}: the address is said to be of {sorted(found)}"
