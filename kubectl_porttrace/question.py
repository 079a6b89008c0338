"""What was asked: some objects by name, or all Services of a namespace or of the cluster.

Reading and diagnosing take the same Question, so that what is read is what is judged.
"""

from typing import TypeAlias

import msgspec

from kubectl_porttrace.model.service import Service
from kubectl_porttrace.selector import Requirement, selects


class ServiceTarget(msgspec.Struct, frozen=True):
    """A Service by name, and one of its ports by name or number; None for all of them."""

    name: str
    port: str | None = None
    protocol: str | None = None


class WorkloadTarget(msgspec.Struct, frozen=True):
    """A pod, or the pods of a workload: `kind` is as in `kind:`."""

    kind: str
    name: str


class ReferrerTarget(msgspec.Struct, frozen=True):
    """An object that names Services, as a route or a webhook: `kind` is the key of its kind."""

    kind: str
    name: str


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


Target: TypeAlias = ServiceTarget | WorkloadTarget | ReferrerTarget


class Question(msgspec.Struct, frozen=True):
    """What was asked.

    Attributes:
        namespace: where to look; None for everywhere.
        targets: what was asked for by name; empty for every Service.
        labels: what the labels of the Services have to meet, where none is asked for by name.
        routes: whether who names the Services is asked about as well.
        client: who is asked whether policies let it connect; None for nobody.
    """

    namespace: str | None = None
    targets: tuple[Target, ...] = ()
    labels: tuple[Requirement, ...] = ()
    routes: bool = True
    client: Client | None = None

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
    def asks_who_names(self) -> bool:
        """Whether it asks who names Services: it does where it asks about these, unless that is left out."""
        return self.routes and self.asks_about_services

    @property
    def selector(self) -> str:
        """The conditions on labels as an API server reads them; empty where there is none."""
        return ",".join(map(str, self.labels))

    def concerns(self, service: Service) -> bool:
        """Whether a Service may be one that was asked about, going by its namespace and name."""
        here = self.namespace in {None, service.namespace}
        return here and (self.whole or service.name in self.names)

    def allows(self, service: Service) -> bool:
        """Whether a Service is where to look, and has the labels that were asked for."""
        return self.namespace in {None, service.namespace} and selects(self.labels, service.metadata.labels)


EVERYTHING = Question()
"""Every Service that was read."""
