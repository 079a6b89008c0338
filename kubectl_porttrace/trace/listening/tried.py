"""What attempts show of an address and number. Each alone proves little, and some together prove it.

The API server's proxy dials the pod's first address: refused there, nothing takes connections on that address, and a
port-forward, which dials localhost inside the pod, tells whether something does on localhost alone. Two things answer
in a program's place, and make what is refused or accepted prove nothing: a NetworkPolicy, where the network plugin
refuses what it blocks (kube-router, and so k3s, rejects rather than drops), and a proxy in the pod that takes every
connection.
"""

from collections.abc import Collection, Iterable
from typing import get_args

import msgspec

from kubectl_porttrace.model.attempt import Attempt, AttemptOutcome, Heard, Method
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.find_port import declarations
from kubectl_porttrace.trace.listening.kubelet import is_intercepted
from kubectl_porttrace.trace.listening.listening import Listening
from kubectl_porttrace.trace.listening.sockets import shown_by_sockets, sockets_on
from kubectl_porttrace.trace.policies.selecting import isolation_of

ANSWERED = frozenset({"tls", "http", "plain"})
ACCEPTED = frozenset(get_args(Heard))


class Tried(msgspec.Struct, frozen=True):
    """The last outcomes on one number of a pod, by method; None where it was not tried."""

    proxy: AttemptOutcome | None
    forward: AttemptOutcome | None

    @property
    def localhost(self) -> bool | None:
        """Whether something takes connections on localhost inside the pod; None where that is not known."""
        return {"opened": True, "refused": False}.get(self.forward or "")


def shown_by_attempts(snapshot: Snapshot, pod: Pod, ip: str | None, number: int, protocol: str) -> Listening:
    """What was tried shows of an address and number of a pod.

    Args:
        snapshot: what was read and tried.
        pod: the pod.
        ip: the address that a Service sends to.
        number: the number that it sends to.
        protocol: the port's protocol.
    """
    attempts = snapshot.attempts_on(pod)
    by_sockets = shown_by_sockets(pod, attempts, ip, number, protocol)
    if protocol != "TCP" or by_sockets.word != "unknown" or ip != pod.status.pod_ip:
        return by_sockets
    sockets = sockets_on(pod, attempts, number, protocol)
    return _concluded(snapshot, pod, tried_on(attempts, number), seen=sockets is not None and sockets.any_ipv6)


def tried_on(attempts: Iterable[Attempt], number: int) -> Tried:
    """The last outcomes on one number, of the attempts on one pod."""
    last: dict[Method, AttemptOutcome] = {each.method: each.outcome for each in attempts if each.number == number}
    return Tried(last.get("proxy"), last.get("forward"))


def may_be_rejected(snapshot: Snapshot, pod: Pod) -> bool:
    """Whether a policy may refuse connections to a pod in the place of its programs, as far as is known."""
    if pod.spec.host_network:
        return False
    read = snapshot.was_read("networkpolicies", pod.namespace)
    return not read or not isolation_of(snapshot, pod, "Ingress").none


def _concluded(snapshot: Snapshot, pod: Pod, tried: Tried, *, seen: bool) -> Listening:
    """What proxy and port-forward show; `seen` says that a socket for any address of IPv6 is known to listen."""
    localhost, intercepted = tried.localhost, is_intercepted(pod)
    if tried.proxy == "unreachable":
        return Listening("unreachable", "proxy", localhost=localhost)
    if tried.proxy == "refused" and not intercepted and not may_be_rejected(snapshot, pod):
        if localhost:
            return Listening("loopback", "forward", localhost=True)
        return Listening("no", "proxy" if localhost is None else "forward", localhost=localhost)
    sure = localhost or (not intercepted and (seen or tried.proxy in ANSWERED))
    if tried.proxy in ACCEPTED and sure:
        return Listening("yes", "proxy", localhost=localhost)
    return Listening(localhost=localhost)


def last_on(attempts: Iterable[Attempt], number: int) -> Attempt | None:
    """The last attempt that says something of a number, of those on one pod."""
    return next((each for each in reversed(tuple(attempts)) if each.number in {0, number}), None)


def open_numbers(snapshot: Snapshot, pods: Iterable[Pod], but: Collection[int]) -> tuple[int, ...]:
    """The numbers on which every one of some pods takes connections over TCP, beside those that are left out.

    They are those that were tried, or whose sockets were seen to listen on another address than loopback; of the latter
    only declared ones, for a pod has more sockets than people know.
    """
    found = [_open_on(snapshot, pod) for pod in pods]
    return tuple(sorted(frozenset.intersection(*found) - frozenset(but))) if found else ()


def _open_on(snapshot: Snapshot, pod: Pod) -> frozenset[int]:
    attempts = snapshot.attempts_on(pod)
    declared = {each.port.container_port for each in declarations(pod.spec) if each.port.protocol == "TCP"}
    tried = {each.number for each in attempts if each.method == "proxy" and each.outcome in ANSWERED}
    sockets = {
        each.port
        for attempt in attempts
        for each in attempt.sockets
        if each.protocol == "TCP" and each.port in declared and not each.loopback
    }
    return frozenset(tried | sockets)
