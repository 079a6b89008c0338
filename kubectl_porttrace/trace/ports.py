"""From a Service port to the number a pod serves it on."""

from collections.abc import Iterator
from typing import Literal

import msgspec

from kubectl_porttrace.model.pod import Container, ContainerPort, Pod, PodSpec
from kubectl_porttrace.model.service import ServicePort

ContainerKind = Literal["container", "sidecar"]


class Declaration(msgspec.Struct, frozen=True):
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
    target = service_port.target
    if isinstance(target, int):
        return Resolution(target, declaring(pod.spec, target, service_port.protocol))
    for declaration in declarations(pod.spec):
        if declaration.port.name == target and declaration.port.protocol == service_port.protocol:
            return Resolution(declaration.port.container_port, declaration)
    return None


def declarations(spec: PodSpec) -> Iterator[Declaration]:
    """Every port declared by a container that serves, in the order FindPort searches them."""
    for container in spec.containers:
        for port in container.ports:
            yield Declaration(container, "container", port)
    for container in spec.sidecars:
        for port in container.ports:
            yield Declaration(container, "sidecar", port)


def declaring(spec: PodSpec, number: int, protocol: str) -> Declaration | None:
    """The first declaration of a number and protocol among the containers that serve."""
    for declaration in declarations(spec):
        if declaration.port.container_port == number and declaration.port.protocol == protocol:
            return declaration
    return None
