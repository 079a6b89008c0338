"""Pods: what they are made of, and what the kubelet reports of them."""

from collections.abc import Hashable

import msgspec
from msgspec.structs import force_setattr

from kubectl_porttrace.model.canonical_ip import WithIP, canonical_ip
from kubectl_porttrace.model.container import Container, InitContainer
from kubectl_porttrace.model.container_status import ContainerStatus
from kubectl_porttrace.model.meta import Condition, KubernetesObject, ObjectMeta, Value
from kubectl_porttrace.model.node import Toleration


class ReadinessGate(Value, frozen=True):
    """A condition the pod needs beyond its containers."""

    condition_type: str


class PodSpec(Value, frozen=True):
    """`spec` of a Pod or of a template."""

    containers: tuple[Container, ...] = ()
    init_containers: tuple[InitContainer, ...] = ()
    node_name: str = ""
    host_network: bool = False
    hostname: str = ""
    subdomain: str = ""
    readiness_gates: tuple[ReadinessGate, ...] = ()
    node_selector: dict[str, str] = msgspec.field(default_factory=dict)
    tolerations: tuple[Toleration, ...] = ()
    runtime_class_name: str = ""

    @property
    def sidecars(self) -> tuple[Container, ...]:
        """Init containers that stay running (`restartPolicy: Always`)."""
        return tuple(container for container in self.init_containers if container.restartable)

    @property
    def host_ports(self) -> frozenset[tuple[int, str]]:
        """The ports of its node that the scheduler keeps for it, number and protocol; only one pod of a node has each.

        Source: `pkg/scheduler/util/utils.go:GetHostPorts`, which counts sidecars as well. On the host's network a
        port is the node's even where a template does not say so (`SetDefaults_Pod`).
        """
        ports = (port for container in (*self.containers, *self.sidecars) for port in container.ports)
        numbers = (
            (port.host_port or (port.container_port if self.host_network else 0), port.protocol) for port in ports
        )
        return frozenset(each for each in numbers if each[0])

    @property
    def shape(self) -> Hashable:
        """What pods of one template have in common, as far as ports, probes and hooks go."""
        return self.containers, self.init_containers, self.host_network

    @property
    def all_containers(self) -> tuple[Container, ...]:
        """The containers, and after them the init containers."""
        return (*self.containers, *self.init_containers)

    @property
    def ordinary_init_containers(self) -> tuple[Container, ...]:
        """Init containers that are gone when the pod serves."""
        return tuple(container for container in self.init_containers if not container.restartable)


class PodIP(WithIP, frozen=True):
    """One address of a pod, in the spelling that its endpoints have."""

    ip: str = ""


class PodStatus(Value, frozen=True):
    """`status` of a Pod."""

    phase: str = ""
    reason: str = ""
    message: str = ""
    pod_ip: str = msgspec.field(name="podIP", default="")
    pod_ips: tuple[PodIP, ...] = msgspec.field(name="podIPs", default=())
    conditions: tuple[Condition, ...] = ()
    container_statuses: tuple[ContainerStatus, ...] = ()
    init_container_statuses: tuple[ContainerStatus, ...] = ()

    def __post_init__(self) -> None:
        """Spell the address as all others; as a rule it is the first of them."""
        if self.pod_ips and self.pod_ips[0].ip == self.pod_ip:
            return
        if (ip := canonical_ip(self.pod_ip)) is not self.pod_ip:
            force_setattr(self, "pod_ip", ip)


class Pod(KubernetesObject, frozen=True):
    """A Pod; `template_of` names the workload where a template stands for the pods it will make."""

    metadata: ObjectMeta = ObjectMeta()
    spec: PodSpec = PodSpec()
    status: PodStatus = PodStatus()
    template_of: str | None = None

    @property
    def is_template(self) -> bool:
        """Whether it stands for pods that do not exist yet: no address, no state, assumed to become ready."""
        return self.template_of is not None

    @property
    def labels(self) -> dict[str, str]:
        """`metadata.labels`."""
        return self.metadata.labels

    @property
    def terminating(self) -> bool:
        """Being deleted."""
        return self.metadata.deletion_timestamp is not None

    @property
    def terminal(self) -> bool:
        """Phase Succeeded or Failed: it is never an endpoint again."""
        return self.status.phase in {"Succeeded", "Failed"}

    @property
    def ending(self) -> str:
        """In a word how it ended: Evicted, Completed, Error, OOMKilled; empty while it has not.

        As kubectl's column STATUS, but that the pod's own reason comes before those of its containers
        (`pkg/printers/internalversion/printers.go:printPod`).
        """
        if not self.terminal:
            return ""
        ended = (status.state.terminated for status in self.status.container_statuses)
        reasons = (self.status.reason, *(state.reason for state in ended if state))
        whole = "Completed" if self.status.phase == "Succeeded" else self.status.phase
        return next(filter(None, reasons), whole)

    @property
    def ready(self) -> bool:
        """The Ready condition alone; phase does not matter."""
        for condition in self.status.conditions:
            if condition.type == "Ready":
                return condition.status == "True"
        return False

    @property
    def containers_ready(self) -> bool:
        """The ContainersReady condition alone."""
        condition = self.condition("ContainersReady")
        return condition is not None and condition.status == "True"

    @property
    def ips(self) -> tuple[str, ...]:
        """All its addresses."""
        listed = tuple([entry.ip for entry in self.status.pod_ips if entry.ip])
        return listed or ((self.status.pod_ip,) if self.status.pod_ip else ())

    def condition(self, kind: str) -> Condition | None:
        """The condition of that type, if reported."""
        for condition in self.status.conditions:
            if condition.type == kind:
                return condition
        return None

    @property
    def unfinished_init_containers(self) -> tuple[InitContainer, ...]:
        """The init containers, sidecars left out, that have started and not ended well."""
        started = []
        for container in self.spec.init_containers:
            status = None if container.restartable else self.container_status(container.name)
            ended = status.state.terminated if status else None
            again = status is not None and (status.state.running or status.last_state.terminated)
            if again or (ended is not None and ended.exit_code != 0):
                started.append(container)
        return tuple(started)

    def container_status(self, name: str) -> ContainerStatus | None:
        """What the kubelet reports of the container, regular or init, of that name."""
        for statuses in (self.status.container_statuses, self.status.init_container_statuses):
            for status in statuses:
                if status.name == name:
                    return status
        return None
