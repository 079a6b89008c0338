"""How big a fixture is, and which of its Services is where; computed from the size alone."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Fault = Literal["name-not-found", "selector-misses", "pods-unready"]

FAULTS: dict[int, Fault] = {7: "name-not-found", 23: "selector-misses", 41: "pods-unready"}
"""Place among every fifty Services -> what is wrong with the one there: 6 in 100 have something to find."""

FAULT_PERIOD = 50
OPENED = 3
"""Place among every fifty Services of the one that has a node port."""
FIRST_NODE_PORT = 30001
BIG_SHARE = 5
"""One namespace holds this fraction of all Services: real namespaces are of very different sizes."""


@dataclass(frozen=True)
class Workload:
    """One Service of the fixture and the Deployment behind it, whose pods are all on `node`; 0 is no node port."""

    name: str
    namespace: str
    node: str
    replicas: int
    fault: Fault | None
    node_port: int = 0


@dataclass(frozen=True)
class Size:
    """How many of everything; pods are spread evenly over Services, and the first Services take what is left over."""

    pods: int = 10_000
    services: int = 500
    namespaces: int = 50
    nodes: int = 100

    def __post_init__(self) -> None:
        """Refuse what cannot be built. ValueError."""
        if self.services < 1 or self.pods < self.services or self.namespaces < 2 or self.nodes < 1:  # noqa: PLR2004
            raise ValueError("a fixture has two namespaces and a node at least, and a pod for every Service")

    def workloads(self) -> Iterator[Workload]:
        """Every Service, in the order of its name."""
        each, more = divmod(self.pods, self.services)
        for index in range(self.services):
            yield Workload(
                name=f"web-{index:04d}",
                namespace=namespace_name(self._namespace_of(index)),
                node=node_name(index % self.nodes),
                replicas=each + (index < more),
                fault=FAULTS.get(index % FAULT_PERIOD),
                node_port=FIRST_NODE_PORT + index // FAULT_PERIOD if index % FAULT_PERIOD == OPENED else 0,
            )

    def healthy(self, namespace: str) -> Workload:
        """The first sound Service of a namespace. StopIteration where it has none."""
        return next(each for each in self.workloads() if each.namespace == namespace and each.fault is None)

    def opened(self) -> Workload | None:
        """The first Service with a node port; None where there are too few for one."""
        return next((each for each in self.workloads() if each.node_port), None)

    def _namespace_of(self, index: int) -> int:
        big = self.services // BIG_SHARE
        return 0 if index < big else 1 + (index - big) % (self.namespaces - 1)


def node_name(index: int) -> str:
    """The name of a node."""
    return f"bench-node-{index:03d}"


def namespace_name(index: int) -> str:
    """The name of a namespace; number 0 is the big one."""
    return f"bench-{index:03d}"
