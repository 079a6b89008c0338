"""Random but valid Services and pods, in every dimension that the endpoint controllers look at."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any

from tests.cluster.api import Manifest
from tests.cluster.nodes import HAND_NODES
from tests.cluster.objects import container, container_port, endpoint_slice, pod, service
from tests.cluster.pod_status import PodState

NAMES = ("http", "web", "dns", "metrics", "admin")
NUMBERS = (53, 80, 443, 8080, 9090)
STATES: list[PodState] = ["ready", "unready", "succeeded", "failed", "pending"]
PROTOCOLS = ("TCP", "TCP", "TCP", "UDP", "UDP", "SCTP")


@dataclass(frozen=True)
class PodPlan:
    """A pod to be made, and the state to bring it to."""

    manifest: Manifest
    state: PodState
    ips: tuple[str, ...]
    terminating: bool


@dataclass(frozen=True)
class Scenario:
    """One Service with all that belongs to it; `later` changes its selector once everything has settled."""

    name: str
    service: Manifest
    pods: tuple[PodPlan, ...] = ()
    others: tuple[Manifest, ...] = ()
    later: Manifest | None = field(default=None)


def scenario(seed: int, number: int) -> Scenario:
    """The scenario of that number in the series of a seed; the same for the same arguments."""
    return _Maker(Random(f"{seed}/{number}"), f"s{number}").make()  # noqa: S311 - a test, not a secret


class _Maker:
    def __init__(self, random: Random, name: str) -> None:
        self.random = random
        self.name = name
        self.labels = {"app": name}
        self.addresses = iter(range(1, 200))

    def chance(self, share: float) -> bool:
        return self.random.random() < share

    def make(self) -> Scenario:
        kind = self.random.choices(["selector", "selectorless", "external"], [80, 16, 4])[0]
        headless = kind != "external" and self.chance(0.2)
        ports = [] if headless and self.chance(0.2) else self.service_ports()
        spec = self.external() if kind == "external" else self.internal(headless=headless)
        made = service(self.name, selector=self.labels if kind != "selectorless" else {}, **spec)
        made["spec"]["ports"] = ports
        made["metadata"]["labels"] = {"team": "a"} if self.chance(0.3) else {}
        pods = tuple(self.pod(place) for place in range(self.random.choice([0, 1, 1, 2, 2, 3, 4])))
        others = tuple(self.handmade(ports)) if kind == "selectorless" or self.chance(0.08) else ()
        return Scenario(self.name, made, pods, others, self.later(kind))

    def internal(self, *, headless: bool) -> dict[str, Any]:
        families = self.random.choices([["IPv4"], ["IPv6"], ["IPv4", "IPv6"]], [70, 10, 20])[0]
        spec: dict[str, Any] = {"ipFamilies": families}
        spec["ipFamilyPolicy"] = "RequireDualStack" if len(families) > 1 else "SingleStack"
        if headless:
            spec["clusterIP"] = "None"
        else:
            spec["type"] = self.random.choices(["ClusterIP", "NodePort", "LoadBalancer"], [70, 20, 10])[0]
        if self.chance(0.15):
            spec["publishNotReadyAddresses"] = True
        if self.chance(0.15):
            spec["internalTrafficPolicy"] = "Local"
        if spec.get("type") in {"NodePort", "LoadBalancer"} and self.chance(0.25):
            spec["externalTrafficPolicy"] = "Local"
        return spec

    def external(self) -> dict[str, Any]:
        return {"type": "ExternalName", "externalName": "db.example.com"}

    def service_ports(self) -> list[Manifest]:
        wanted = self.random.choice([1, 1, 1, 2, 2, 3])
        pairs = self.random.sample([(p, n) for p in ("TCP", "UDP", "SCTP") for n in NUMBERS], 15)
        pairs.sort(key=lambda pair: pair[0] != "TCP" and self.chance(0.6))
        names = self.random.sample(NAMES, wanted)
        return [self.service_port(*pairs[place], names[place], single=wanted == 1) for place in range(wanted)]

    def service_port(self, protocol: str, number: int, name: str, *, single: bool) -> Manifest:
        made: Manifest = {"port": number}
        if not single or self.chance(0.5):
            made["name"] = name
        if protocol != "TCP" or self.chance(0.5):
            made["protocol"] = protocol
        target = self.random.choices([None, self.random.choice(NUMBERS), self.random.choice(NAMES)], [2, 3, 6])[0]
        if target is not None:
            made["targetPort"] = target
        if self.chance(0.15):
            made["appProtocol"] = "kubernetes.io/h2c"
        return made

    def pod(self, place: int) -> PodPlan:
        containers = [self.container(f"c{at}") for at in range(self.random.choice([1, 1, 2, 3]))]
        init = [
            self.container(f"i{at}", **({"restartPolicy": "Always"} if self.chance(0.6) else {}))
            for at in range(self.random.choice([0, 0, 0, 1, 2]))
        ]
        more: dict[str, Any] = {}
        if self.chance(0.15):
            more = {"hostname": f"h{place}", "subdomain": self.name if self.chance(0.6) else "other"}
        node = "gone" if self.chance(0.05) else self.random.choice(HAND_NODES)
        manifest = pod(f"{self.name}-{place}", *containers, labels=self.labels, init_containers=tuple(init), node=node)
        manifest["spec"] |= more
        state = self.random.choices(STATES, [70, 15, 4, 4, 7])[0]
        return PodPlan(manifest, state, self.ips(state), terminating=self.chance(0.12))

    def ips(self, state: PodState) -> tuple[str, ...]:
        if state == "pending" and self.chance(0.6):
            return ()
        number = next(self.addresses)
        block = self.random.randrange(1, 250)
        # The controller spells in its own way what a node wrote.
        between = self.random.choice(("::", ":0::", ":0:0:0:0:"))
        v4, v6 = f"10.200.{block}.{number}", f"fd00:200:{block:x}{between}{number:x}"
        return self.random.choices([(v4,), (v4, v6), (v6,)], [60, 30, 10])[0]

    def container(self, name: str, **more: Any) -> Manifest:
        names = self.random.sample([*NAMES, ""], self.random.choice([0, 1, 1, 2]))
        ports = [
            container_port(self.random.choice(NUMBERS), named or None, self.random.choice([None, *PROTOCOLS]) or None)
            for named in names
        ]
        return container(name, *ports, **more)

    def handmade(self, ports: Sequence[Manifest]) -> list[Manifest]:
        """Slices or Endpoints written by hand, whose ports may or may not fit the Service's."""
        written = [self.handmade_port(each) for each in ports] or [{"name": "", "port": 80}]
        if self.chance(0.5):
            address = f"192.0.2.{next(self.addresses)}"
            unique = {each["name"]: each for each in written}
            return [endpoint_slice(f"{self.name}-hand", self.name, address, ports=tuple(unique.values()))]
        return [self.endpoints(written)]

    def handmade_port(self, of: Manifest) -> Manifest:
        name = of.get("name", "") if self.chance(0.75) else self.random.choice(NAMES)
        protocol = of.get("protocol", "TCP") if self.chance(0.85) else "UDP"
        return {"name": name, "port": self.random.choice(NUMBERS), "protocol": protocol}

    def endpoints(self, ports: Sequence[Manifest]) -> Manifest:
        address = {"ip": f"192.0.2.{next(self.addresses)}"}
        where = "addresses" if self.chance(0.75) else "notReadyAddresses"
        metadata: Manifest = {"name": self.name, "labels": {}, "annotations": {}}
        if self.chance(0.15):
            metadata["labels"]["endpointslice.kubernetes.io/skip-mirror"] = self.random.choice(["true", "True"])
        if self.chance(0.1):
            metadata["annotations"]["control-plane.alpha.kubernetes.io/leader"] = "{}"
        subsets = [{where: [address], "ports": list(ports)}]
        if self.chance(0.25):
            subsets.append({where: [address], "ports": [self.handmade_port(each) for each in ports]})
        return {"apiVersion": "v1", "kind": "Endpoints", "metadata": metadata, "subsets": subsets}

    def later(self, kind: str) -> Manifest | None:
        """A change of the selector: taken away, or given to a Service that had none."""
        if kind == "selector" and self.chance(0.06):
            return {"spec": {"selector": None}}
        if kind == "selectorless" and self.chance(0.2):
            return {"spec": {"selector": self.labels}}
        return None
