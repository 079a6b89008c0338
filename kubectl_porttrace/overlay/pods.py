"""The pods there would be once workloads that changed were rolled out."""

from collections.abc import Iterator, Sequence
from ipaddress import ip_address
from itertools import count, cycle

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.meta import Condition, ObjectMeta
from kubectl_porttrace.model.pod import Pod, PodIP, PodStatus
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import POD_INDEX, POD_NAME, Workload
from kubectl_porttrace.model.workload_pods import pods_of_workload, template_pod
from kubectl_porttrace.overlay.templates import may_be_of, same_template

ROLLING = frozenset({"Deployment", "StatefulSet", "DaemonSet"})
"""The kinds whose pods are replaced where their template changes; those of the others keep the one they have."""

WITH_PODS = ROLLING | {"ReplicaSet", "ReplicationController", "Job"}

MOST = 1000
"""So many pods of one workload are foreseen: more change no verdict."""

_FIRST_IPV4 = int(ip_address("198.18.0.1"))
_FIRST_IPV6 = int(ip_address("2001:db8::1"))
"""Where addresses of pods that do not exist are taken from: networks for tests and examples (RFC 2544, RFC 3849)."""

_READY = tuple(Condition(type=kind, status="True") for kind in ("Initialized", "ContainersReady", "Ready"))


class PodChange(msgspec.Struct, frozen=True):
    """The pods that go, and those that come in their place."""

    gone: frozenset[tuple[str, str]] = frozenset()
    new: tuple[Pod, ...] = ()


class NewAddresses:
    """Addresses for pods that do not exist yet, no two the same."""

    def __init__(self) -> None:
        self._numbers = count()

    def of_next(self) -> tuple[PodIP, PodIP]:
        """One of each family: a Service takes those of its own."""
        number = next(self._numbers)
        return PodIP(str(ip_address(_FIRST_IPV4 + number))), PodIP(str(ip_address(_FIRST_IPV6 + number)))


def change_of_pods(live: Snapshot, earlier: Workload | None, placed: Workload, addresses: NewAddresses) -> PodChange:
    """What becomes of the pods of a workload: a rollout that is through, each new pod ready.

    Where neither the template nor the number of pods changes, its pods are as they are.

    Args:
        live: the cluster.
        earlier: the workload as it is; None for one that is not there yet.
        placed: the workload as it would be stored.
        addresses: where addresses for new pods come from.
    """
    pods = pods_of_workload(live, placed.kind, *placed.key)
    current = tuple(pod for pod in pods if not pod.terminal and not pod.terminating)
    stale = _replaced(earlier, placed, current)
    if not stale and earlier is not None and _number(live, earlier, current) == _number(live, placed, current):
        return PodChange()
    template = template_pod(placed)
    if placed.kind not in WITH_PODS or template is None or (placed.kind == "Job" and earlier is not None):
        return PodChange()
    kept = [pod for pod in current if pod not in stale]
    if placed.kind == "StatefulSet":
        before = template if earlier is None else _as_before(template, earlier, kept)
        return _of_stateful_set(live, placed, (before, template), current, kept, addresses)
    if placed.kind == "Deployment" and placed.spec.paused:
        if earlier is None:
            # While it is paused no ReplicaSet is made (`pkg/controller/deployment/sync.go:sync`).
            return PodChange()
        template = _as_before(template, earlier, kept)
    wanted = _number(live, placed, current)
    leaving = sorted(kept, key=lambda pod: (pod.ready, pod.name))[: max(len(kept) - wanted, 0)]
    names = (f"{placed.name}-foreseen-{number}" for number in range(min(max(wanted - len(kept), 0), MOST)))
    made = tuple(
        _made(template, name, node, addresses) for name, node in zip(names, _nodes(live, current), strict=False)
    )
    return PodChange(frozenset(pod.key for pod in (*stale, *leaving)), made)


def ready_pod(pod: Pod, addresses: NewAddresses) -> Pod:
    """A pod of a file, as it would run; it still stands for one that does not exist."""
    title = f"Pod/{pod.name}"
    return replace(pod, status=_status(addresses), template_of=title)


def _replaced(earlier: Workload | None, placed: Workload, current: Sequence[Pod]) -> tuple[Pod, ...]:
    """The pods that a rollout replaces, where there is one."""
    template = placed.template
    held = placed.spec.paused or placed.spec.update_strategy.type == "OnDelete"
    if earlier is None or template is None or placed.kind not in ROLLING or held:
        return ()
    # What was held back while it was paused is rolled out once it is not.
    if earlier.template is not None and not earlier.spec.paused:
        if same_template(template, earlier.template):
            return ()
    elif all(may_be_of(pod, template) for pod in current):
        return ()
    if placed.kind != "StatefulSet":
        return tuple(current)
    return tuple(pod for pod in current if _ordinal(pod.name) >= _first_updated(placed))


def _first_updated(stateful_set: Workload) -> int:
    """The number of the first pod that gets a new template (`stateful_set_utils.go:newVersionedStatefulSetPod`)."""
    return stateful_set.ordinals.start + stateful_set.spec.update_strategy.rolling_update.partition


def _as_before(template: Pod, earlier: Workload, kept: Sequence[Pod]) -> Pod:
    """What new pods are made of where a new template is held back: what those are that stay, or were to be."""
    if not kept:
        return template_pod(earlier) or template
    return replace(template, metadata=replace(template.metadata, labels=kept[0].labels), spec=kept[0].spec)


def _ordinal(name: str) -> int:
    number = name.rpartition("-")[2]
    return int(number) if number.isdecimal() else 0


def _number(live: Snapshot, workload: Workload, current: Sequence[Pod]) -> int:
    """How many pods it is to have; a DaemonSet as many as it has, or one on each node."""
    if workload.kind == "DaemonSet":
        return len(current) or workload.status.desired_number_scheduled or max(len(live.nodes), 1)
    return 0 if workload.spec.suspend else workload.wanted_pods or 0


def _of_stateful_set(
    live: Snapshot,
    placed: Workload,
    revisions: tuple[Pod, Pod],
    current: Sequence[Pod],
    kept: Sequence[Pod],
    addresses: NewAddresses,
) -> PodChange:
    """Its pods come back under their names: those below the partition as before, the others as they are to be."""
    names = [f"{placed.name}-{ordinal}" for ordinal in placed.ordinals[:MOST]]
    there = {pod.name for pod in kept}
    (before, after), updated = revisions, _first_updated(placed)
    nodes = _nodes(live, current)
    made = tuple(
        _of_ordinal(_made(after if _ordinal(name) >= updated else before, name, next(nodes), addresses), placed)
        for name in names
        if name not in there
    )
    gone = frozenset(pod.key for pod in current if pod not in kept or pod.name not in names)
    return PodChange(gone, made)


def _of_ordinal(pod: Pod, workload: Workload) -> Pod:
    ordinal = str(_ordinal(pod.name))
    return replace(
        pod,
        metadata=replace(pod.metadata, labels={**pod.labels, POD_NAME: pod.name, POD_INDEX: ordinal}),
        spec=replace(pod.spec, hostname=pod.name, subdomain=workload.spec.service_name),
    )


def _made(template: Pod, name: str, node: str, addresses: NewAddresses) -> Pod:
    return replace(
        template,
        metadata=ObjectMeta(name=name, namespace=template.namespace, labels=template.labels),
        spec=replace(template.spec, node_name=node),
        status=_status(addresses),
    )


def _status(addresses: NewAddresses) -> PodStatus:
    ips = addresses.of_next()
    return PodStatus(phase="Running", pod_ip=ips[0].ip, pod_ips=ips, conditions=_READY)


def _nodes(live: Snapshot, current: Sequence[Pod]) -> Iterator[str]:
    """The nodes for new pods: those of the pods before, else any; where that matters, nobody can know."""
    before = [pod.spec.node_name for pod in current if pod.spec.node_name]
    return cycle(before or [node.name for node in live.nodes] or [""])
