"""A control plane with real packets: nodes that route, kube-proxies on them, pods that answer, clients that ask."""

from __future__ import annotations

import itertools
import shutil
import time
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from urllib.parse import urlsplit

from tests.cluster.api import Manifest, resource_path
from tests.cluster.build import Programs
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.nodes import HAND_NODES, KWOK_NODES
from tests.cluster.objects import endpoint_slice, service, service_port
from tests.cluster.processes import Processes
from tests.cluster.users import COMPONENT
from tests.dataplane.helper import Helper
from tests.dataplane.kube_proxy import Mode, flags
from tests.dataplane.netns import DataPlaneError, Namespaces, remove_leftovers
from tests.dataplane.network import Network, Place

FENCE_TIMEOUT = 180.0
_FENCE_PORT = 7
_TIMEOUT = 2.5
PATIENT = 60.0
"""Seconds to wait for what must come: who answers at once is not waited for any longer."""


@dataclass(frozen=True)
class Probe:
    """Connect from a place to an address, so many times."""

    client: Place
    protocol: str
    address: str
    port: int
    tries: int = 1


class DataPlane:
    """The data plane of a control plane that nobody else uses: its nodes become those of the namespaces here."""

    def __init__(self, cluster: Cluster, programs: Programs, mode: Mode = "nftables", *, ipv6: bool = True) -> None:
        """Serve `cluster`, with kube-proxies in `mode`; IPv6 is left out where the machine has none."""
        self.cluster = cluster
        self.mode = mode
        self.ipv6 = ipv6
        self._programs = programs
        self._stack = ExitStack()
        self._fences = itertools.count()
        self.packets = 0

    def __enter__(self) -> DataPlane:  # noqa: PYI034 - Self needs Python 3.11
        """Make the network, start what runs in it, and wait until Services work."""
        try:
            self._start()
        except BaseException:
            self._stack.close()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process and remove every namespace."""
        self._stack.close()

    @property
    def nodes(self) -> tuple[Place, ...]:
        """The nodes, as clients outside see them."""
        return self._network.nodes

    @property
    def outside(self) -> Place:
        """A client outside the cluster, which reaches the nodes."""
        return self._network.outsides[0]

    @property
    def outsides(self) -> tuple[Place, ...]:
        """A client outside for each node, which reaches what load balancers and external IPs stand for by that one."""
        return self._network.outsides

    def serves(self, family: str) -> bool:
        """Say whether the data plane carries packets of a family, "IPv4" or "IPv6"."""
        return family == "IPv4" or self.ipv6

    def pods(self, nodes: Sequence[int], numbers: Sequence[int]) -> list[Place]:
        """Return a pod on each of these nodes, by index, that answers on these numbers over TCP and UDP."""
        places = self._network.pods(nodes)
        self._listen([place for place in places if place not in self._listening], numbers)
        return places

    def give_back(self, places: Sequence[Place]) -> None:
        """Return pods, still answering, for other pods to be."""
        self._network.give_back(places)

    def probe(self, probes: Sequence[Probe], timeout: float = _TIMEOUT) -> list[dict[str, int]]:
        """Send all probes and return, for each, how often every outcome came: "NAME NUMBER", "refused", "timeout"."""
        self._processes.check_alive()
        asked = [[str(each.client.path), each.protocol, each.address, each.port, each.tries] for each in probes]
        self.packets += sum(each.tries for each in probes)
        return list(self._prober.ask({"probes": asked, "timeout": timeout}))

    def settle(self) -> None:
        """Wait until every kube-proxy routes by everything that is in the API now.

        A watch tells changes of one kind in their order, so who serves a new Service has seen all earlier Services,
        and who sends it to its endpoint has seen all earlier slices. A kube-proxy brings its health checks in line
        after its rules: who serves a second fence has done with the first.
        """
        self._pass_fence()
        self._pass_fence()

    def _pass_fence(self) -> None:
        name = f"fence-{next(self._fences)}"
        fence = self._fence.create(self._fence_service(name))
        for each in self._fence_slices(name):
            self._fence.create(each)
        protocol, port = "TCP", fence["spec"]["ports"][0]["port"]
        ips = fence["spec"]["clusterIPs"]
        missing = [Probe(client, protocol, ip, port) for client in self.clients for ip in ips]
        deadline = time.monotonic() + FENCE_TIMEOUT
        while missing:
            answers = self.probe(missing, timeout=0.5)
            missing = [probe for probe, answer in zip(missing, answers, strict=True) if self._answer not in answer]
            if missing and time.monotonic() > deadline:
                raise DataPlaneError(f"waited {FENCE_TIMEOUT:.0f} s for kube-proxy to serve {missing[0]}")
        self._fence.delete("Service", name)

    def _start(self) -> None:
        remove_leftovers()
        namespaces = Namespaces()
        self._stack.callback(namespaces.remove)
        self._network = Network(namespaces, HAND_NODES, ipv6=self.ipv6)
        self._listening: set[Place] = set()
        self._prober = self._helper("tests.dataplane.prober")
        self._listeners = self._helper("tests.dataplane.listeners")
        self._take_nodes()
        self._start_proxies()
        # They are no Pods of the API: nothing selects them.
        self.clients = tuple(self._network.pods(range(len(HAND_NODES))))
        self._answering = self.pods([0], [_FENCE_PORT])[0]
        self._answer = f"{self._answering.name} {_FENCE_PORT}"
        self._fence: Namespace = self.cluster.new_namespace("fence")
        self.settle()

    def _helper(self, module: str, *args: str) -> Helper:
        helper = Helper(module, *args)
        self._stack.callback(helper.stop)
        return helper

    def _take_nodes(self) -> None:
        """Leave the nodes that have a namespace, and give each the addresses that it has there."""
        api = self.cluster.api()
        for name in KWOK_NODES:
            api.delete(resource_path("Node", name=name))
        for node in self.nodes:
            ips = [node.ipv4, node.ipv6] if self.ipv6 else [node.ipv4]
            status = {"addresses": [{"type": "InternalIP", "address": ip} for ip in ips]}
            api.patch(resource_path("Node", name=node.name) + "/status", {"status": status})

    def _start_proxies(self) -> None:
        connection = self.cluster.connection
        forwarder = self._helper("tests.dataplane.forwarder", str(urlsplit(connection.server).port))
        forwarder.ask({"listen": [str(node.path) for node in self.nodes]})
        self._processes = Processes()
        self._stack.callback(self._processes.stop)
        program, kubeconfig = str(self._programs["kube-proxy"]), connection.kubeconfig(COMPONENT)
        for node in self.nodes:
            command = ["netns", "exec", node.namespace, program, *flags(node, kubeconfig, self.mode)]
            directory = Path(connection.directory)
            self._processes.start(f"kube-proxy-{node.name}", directory, Path(shutil.which("ip") or "ip"), *command)

    def _listen(self, places: Sequence[Place], numbers: Sequence[int]) -> None:
        entries = [{"namespace": str(each.path), "name": each.name, "numbers": list(numbers)} for each in places]
        self._listeners.ask({"open": entries})
        self._listening.update(places)

    def _fence_service(self, name: str) -> Manifest:
        families = {"ipFamilyPolicy": "RequireDualStack"} if self.ipv6 else {}
        return service(name, service_port(80, name="fence"), selector={}, **families)

    def _fence_slices(self, name: str) -> list[Manifest]:
        port = {"name": "fence", "port": _FENCE_PORT, "protocol": "TCP"}
        v4 = endpoint_slice(f"{name}-4", name, self._answering.ipv4, ports=(port,))
        v6 = endpoint_slice(f"{name}-6", name, self._answering.ipv6, ports=(port,), address_type="IPv6")
        return [v4, v6] if self.ipv6 else [v4]
