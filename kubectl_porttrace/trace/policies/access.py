"""Whether policies let a client through to the pods of a Service: out of where it is, and into them."""

from functools import cached_property

import msgspec

from kubectl_porttrace.model.network_policy import Direction
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.policies.answers import Answer, all_of
from kubectl_porttrace.trace.policies.beside import undecided_by
from kubectl_porttrace.trace.policies.differing import admitted_by_address_alone, under_cilium
from kubectl_porttrace.trace.policies.evaluate import enters, leaves
from kubectl_porttrace.trace.policies.peer import ANYWHERE, Peer, pod_peer
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


class PodConnection(msgspec.Struct, frozen=True):
    """One client, one pod, one number; None where policies do not decide it, or were not read."""

    port: TracedPort
    pod: Pod
    number: int
    source: Peer
    destination: Peer
    leaves: Answer
    enters: Answer

    @property
    def refused(self) -> Direction | None:
        """The end whose policies refuse it: the first of the two that does."""
        if self.leaves is False:
            return "Egress"
        return "Ingress" if self.enters is False else None


class TracedAccess(msgspec.Struct, frozen=True, dict=True):
    """A Service, as a client would reach it.

    `clients` are the pods of the client, empty where it has none; `network` its addresses where it is outside of the
    cluster, empty for any.
    """

    snapshot: Snapshot
    service: TracedService
    title: str
    clients: tuple[Pod, ...] = ()
    network: str | None = None
    ports: frozenset[PortKey] | None = None

    @property
    def kind(self) -> str:
        """As in `kind:`."""
        return "Service"

    @property
    def namespace(self) -> str:
        """The Service's namespace."""
        return self.service.namespace

    @property
    def name(self) -> str:
        """The Service's name."""
        return self.service.name

    @property
    def drifting(self) -> bool:
        """Whether the slices of the Service differ from what they should be."""
        return self.service.drifting

    @property
    def converging(self) -> bool:
        """Whether the slices of the Service are still catching up with a change."""
        return self.service.converging

    @cached_property
    def connections(self) -> tuple[PodConnection, ...]:
        """From each client to each usable pod of each port; addresses of another family reach nothing."""
        return tuple(
            self._connection(port, backend, backend.pod, source)
            for port in self.service.ports
            if self.ports is None or port.key in self.ports
            for backend in port.usable
            if backend.pod is not None
            for source in self._sources(backend)
        )

    def of(self, port: PortKey) -> tuple[PodConnection, ...]:
        """Those to one port."""
        return tuple(each for each in self.connections if each.port.key == port)

    def answer(self, connection: PodConnection) -> Answer:
        """Whether a connection gets through at both ends; None as well where the network plugin that is there differs.

        To Cilium no pod is in an ipBlock.
        """
        found = all_of((connection.leaves, connection.enters))
        return None if found and under_cilium(self.snapshot) and self._by_address(connection) else found

    def _by_address(self, connection: PodConnection) -> bool:
        source, destination = connection.source, connection.destination
        numbered = connection.port.spec.protocol, connection.number
        return admitted_by_address_alone(
            self.snapshot, "Egress", source, destination, *numbered
        ) or admitted_by_address_alone(self.snapshot, "Ingress", destination, source, *numbered)

    def _sources(self, backend: Backend) -> tuple[Peer, ...]:
        if self.network is not None:
            return (Peer(self.network or ANYWHERE[backend.family]),)
        return tuple(pod_peer(self.snapshot, pod, _address(pod, backend.family)) for pod in self.clients)

    def _connection(self, port: TracedPort, backend: Backend, pod: Pod, source: Peer) -> PodConnection:
        destination = pod_peer(self.snapshot, pod, backend.ip)
        asked = (self.snapshot, source, destination, port.spec.protocol, backend.port)
        out, into = leaves(*asked), enters(*asked)
        if source.pod is not None and undecided_by(self.snapshot, source.pod):
            out = None
        if undecided_by(self.snapshot, pod):
            into = None
        return PodConnection(port, pod, backend.port, source, destination, out, into)


def _address(pod: Pod, family: str) -> str | None:
    return next((ip for ip in pod.ips if (":" in ip) == (family == "IPv6")), None)
