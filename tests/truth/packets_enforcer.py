"""The reference engine of network policies on the data plane's nodes: it judges every new connection of their pods.

The engine's own program hands packets to the queue by nftables, which kernels without CONFIG_NFT_QUEUE cannot do.
iptables' NFQUEUE hands the same packets to the same queue, at the same place.
"""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from tests.dataplane.data_plane import DataPlane
from tests.dataplane.netns import DataPlaneError
from tests.dataplane.network import Place, pods_of
from tests.truth.oracle import built_once
from tests.truth.policy_engines import MODULES, SHARED
from tests.truth.policy_worlds import World

QUEUE = 100
_MODULE = MODULES / "enforcer"


class Enforcer:
    """The program that judges packets; the worlds it was given last hold."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process

    def take(self, worlds: Sequence[World]) -> int:
        """Let these worlds hold, and no others. How many packets were judged before."""
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(b"[" + b",".join(world.question for world in worlds) + b"]\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline()
        if not answer:
            raise DataPlaneError(f"the enforcer ended with {self._process.wait()}")
        return int(answer)


@contextmanager
def enforced(plane: DataPlane) -> Iterator[Enforcer]:
    """Have new connections from and to the pods of every node judged on that node.

    After the Service's address is translated and before the source's may be, as
    `kube-network-policies/pkg/dataplane/controller.go:syncNFTablesRules` does it.
    """
    program = built_once("policies-enforcer", _MODULE, ".", (_MODULE / "main.go", *SHARED))
    command = [str(program), str(QUEUE), *(str(node.path) for node in plane.nodes)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    families = [family for family in ("IPv4", "IPv6") if plane.serves(family)]
    queued = [(node, end, family) for node in plane.nodes for end in ("-s", "-d") for family in families]
    try:
        enforcer = Enforcer(process)
        enforcer.take(())
        for each in queued:
            _rule("-A", *each)
        yield enforcer
    finally:
        for each in queued:
            _rule("-D", *each, check=False)
        process.kill()
        process.communicate()


def _rule(change: str, node: Place, end: str, family: str, *, check: bool = True) -> None:
    """Hand to the queue what begins or ends at a pod of a node; without the program nothing of it passes.

    One lock is for all of the machine, kube-proxies of other tests among them.
    """
    program = "iptables" if family == "IPv4" else "ip6tables"
    rule = f"{change} POSTROUTING {end} {pods_of(node, family)} -m conntrack --ctstate NEW"
    inside = ["ip", "netns", "exec", node.namespace]
    subprocess.run(
        [*inside, program, "--wait", "60", "-t", "mangle", *rule.split(), "-j", "NFQUEUE", "--queue-num", str(QUEUE)],
        check=check,
        capture_output=True,
        timeout=180,
    )
