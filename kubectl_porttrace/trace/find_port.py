"""From a Service port to the number a pod serves it on."""

from functools import lru_cache
from typing import Literal

import msgspec

from kubectl_porttrace.model.container import Container, ContainerPort, InitContainer
from kubectl_porttrace.model.pod import Pod, PodSpec
from kubectl_porttrace.model.service import ServicePort

ContainerKind = Literal["container", "sidecar"]


class Declaration(msgspec.Struct, frozen=True, cache_hash=True):
    """A port as one container declares it."""

    container: Container
    kind: ContainerKind
    port: ContainerPort


class Resolution(msgspec.Struct, frozen=True):
    """Where a pod serves a Service port; `declaration` is None for a number that no container declares."""

    number: int
    declaration: Declaration | None


def find_port(pod: Pod, service_port: ServicePort) -> Resolution | None:
    """Resolve a Service port's targetPort on one pod, as the endpoint controllers do.

    A number is taken as it is. A name is looked up together with the protocol: in the regular containers in order,
    then in the sidecars; ordinary init containers are never searched. None where the name is not found.

    Source: `k8s.io/endpointslice/utils.go:FindPort`.
    """
    spec = pod.spec
    return _found(spec.containers, spec.init_containers, service_port.target, service_port.protocol)


def declarations(spec: PodSpec) -> tuple[Declaration, ...]:
    """Every port declared by a container that serves, in the order FindPort searches them."""
    return _declared(spec.containers, spec.init_containers)


def declaring(spec: PodSpec, number: int, protocol: str) -> Declaration | None:
    """The first declaration of a number and protocol among the containers that serve."""
    return _declaring(declarations(spec), number, protocol)


# Pods come by the hundred from one template, with the same containers: what these say is worked out once.


@lru_cache(maxsize=1024)
def _declared(containers: tuple[Container, ...], init_containers: tuple[InitContainer, ...]) -> tuple[Declaration, ...]:
    sidecars = [container for container in init_containers if container.restartable]
    return (
        *(Declaration(container, "container", port) for container in containers for port in container.ports),
        *(Declaration(container, "sidecar", port) for container in sidecars for port in container.ports),
    )


@lru_cache(maxsize=1024)
def _found(
    containers: tuple[Container, ...], init_containers: tuple[InitContainer, ...], target: int | str, protocol: str
) -> Resolution | None:
    declared = _declared(containers, init_containers)
    if isinstance(target, int):
        return Resolution(target, _declaring(declared, target, protocol))
    for declaration in declared:
        if declaration.port.name == target and declaration.port.protocol == protocol:
            return Resolution(declaration.port.container_port, declaration)
    return None


def _declaring(declared: tuple[Declaration, ...], number: int, protocol: str) -> Declaration | None:
    for declaration in declared:
        if declaration.port.container_port == number and declaration.port.protocol == protocol:
            return declaration
    return None
