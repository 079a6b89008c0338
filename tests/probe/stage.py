"""A control plane that reaches into the network namespaces of pods: its proxy dials them, and kwok runs commands there.

Pods are made once, each in a namespace of its own on a bridge of this machine; what listens in them changes from test
to test. kwok serves port-forward and exec: it connects to an address that leads to localhost in the pod's namespace,
and runs a `cat` that reads there.
"""

from __future__ import annotations

import secrets
import socket
import subprocess
from collections.abc import Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any

from tests.cluster.build import Programs
from tests.cluster.cluster import Cluster
from tests.cluster.control_plane import ControlPlane
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.dataplane.helper import Helper
from tests.dataplane.inside import inside
from tests.probe.kubelet import NAMESPACE, NUMBERS, lead_to_kwok, program_of_kwok
from tests.probe.network import NOWHERE, ProbedPod, make_network, own_net, set_rules

UDP = 5353


@dataclass(frozen=True)
class Listener:
    """A program that is to listen in a pod."""

    kind: str
    address: str
    number: int = 8080
    only6: bool = False


class Stage:
    """The control plane with its pods, from `__enter__` to `__exit__`."""

    def __init__(self, programs: Programs, directory: Path, names: Sequence[str]) -> None:
        """Make pods of these names; files go to `directory`.

        That called `unreachable` says that it has another address than it has, `host` that it is on its node's network;
        of `loopback-ipv6` a port-forward leads to ::1; `no-cat` has no `cat`, and that of `cat-hangs` does not end.
        """
        self._programs = programs
        self._directory = directory
        self._names = tuple(names)
        # A helper answers one request after the other; tests ask from many threads.
        self._asking = Lock()
        self._stack = ExitStack()

    def __enter__(self) -> Stage:  # noqa: PYI034 - Self needs Python 3.11
        """Start it, with all pods Running and Ready and no program in them."""
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

    def listen(self, place: ProbedPod, *listeners: Listener) -> None:
        """Let these programs listen in a pod, and no others."""
        entries = [
            {
                "pod": place.name,
                "namespace": str(place.path),
                "kind": each.kind,
                "address": each.address,
                "number": each.number,
                "only6": each.only6,
            }
            for each in listeners
        ]
        self._ask({"close": place.name})
        self._ask({"open": entries})

    def received(self, place: ProbedPod) -> dict[int, tuple[int, str]]:
        """What came to each number of a pod: how many connections, and which bytes."""
        return {int(number): tuple(found) for number, found in self._ask({"received": place.name}).items()}

    def set_filter(self, place: ProbedPod, verdict: str | None) -> None:
        """Let a pod's namespace drop or reject what comes in from outside, as a policy does; None for neither."""
        rules = "table inet closing\ndelete table inet closing\n"
        if verdict:
            numbers = ", ".join(map(str, NUMBERS))
            rules += "table inet closing {\nchain in {\ntype filter hook input priority 0;\n"
            rules += f"ct original ip daddr {place.ipv4} tcp dport {{ {numbers} }} {verdict}\n}}\n}}\n"
        set_rules(place, rules)

    def _ask(self, request: object) -> Any:
        with self._asking:
            return self._helper.ask(request)

    def _start(self) -> None:
        self.pods = make_network(self._stack, self._names, secrets.token_hex(2), own_net())
        certificate, key = _certificate(self._directory)
        self._helper = Helper("tests.probe.programs", str(certificate), str(key))
        self._stack.callback(self._helper.stop)
        kwok = program_of_kwok(self._directory, self._programs["kwok"], self.pods)
        programs = replace(self._programs, paths={**self._programs.paths, "kwok": kwok})
        control_plane = self._stack.enter_context(ControlPlane(programs=programs))
        self.cluster = self._stack.enter_context(closing(Cluster(control_plane.connection)))
        api = self.cluster.api()
        lead_to_kwok(api)
        api.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}})
        self.namespace = Namespace(api, NAMESPACE)
        self._make_objects()
        # Written once, for tests that ask from many threads.
        self.kubeconfig = str(self.cluster.kubeconfig("admin", NAMESPACE))

    def _make_objects(self) -> None:
        """A pod and a Service for each namespace: port 80 goes to 8080, over TCP; 53 to 5353, over UDP."""
        for place in self.pods:
            labels = {"app": place.name}
            declared = container("app", *(container_port(number) for number in NUMBERS[:2]))
            ips = (NOWHERE,) if place.name == "unreachable" else (place.ipv4, place.ipv6)
            network: dict[str, Any] = {"hostNetwork": True} if place.name == "host" else {}
            self.namespace.run_pod(pod(place.name, declared, labels=labels, **network), ips=ips)
            ports = [
                service_port(80, 8080, name="http"),
                service_port(53, UDP, name="dns", protocol="UDP"),
            ]
            self.namespace.create(service(place.name, *ports))
        for place in self.pods:
            self.namespace.wait_for_endpoints(place.name, 1)

    def __getitem__(self, name: str) -> ProbedPod:
        """The pod of that name."""
        return next(place for place in self.pods if place.name == name)


def connects(address: str, number: int, namespace: Path | None = None) -> str:
    """What comes of a connection to an address, from a namespace or from this machine: `open`, `refused` or `late`."""
    if namespace is not None:
        with inside(namespace):
            return connects(address, number)
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as client:
        client.settimeout(0.7)
        try:
            client.connect((address, number))
        except TimeoutError:
            return "late"
        except ConnectionRefusedError:
            return "refused"
        except ConnectionResetError:
            return "open"
        except OSError:
            return "no-way"
        return "open"


def _certificate(directory: Path) -> tuple[Path, Path]:
    """A certificate that signs itself, and its key."""
    certificate, key = directory / "program.crt", directory / "program.key"
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"),
            *("-subj", "/CN=program", "-days", "3650", "-keyout", str(key), "-out", str(certificate)),
        ],
        capture_output=True,
        check=True,
        timeout=60,
    )
    return certificate, key
