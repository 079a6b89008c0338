"""What the workloads of a namespace call their ports, as far as Services look them up by name."""

from collections.abc import Iterator, Mapping

import msgspec

from kubectl_porttrace.checks.good_practice import SYSTEM_NAMESPACES, written_by_people
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.find_port import declarations
from kubectl_porttrace.trace.owners import owner_of


class NamedNumber(msgspec.Struct, frozen=True, order=True):
    """A container port that one workload declares, and a Service of its namespace means."""

    number: int
    protocol: str
    name: str
    owner: str

    @property
    def title(self) -> str:
        """As in `8080/TCP`."""
        return f"{self.number}/{self.protocol}"


NumbersByNamespace = Mapping[str, tuple[NamedNumber, ...]]
"""Those of each namespace, in order."""


def named_numbers(snapshot: Snapshot) -> NumbersByNamespace:
    """The named container ports that Services lead to, of every namespace, each once for a workload.

    Those of DaemonSets, of operators' workloads and of the cluster's own namespaces are left out: who reads the advice
    has not chosen their names.
    """
    return snapshot.once(_named_numbers)


def _named_numbers(snapshot: Snapshot) -> NumbersByNamespace:
    found: dict[str, set[NamedNumber]] = {}
    for service in snapshot.services:
        if service.selects and service.namespace not in SYSTEM_NAMESPACES:
            found.setdefault(service.namespace, set()).update(_behind(snapshot, service))
    return {namespace: tuple(sorted(ports)) for namespace, ports in found.items()}


def _behind(snapshot: Snapshot, service: Service) -> Iterator[NamedNumber]:
    targets = {(port.target, port.protocol) for port in service.spec.ports}
    shapes = {(pod.metadata.controller, pod.template_of, pod.spec.shape): pod for pod in snapshot.pods_of(service)}
    for pod in shapes.values():
        owner = owner_of(snapshot, pod)
        if written_by_people(owner) is None:
            continue
        for declared in (each.port for each in declarations(pod.spec)):
            meant = {(declared.name, declared.protocol), (declared.container_port, declared.protocol)}
            if declared.name and not meant.isdisjoint(targets):
                yield NamedNumber(declared.container_port, declared.protocol, declared.name, owner.title)
