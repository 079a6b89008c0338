"""Containers with their ports, probes and hooks."""

import msgspec

from kubectl_porttrace.model.meta import Value
from kubectl_porttrace.model.named_hosts import hosts_in
from kubectl_porttrace.model.port_title import port_title


class ContainerPort(Value, frozen=True):
    """A declared port. A declaration opens nothing; it gives a number a name."""

    container_port: int
    name: str = ""
    protocol: str = "TCP"
    host_port: int = 0

    @property
    def title(self) -> str:
        """`http 80/TCP`, or `80/TCP` without a name."""
        return port_title(self.name, self.container_port, self.protocol)


class PortAction(Value, frozen=True):
    """The part of an httpGet, tcpSocket or grpc action that names a port."""

    port: int | str = 0
    host: str = ""
    path: str = ""
    scheme: str = ""


class Probe(Value, frozen=True):
    """A probe; None for the handlers it does not use. The delay is in seconds from the container's start.

    It is asked once a period, and acted upon when it failed so many times in a row.
    """

    http_get: PortAction | None = None
    tcp_socket: PortAction | None = None
    grpc: PortAction | None = None
    initial_delay_seconds: int = 0
    period_seconds: int = 10
    failure_threshold: int = 3

    @property
    def port_action(self) -> tuple[str, PortAction] | None:
        """The field name and action of the handler that dials a port; None for exec."""
        for field, action in (("httpGet", self.http_get), ("tcpSocket", self.tcp_socket), ("grpc", self.grpc)):
            if action is not None:
                return field, action
        return None


class LifecycleHandler(Value, frozen=True):
    """A postStart or preStop hook."""

    http_get: PortAction | None = None
    tcp_socket: PortAction | None = None


class Lifecycle(Value, frozen=True):
    """`lifecycle` of a container."""

    post_start: LifecycleHandler | None = None
    pre_stop: LifecycleHandler | None = None


class ResourceLimits(Value, frozen=True):
    """The part of `resources.limits` that ends containers: memory, as it is written."""

    memory: int | float | str | None = None


class ResourceRequests(Value, frozen=True):
    """The part of `resources.requests` that every node has some of, as it is written."""

    cpu: int | float | str | None = None
    memory: int | float | str | None = None
    ephemeral_storage: int | float | str | None = msgspec.field(name="ephemeral-storage", default=None)


class ResourceRequirements(Value, frozen=True):
    """`resources` of a container."""

    limits: ResourceLimits | None = None
    requests: ResourceRequests | None = None


class Container(Value, frozen=True, cache_hash=True):
    """A container, regular or init."""

    name: str
    image: str = ""
    resources: ResourceRequirements | None = None
    ports: tuple[ContainerPort, ...] = ()
    restart_policy: str | None = None
    readiness_probe: Probe | None = None
    liveness_probe: Probe | None = None
    startup_probe: Probe | None = None
    lifecycle: Lifecycle | None = None

    @property
    def restartable(self) -> bool:
        """As an init container, whether it is a sidecar: it keeps running beside the regular ones."""
        return self.restart_policy == "Always"


class EnvVar(Value, frozen=True):
    """A variable of the environment; one that takes its value from elsewhere has none here."""

    name: str = ""
    value: str = ""


class InitContainer(Container, frozen=True, cache_hash=True):
    """An init container, with what tells which Services it may wait for. A saved snapshot has the hosts alone."""

    command: tuple[str, ...] = ()
    args: tuple[str, ...] = ()
    env: tuple[EnvVar, ...] = ()

    @property
    def hosts(self) -> frozenset[str]:
        """The hosts that its command line, its environment or its name tell of."""
        environment = ((each.name, each.value) for each in self.env)
        return frozenset(hosts_in((*self.command, *self.args), environment, self.name))
