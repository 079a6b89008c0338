"""What was asked: some objects by name, or all Services of a namespace or of the cluster.

Reading and diagnosing take the same Question, so that what is read is what is judged.
"""

from typing import TYPE_CHECKING, TypeAlias

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.dns_name import DnsName, readings
from kubectl_porttrace.model.http_request import HttpRequest
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.written_number import port_number
from kubectl_porttrace.selector import Requirement, selects

if TYPE_CHECKING:
    from kubectl_porttrace.model.snapshot import Snapshot


PROTOCOLS = frozenset({"TCP", "UDP", "SCTP"})
"""Those that a port of a Service may have."""


class ServiceTarget(msgspec.Struct, frozen=True):
    """A Service by name, and one of its ports by name or number; None for all of them."""

    name: str
    port: str | None = None
    protocol: str | None = None

    @property
    def may_be_node(self) -> bool:
        """Whether a node may be meant, and a port of it: `node-1:30080`."""
        return self.port is not None and port_number(self.port) is not None

    @property
    def of_node(self) -> "AddressTarget":
        """The same as a port of a node."""
        written = f"{self.name}:{self.port}" + (f"/{self.protocol}" if self.protocol else "")
        return AddressTarget(self.name, port_number(self.port or ""), self.protocol, written)


class WorkloadTarget(msgspec.Struct, frozen=True):
    """A pod, or the pods of a workload: `kind` is as in `kind:`."""

    kind: str
    name: str


class ReferrerTarget(msgspec.Struct, frozen=True):
    """An object that names Services, as a route or a webhook: `kind` is the key of its kind."""

    kind: str
    name: str


class AddressTarget(msgspec.Struct, frozen=True):
    """An address, a host or any node, and a port of it: who owns it.

    Attributes:
        host: an IP address as the API server writes it, or a name in lower case; empty for any node.
        port: the number that is dialled; None for the address alone.
        protocol: that of the port; None for any.
        written: as it was asked for.
        in_dns: whether a name may be one of the cluster's DNS.
        absolute: whether a dot at its end keeps it from being searched for in the cluster.
        namespace: that of the pod by which a name is looked up.
    """

    host: str
    port: int | None = None
    protocol: str | None = None
    written: str = ""
    in_dns: bool = False
    absolute: bool = False
    namespace: str = ""

    @property
    def is_ip(self) -> bool:
        """Whether it is an IP address and no name: no name of a host ends in a number (RFC 1123, 2.1)."""
        return ":" in self.host or self.host.rpartition(".")[2].isdecimal()

    @property
    def names(self) -> tuple[DnsName, ...]:
        """What it may be in the cluster's DNS, in the order in which a pod's resolver asks; empty where it is none."""
        return readings(self.host, self.namespace, absolute=self.absolute) if self.in_dns else ()


class UrlTarget(HttpRequest, frozen=True, kw_only=True):
    """A URL: which route serves it. `written` has neither what identifies a user nor parameters."""

    written: str = ""


class Client(msgspec.Struct, frozen=True):
    """Who is asked whether it may connect: pods of a namespace, or addresses outside of the cluster.

    Attributes:
        title: as it was written.
        workload: the pod or workload; None for all pods of the namespace, and for addresses.
        namespace: its namespace; None for that of the Services.
        network: the addresses, empty for any outside of the cluster; None for pods.
    """

    title: str
    workload: WorkloadTarget | None = None
    namespace: str | None = None
    network: str | None = None


Target: TypeAlias = ServiceTarget | WorkloadTarget | ReferrerTarget | AddressTarget | UrlTarget


class Question(msgspec.Struct, frozen=True):
    """What was asked.

    Attributes:
        namespace: where to look; None for everywhere.
        targets: what was asked for by name; empty for every Service.
        labels: what the labels of the Services have to meet, where none is asked for by name.
        routes: whether who names the Services is asked about as well.
        client: who is asked whether policies let it connect; None for nobody.
        advice: whether good practice is asked about, and not only what fails.
        used: whether it is asked who uses each port, in any namespace.
    """

    namespace: str | None = None
    targets: tuple[Target, ...] = ()
    labels: tuple[Requirement, ...] = ()
    routes: bool = True
    client: Client | None = None
    advice: bool = False
    used: bool = False

    @property
    def services(self) -> tuple[ServiceTarget, ...]:
        """The Services and ports asked for by name."""
        return tuple(target for target in self.targets if isinstance(target, ServiceTarget))

    @property
    def workloads(self) -> tuple[WorkloadTarget, ...]:
        """The pods and workloads asked for, each once."""
        return tuple(dict.fromkeys(target for target in self.targets if isinstance(target, WorkloadTarget)))

    @property
    def referrers(self) -> tuple[ReferrerTarget, ...]:
        """The routes and other objects that name Services and were asked for, each once."""
        return tuple(dict.fromkeys(target for target in self.targets if isinstance(target, ReferrerTarget)))

    @property
    def addresses(self) -> tuple[AddressTarget, ...]:
        """The addresses and ports whose owners are asked for, each once; a name as a pod of the namespace has it."""
        namespace = self.namespace or "default"
        targets = (target for target in self.targets if isinstance(target, AddressTarget))
        placed = (replace(each, namespace=namespace) if each.in_dns else each for each in targets)
        return tuple(dict.fromkeys(placed))

    @property
    def urls(self) -> tuple[UrlTarget, ...]:
        """The URLs whose routes are asked for, each once."""
        return tuple(dict.fromkeys(target for target in self.targets if isinstance(target, UrlTarget)))

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the Services asked for, each once."""
        return tuple(dict.fromkeys(target.name for target in self.services))

    @property
    def whole(self) -> bool:
        """Whether all Services are asked about, and nothing by name."""
        return not self.targets

    @property
    def asks_about_services(self) -> bool:
        """Whether it asks about Services, or workloads that these reach, and not only about what names them."""
        return self.whole or bool(self.services) or bool(self.workloads)

    @property
    def asks_of_namespace(self) -> bool:
        """Whether anything of the namespace itself is asked about: whoever owns an address may be in any."""
        return self.asks_about_services or bool(self.referrers)

    @property
    def asks_who_names(self) -> bool:
        """Whether it asks who names Services: it does where it asks about these, unless that is left out."""
        return self.routes and self.asks_about_services

    @property
    def selector(self) -> str:
        """The conditions on labels as an API server reads them; empty where there is none."""
        return ",".join(map(str, self.labels))

    def with_nodes(self, snapshot: "Snapshot") -> "Question":
        """The same where a name is that of a node, and no Service of the namespace has it: the node's port is meant."""
        nodes = {node.name for node in snapshot.nodes}
        targets = (
            each.of_node
            if isinstance(each, ServiceTarget)
            and each.may_be_node
            and each.name in nodes
            and not self._has(snapshot, each)
            else each
            for each in self.targets
        )
        return replace(self, targets=tuple(targets)) if nodes else self

    def _has(self, snapshot: "Snapshot", target: ServiceTarget) -> bool:
        return any(each.name == target.name and self.namespace in {None, each.namespace} for each in snapshot.services)

    def concerns(self, service: Service) -> bool:
        """Whether a Service may be one that was asked about, going by its namespace and name."""
        here = self.namespace in {None, service.namespace}
        return here and (self.whole or service.name in self.names)

    def allows(self, service: Service) -> bool:
        """Whether a Service is where to look, and has the labels that were asked for."""
        return self.namespace in {None, service.namespace} and selects(self.labels, service.metadata.labels)


EVERYTHING = Question()
"""Every Service that was read."""
