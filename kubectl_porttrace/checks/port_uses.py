"""What is wrong with the ports that probes and hooks name: the same entry in many pods told once."""

from collections.abc import Callable, Iterable, Iterator

import msgspec

from kubectl_porttrace.checks.check import Found
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.checks.readiness import HARMLESS, Impact, impact
from kubectl_porttrace.checks.subjects import written_in
from kubectl_porttrace.findings import Culprit, Fix
from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.pod import Pod, PodSpec
from kubectl_porttrace.trace.probes import PortUse, named_port, probes
from kubectl_porttrace.trace.service import TracedService

WORDS = {
    "readinessProbe": "readiness probe",
    "livenessProbe": "liveness probe",
    "startupProbe": "startup probe",
    "postStart": "postStart hook",
    "preStop": "preStop hook",
}


class WrongPortUse(msgspec.Struct, frozen=True):
    """One probe or hook, and the pods of one workload that have it."""

    use: PortUse
    pods: tuple[Pod, ...]

    @property
    def title(self) -> str:
        """As in `readiness probe of container app`."""
        return f"{WORDS[self.use.kind]} of container {self.use.container.name}"

    @property
    def outcome(self) -> str:
        """What a probe that always errs does to the pod."""
        if self.use.kind == "livenessProbe":
            return "it never restarts the container"
        if all(pod.ready and not pod.is_template for pod in self.pods):
            # After a restart of the kubelet a container keeps the readiness it had (`prober/worker.go:newWorker`).
            return "the pod is still ready, but will not be ready again after a restart of the container"
        return "the pod cannot become ready"

    @property
    def fault(self) -> str:
        """What is wrong with a hook."""
        if self.use.handler == "tcpSocket":
            return "is a tcpSocket, which the kubelet cannot run"
        return f'names port "{self.use.action.port}", which the container does not declare'


def wrong_port_uses(
    traced: TracedService, uses: Callable[[PodSpec], Iterable[PortUse]], wrong: Callable[[Pod, PortUse], bool]
) -> tuple[WrongPortUse, ...]:
    """The probes or hooks of the selected pods that are wrong, each once per workload.

    Args:
        traced: the Service.
        uses: what to look at in a pod: its probes or its hooks.
        wrong: whether one of them is wrong.
    """
    groups: dict[tuple[str, str, str, int | str, str], list[tuple[PortUse, Pod]]] = {}
    for alike in traced.alike_pods:
        for use in uses(alike[0].spec):
            if wrong(alike[0], use):
                key = (traced.owner(alike[0]).title, use.container.name, use.path, use.action.port, use.action.host)
                groups.setdefault(key, []).extend((use, pod) for pod in alike)
    return tuple(WrongPortUse(members[0][0], tuple(pod for _, pod in members)) for members in groups.values())


def pods_of(found: Iterable[WrongPortUse]) -> tuple[Pod, ...]:
    """All pods that have one of these."""
    return tuple({pod.key: pod for entry in found for pod in entry.pods}.values())


def found_port_use(
    traced: TracedService, entry: WrongPortUse, *, message: str, fix: str, field: str, cost: Impact
) -> Found:
    """The finding about one entry.

    Args:
        traced: the Service.
        entry: the probe or hook.
        message: what is wrong.
        fix: what to change.
        field: the field at fault, below the handler: `port`, `host`, or empty for the handler itself.
        cost: what it costs the Service.
    """
    place = f"{entry.use.path}.{field}" if field else entry.use.path
    object_, path = written_in(traced, entry.pods[0], place)
    return Found(
        message=message,
        path=path,
        evidence=(
            f"pods: {by_workload(traced, entry.pods)}",
            f"container {entry.use.container.name} declares: {_declared_by(entry.use.container)}",
        ),
        fix=Fix(text=fix),
        object=object_,
        ports=cost.ports,
        severity=cost.severity,
        culprits=frozenset(Culprit(pod.namespace, pod.name, entry.use.container.name) for pod in entry.pods),
    )


def probes_without_port(traced: TracedService, kind: str) -> Iterator[Found]:
    """The probes of one kind whose port name no container of the pod declares.

    Args:
        traced: the Service.
        kind: the field of the probe, as in `readinessProbe`.
    """
    found = wrong_port_uses(traced, probes, lambda pod, use: use.kind == kind and nowhere_in_pod(pod, use))
    # A liveness probe has no part in readiness.
    cost = HARMLESS if kind == "livenessProbe" else impact(traced, pods_of(found))
    for entry in found:
        yield found_port_use(
            traced,
            entry,
            message=f'{entry.title} names port "{entry.use.action.port}", which no container of the pod declares: '
            f"{entry.outcome}",
            fix=f"use the number, or give a port of container {entry.use.container.name} "
            f'the name "{entry.use.action.port}"',
            field="port",
            cost=cost,
        )


def elsewhere_in_pod(pod: Pod, use: PortUse) -> Container | None:
    """Another container of the pod that declares the port a probe names, where its own does not."""
    for container in pod.spec.all_containers:
        name = use.action.port
        if container.name != use.container.name and isinstance(name, str) and named_port(container, name):
            return container
    return None


def nowhere_in_pod(pod: Pod, use: PortUse) -> bool:
    """Whether it names a port that no container of the pod declares."""
    return use.unresolved and elsewhere_in_pod(pod, use) is None


def _declared_by(container: Container) -> str:
    return ", ".join(port.title for port in container.ports) or "no ports"
