"""A Snapshot with what trying showed: attempts are facts like objects, and what one may not try is not read."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType

from msgspec.structs import replace

from kubectl_porttrace.model.attempt import Attempt, Method
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.probe.probing import SECONDS, Mode, probe
from kubectl_porttrace.probe.server import Prober
from kubectl_porttrace.trace.listening.wanted import NumberWanted
from kubectl_porttrace.wording import count

PROTOCOLS: Mapping[Mode, frozenset[str]] = MappingProxyType(
    {"proxy": frozenset({"TCP"}), "forward": frozenset({"TCP"}), "proc": frozenset({"TCP", "UDP"})}
)
"""What each way can tell of: only sockets tell of UDP."""

ROLE = "porttrace-probe"
"""The ClusterRole that the README has for it."""

_RIGHTS: Mapping[Method, tuple[str, str]] = MappingProxyType(
    {
        "proxy": ("get", "pods/proxy"),
        "forward": ("create", "pods/portforward"),
        "proc": ("create", "pods/exec"),
    }
)
"""The verb and resource that each way needs; a websocket's was `get` before Kubernetes 1.35."""


def announcement(wanted: Sequence[NumberWanted], mode: Mode) -> str:
    """What is about to be done, in one line."""
    ports = count(len(wanted), "port")
    pods = count(len({each.pod.key for each in wanted}), "pod")
    return {
        "proxy": f"--probe: the API server connects to {ports} of {pods} and begins a TLS handshake; where refused, "
        "a port-forward connects inside the pod",
        "forward": f"--probe=forward: a port-forward connects to {ports} inside {pods}, and sends nothing",
        "proc": f"--probe=proc: runs cat in a container of {pods}, to read the sockets in /proc/net",
    }[mode]


def with_attempts(
    server: Prober, snapshot: Snapshot, wanted: Sequence[NumberWanted], mode: Mode, say: Callable[[str], None]
) -> Snapshot:
    """The same Snapshot, and what came of trying what is wanted.

    Args:
        server: the API server.
        snapshot: what was read.
        wanted: what is to be tried.
        mode: how.
        say: told what is about to be done, before it is.
    """
    if not wanted:
        return snapshot
    say(announcement(wanted, mode))
    attempts = probe(server, wanted, mode)
    unread = (*snapshot.unread, *_forbidden(attempts), *_left_out(attempts, wanted))
    return replace(snapshot, attempts=(*snapshot.attempts, *attempts), unread=unread)


def _forbidden(attempts: Iterable[Attempt]) -> Iterator[Unread]:
    """What one may not try in each namespace, with the verb, and the role to ask for."""
    for namespace, method in dict.fromkeys((each.namespace, each.method) for each in attempts if each.barred):
        verb, resource = _RIGHTS[method]
        message = f"the right to {verb} {resource} is missing: ask for the ClusterRole {ROLE} of the README"
        yield Unread(resource, namespace, "forbidden", message)


def _left_out(attempts: Iterable[Attempt], wanted: Sequence[NumberWanted]) -> Iterator[Unread]:
    """How much there was no time for; what may not be tried is told elsewhere."""
    attempts = tuple(attempts)
    tried = {(each.namespace, each.pod, each.number) for each in attempts}
    barred = {each.namespace for each in attempts if each.barred}
    left = [
        each
        for each in wanted
        if each.pod.namespace not in barred and tried.isdisjoint({(*each.pod.key, each.number), (*each.pod.key, 0)})
    ]
    if left:
        number = f"{len(left)} of {count(len(wanted), 'port')}"
        yield Unread(LISTENING, None, "error", f"{number} were not tried within {SECONDS:.0f} s: ask for one Service")


LISTENING = "listening"
"""What `Unread.resource` says where there was no time to try all of it."""
