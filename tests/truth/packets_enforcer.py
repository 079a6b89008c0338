"""The reference engine of NetworkPolicy on the data plane's nodes: it judges every new connection of their pods."""

import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.dataplane.data_plane import DataPlane
from tests.dataplane.netns import DataPlaneError
from tests.dataplane.network import Place
from tests.truth.oracle import built_once
from tests.truth.policy_worlds import World

QUEUE = 100
_MODULE = Path(__file__).parent / "go" / "enforcer"
_SHARED = Path(__file__).parent / "go" / "worlds" / "worlds.go"


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
    program = built_once("policies-enforcer", _MODULE, ".", (_MODULE / "main.go", _SHARED))
    command = [str(program), str(QUEUE), *(str(node.path) for node in plane.nodes)]
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True)
    queued = [(node, end) for node in plane.nodes for end in ("-s", "-d")]
    try:
        enforcer = Enforcer(process)
        enforcer.take(())
        for node, end in queued:
            _rule("-A", node, end)
        yield enforcer
    finally:
        for node, end in queued:
            _rule("-D", node, end, check=False)
        process.kill()
        process.communicate()


def _rule(change: str, node: Place, end: str, *, check: bool = True) -> None:
    """Hand to the queue what begins or ends at a pod of a node; without the program nothing of it passes."""
    rule = f"{change} POSTROUTING {end} 10.200.{node.node}.0/24 -m conntrack --ctstate NEW"
    inside = ["ip", "netns", "exec", node.namespace]
    subprocess.run(
        [*inside, "iptables", "-t", "mangle", *rule.split(), "-j", "NFQUEUE", "--queue-num", str(QUEUE)],
        check=check,
        capture_output=True,
        timeout=60,
    )
