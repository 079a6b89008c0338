"""Random shops: a few Services with the pods behind them, healthy but for one fault put in."""

from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass, replace
from random import Random

from tests.cluster.api import Manifest
from tests.cluster.objects import container, container_port, pod, service, service_port, workload

APPS = ("cart", "orders", "stock", "search")
PORTS = {"http": 8080, "metrics": 9090, "grpc": 50051, "admin": 8081, "web": 80}
KINDS = ("Deployment", "Deployment", "StatefulSet", "Pod", "Pod")


@dataclass(frozen=True)
class App:
    """What serves, and the Service before it.

    `others` are made after both: a canary, a leader's label, a slice by hand. `scaled` is how many pods come to be.
    """

    name: str
    kind: str
    labels: dict[str, str]
    containers: tuple[Manifest, ...]
    service: Manifest
    replicas: int
    others: tuple[Manifest, ...] = ()
    pod_spec: Manifest | None = None
    bare_labels: tuple[dict[str, str], ...] = ()

    @property
    def ports(self) -> list[Manifest]:
        """The Service's ports."""
        ports: list[Manifest] = self.service["spec"]["ports"]
        return ports

    def manifests(self) -> list[Manifest]:
        """What serves; bare pods are made by hand."""
        if self.kind == "Pod":
            return []
        made = workload(
            self.kind,
            self.name,
            *self.containers,
            replicas=self.replicas,
            labels=self.labels,
            pod_spec=self.pod_spec,
        )
        return [made]

    def bare_pods(self) -> list[Manifest]:
        """The pods that nothing made."""
        if self.kind != "Pod":
            return []
        labels = self.bare_labels or (self.labels,) * self.replicas
        return [pod(f"{self.name}-{n}", *self.containers, labels=each) for n, each in enumerate(labels)]

    def with_service(self, service: Manifest) -> "App":
        """The same behind another Service."""
        return replace(self, service=service)


@dataclass(frozen=True)
class Shop:
    """Some apps in one namespace; `fault` names what was put into the first of them.

    `elsewhere` puts the pods of that one into another namespace.
    """

    fault: str
    apps: tuple[App, ...]
    elsewhere: bool = False


def healthy(random: Random) -> tuple[App, ...]:
    """Apps that nothing is wrong with."""
    names = random.sample(APPS, random.choice((1, 2, 2, 3)))
    return tuple(_app(random, name) for name in names)


def _app(random: Random, name: str) -> App:
    labels = {"app": name} | ({"tier": "backend"} if random.random() < 0.5 else {})
    declared = random.sample(sorted(PORTS), random.choice((1, 1, 2)))
    ports = [container_port(PORTS[each], each) for each in declared]
    split = len(ports) > 1 and random.random() < 0.3
    containers = (container("app", ports[0]), container("side", *ports[1:])) if split else (container("app", *ports),)
    kind = random.choice(KINDS)
    return App(name, kind, labels, containers, _service(random, name, labels, declared), random.choice((1, 2)))


def _service(random: Random, name: str, labels: dict[str, str], declared: Sequence[str]) -> Manifest:
    named = len(declared) > 1 or random.random() < 0.5
    ports = [
        service_port(
            PORTS[each] if random.random() < 0.3 else 81 + place,
            each if random.random() < 0.8 else PORTS[each],
            each if named else None,
            "TCP",
        )
        for place, each in enumerate(declared)
    ]
    spec = random.choice(({}, {}, {"type": "NodePort"}, {"clusterIP": "None"}))
    return deepcopy(service(name, *ports, selector=dict(labels), **spec))
