"""A control plane that reaches into the network namespaces of pods: its proxy dials them, and kwok runs commands there.

Pods are made once, each in a namespace of its own on a bridge of this machine; what listens in them changes from test
to test. kwok serves port-forward and exec: it connects to an address that leads to localhost in the pod's namespace,
and runs a `cat` that reads there.
"""

from __future__ import annotations

import json
import secrets
import socket
import stat
import subprocess
from collections.abc import Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Lock
from types import TracebackType
from typing import Any

from tests.cluster.api import resource_path
from tests.cluster.build import Programs
from tests.cluster.cluster import Cluster
from tests.cluster.control_plane import ControlPlane
from tests.cluster.namespace import Namespace
from tests.cluster.nodes import HAND_NODES
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.dataplane.helper import Helper
from tests.dataplane.inside import inside, set_sysctls
from tests.dataplane.netns import Namespaces, path_of, run_ip

NAMESPACE = "probed"
NUMBERS = (3000, 8080, 8443, 9090)
UDP = 5353
NOWHERE = "10.232.232.9"
"""An address to which the machine has no way."""

# kwok connects to an address of the pod's namespace that leads to localhost there. A command of its own would tell of a
# refusal only once the client is gone, for kwok waits for what is still to come from it.
_TO_LOCALHOST = """\
table ip localhost {{
  chain in {{
    type nat hook prerouting priority dstnat;
    ip daddr {address} dnat to 127.0.0.1
  }}
}}
"""
_CAT = """\
#!/bin/sh
[ "$POD_CAT" = none ] && { echo 'exec: "cat": executable file not found in $PATH: unknown' >&2; exit 126; }
[ "$POD_CAT" = hangs ] && exec sleep 30
[ -n "$POD_NETNS" ] && exec ip netns exec "$POD_NETNS" /bin/cat "$@"
exec /bin/cat "$@"
"""


@dataclass(frozen=True)
class ProbedPod:
    """A pod with a network namespace of its own."""

    name: str
    namespace: str
    ipv4: str
    ipv6: str
    localhost: str

    @property
    def path(self) -> Path:
        """The file that stands for its network namespace."""
        return path_of(self.namespace)


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
        self._tag = secrets.token_hex(2)
        self._net = 1 + secrets.randbelow(250)

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
        _nft(place, rules)

    def _ask(self, request: object) -> Any:
        with self._asking:
            return self._helper.ask(request)

    def _start(self) -> None:
        self._make_network()
        certificate, key = _certificate(self._directory)
        self._helper = Helper("tests.probe.programs", str(certificate), str(key))
        self._stack.callback(self._helper.stop)
        programs = replace(self._programs, paths={**self._programs.paths, "kwok": self._kwok()})
        control_plane = self._stack.enter_context(ControlPlane(programs=programs))
        self.cluster = self._stack.enter_context(closing(Cluster(control_plane.connection)))
        self._lead_to_kwok()
        api = self.cluster.api()
        api.create({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": NAMESPACE}})
        self.namespace = Namespace(api, NAMESPACE)
        self._make_objects()
        # Written once, for tests that ask from many threads.
        self.kubeconfig = str(self.cluster.kubeconfig("admin", NAMESPACE))

    def _make_network(self) -> None:
        namespaces = Namespaces()
        self._stack.callback(namespaces.remove)
        bridge, net = f"ptp{self._tag}", self._net
        made = namespaces.make(*(f"p{index}" for index in range(len(self._names))))
        self.pods = tuple(
            ProbedPod(
                self._names[index],
                name,
                ipv4=f"10.231.{net}.{index + 2}",
                ipv6=f"fd00:231:{net:x}::{index + 2:x}",
                localhost=f"10.231.{net}.{index + 128}",
            )
            for index, name in enumerate(made)
        )
        self._stack.callback(subprocess.run, ["ip", "link", "delete", bridge], capture_output=True, check=False)
        run_ip(
            [
                f"link add {bridge} type bridge",
                f"address add 10.231.{net}.1/24 dev {bridge}",
                f"address add fd00:231:{net:x}::1/64 dev {bridge} nodad",
                f"link set {bridge} up",
            ]
        )
        for index, place in enumerate(self.pods):
            port = f"ptp{self._tag}{index}"
            run_ip(
                [
                    f"link add {port} type veth peer name eth0 netns {place.namespace}",
                    f"link set {port} master {bridge} up",
                ]
            )
            run_ip(
                [
                    "link set lo up",
                    f"address add {place.ipv4}/24 dev eth0",
                    f"address add {place.localhost}/32 dev eth0",
                    f"address add {place.ipv6}/64 dev eth0 nodad",
                    "link set eth0 up",
                ],
                place.namespace,
            )
            set_sysctls(place.path, {"net/ipv4/conf/eth0/route_localnet": "1"})
            _nft(place, _TO_LOCALHOST.format(address=place.localhost))
        unreachable = f"route replace unreachable {NOWHERE}/32"
        run_ip([unreachable])
        self._stack.callback(
            subprocess.run, ["ip", "route", "del", "unreachable", f"{NOWHERE}/32"], capture_output=True, check=False
        )

    def _kwok(self) -> Path:
        """A program that starts kwok with what it serves, and with our `cat` before the machine's."""
        bin_ = self._directory / "bin"
        bin_.mkdir()
        _write_program(bin_ / "cat", _CAT)
        config = self._directory / "kwok.yaml"
        entries = (entry for place in self.pods for entry in _kwok_entries(place))
        config.write_text("\n---\n".join(json.dumps(entry) for entry in entries))
        kwok = self._programs["kwok"]
        return _write_program(
            self._directory / "kwok", f'#!/bin/sh\nPATH="{bin_}:$PATH" exec "{kwok}" --config="{config}" "$@"\n'
        )

    def _lead_to_kwok(self) -> None:
        """Say of the nodes whose pods are managed by hand that their kubelet is kwok."""
        api = self.cluster.api()
        kwok_node = api.get(resource_path("Node", name="node-0"))
        endpoint = kwok_node["status"]["daemonEndpoints"]
        addresses = [{"type": kind, "address": "127.0.0.1"} for kind in ("Hostname", "InternalIP")]
        status = {"daemonEndpoints": endpoint, "addresses": addresses}
        for name in HAND_NODES:
            api.patch(resource_path("Node", name=name) + "/status", {"status": status})

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


def _kwok_entries(place: ProbedPod) -> Iterable[dict[str, Any]]:
    api_version = "kwok.x-k8s.io/v1alpha1"
    metadata = {"name": place.name, "namespace": NAMESPACE}
    forwards = [{"ports": [number], **_forward(place, number)} for number in NUMBERS]
    yield {"apiVersion": api_version, "kind": "PortForward", "metadata": metadata, "spec": {"forwards": forwards}}
    cat = {"no-cat": "none", "cat-hangs": "hangs"}.get(place.name, "")
    envs = [{"name": "POD_NETNS", "value": place.namespace}, {"name": "POD_CAT", "value": cat}]
    yield {
        "apiVersion": api_version,
        "kind": "Exec",
        "metadata": metadata,
        "spec": {"execs": [{"local": {"envs": envs}}]},
    }


def _forward(place: ProbedPod, number: int) -> dict[str, Any]:
    """Where a port-forward leads: to 127.0.0.1, or to ::1, which runtimes try where 127.0.0.1 refuses.

    Source: `containerd/internal/cri/server/sandbox_portforward_linux.go:portForward`.
    """
    if place.name != "loopback-ipv6":
        return {"target": {"address": place.localhost, "port": number}}
    joined = f"exec 3<>/dev/tcp/::1/{number}; cat <&3 & exec cat >&3"
    return {"command": ["ip", "netns", "exec", place.namespace, "bash", "-c", joined]}


def _nft(place: ProbedPod, rules: str) -> None:
    command = ["ip", "netns", "exec", place.namespace, "nft", "-f", "-"]
    subprocess.run(command, input=rules, text=True, check=True, timeout=30)


def _write_program(path: Path, text: str) -> Path:
    path.write_text(text)
    path.chmod(path.stat().st_mode | stat.S_IEXEC | stat.S_IXGRP | stat.S_IXOTH)
    return path


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
