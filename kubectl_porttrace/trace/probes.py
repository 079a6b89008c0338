"""The ports that the kubelet dials for probes and lifecycle hooks. They never go through a Service."""

from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Literal

import msgspec

from kubectl_porttrace.model.container import Container, ContainerPort, InitContainer, LifecycleHandler, PortAction
from kubectl_porttrace.model.pod import PodSpec
from kubectl_porttrace.model.written_number import LAST_PORT, port_number

PortUseKind = Literal["readinessProbe", "livenessProbe", "startupProbe", "postStart", "preStop"]


class PortUse(msgspec.Struct, frozen=True):
    """A port that a probe or hook dials.

    `path` is where it is written, as in `spec.containers[0].readinessProbe.httpGet`; `handler` its last word.
    """

    container: Container
    kind: PortUseKind
    handler: str
    action: PortAction
    path: str

    @property
    def number(self) -> int | None:
        """The number that is dialled; None where the name is not found."""
        return dialled_port(self.container, self.action.port)

    @property
    def unresolved(self) -> bool:
        """Whether it names a port that its own container does not declare."""
        return isinstance(self.action.port, str) and self.number is None

    @property
    def fails(self) -> bool:
        """Whether it cannot work as a hook: tcpSocket has no runner (`pkg/kubelet/lifecycle/handlers.go:Run`)."""
        return self.handler == "tcpSocket" or self.unresolved


def named_port(container: Container, name: str) -> ContainerPort | None:
    """The first port of that name in one container; its protocol plays no part (`findPortByName`)."""
    return next((port for port in container.ports if port.name == name), None)


def dialled_port(container: Container, port: int | str) -> int | None:
    """The number a probe or an httpGet hook dials; None where it cannot be told.

    A name is looked up in the container's own ports, whatever their protocol; failing that it is read as a number.

    Source: `pkg/probe/util.go:ResolveContainerPort`.
    """
    number: int | None
    if isinstance(port, int):
        number = port
    else:
        declared = named_port(container, port)
        number = declared.container_port if declared else port_number(port)
    return number if number is not None and 0 < number <= LAST_PORT else None


# Pods come by the hundred from one template, with the same containers: what these say is worked out once.


def probes(spec: PodSpec) -> tuple[PortUse, ...]:
    """Every probe of a pod that dials a port: those of its containers, then those of its sidecars."""
    return _probes(spec.containers, spec.init_containers)


def hooks(spec: PodSpec) -> tuple[PortUse, ...]:
    """Every lifecycle hook of a pod that names a port."""
    return _hooks(spec.containers, spec.init_containers)


@lru_cache(maxsize=1024)
def _probes(containers: tuple[Container, ...], init_containers: tuple[InitContainer, ...]) -> tuple[PortUse, ...]:
    return tuple(_probes_of(_containers(containers, init_containers)))


@lru_cache(maxsize=1024)
def _hooks(containers: tuple[Container, ...], init_containers: tuple[InitContainer, ...]) -> tuple[PortUse, ...]:
    return tuple(_hooks_of(_containers(containers, init_containers)))


def _probes_of(containers: Iterable[tuple[Container, str]]) -> Iterator[PortUse]:
    for container, path in containers:
        kinds: tuple[PortUseKind, ...] = ("readinessProbe", "livenessProbe", "startupProbe")
        written = (container.readiness_probe, container.liveness_probe, container.startup_probe)
        for kind, probe in zip(kinds, written, strict=True):
            dialled = probe.port_action if probe else None
            if dialled is not None:
                handler, action = dialled
                yield PortUse(container, kind, handler, action, f"{path}.{kind}.{handler}")


def _hooks_of(containers: Iterable[tuple[Container, str]]) -> Iterator[PortUse]:
    for container, path in containers:
        lifecycle = container.lifecycle
        if lifecycle is None:
            continue
        kinds: tuple[PortUseKind, ...] = ("postStart", "preStop")
        for kind, hook in zip(kinds, (lifecycle.post_start, lifecycle.pre_stop), strict=True):
            for handler, action in _actions(hook):
                yield PortUse(container, kind, handler, action, f"{path}.lifecycle.{kind}.{handler}")


def _containers(
    containers: tuple[Container, ...], init_containers: tuple[InitContainer, ...]
) -> Iterator[tuple[Container, str]]:
    for place, container in enumerate(containers):
        yield container, f"spec.containers[{place}]"
    for place, container in enumerate(init_containers):
        if container.restartable:
            yield container, f"spec.initContainers[{place}]"


def _actions(hook: LifecycleHandler | None) -> Iterator[tuple[str, PortAction]]:
    if hook is not None and hook.http_get is not None:
        yield "httpGet", hook.http_get
    if hook is not None and hook.tcp_socket is not None:
        yield "tcpSocket", hook.tcp_socket
