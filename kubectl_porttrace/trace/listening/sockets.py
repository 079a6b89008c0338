"""What the sockets inside a pod show: on which addresses of it a program listens, exactly."""

from collections.abc import Iterable

import msgspec

from kubectl_porttrace.model.attempt import Attempt, is_loopback
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.listening.listening import UNKNOWN, Listening

ANY4, ANY6 = "0.0.0.0", "::"  # noqa: S104 - read, not bound


class Sockets(msgspec.Struct, frozen=True):
    """The addresses on which one number and protocol is listened on, and whether these are all."""

    addresses: frozenset[str]
    complete: bool

    @property
    def any_ipv6(self) -> bool:
        """Whether what serves IPv4 is a socket of IPv6, which does unless its program asked for IPv6 alone."""
        return ANY6 in self.addresses and ANY4 not in self.addresses

    @property
    def loopback_only(self) -> bool:
        """Whether something listens, and on loopback alone."""
        return bool(self.addresses) and all(map(is_loopback, self.addresses))


def sockets_on(pod: Pod, attempts: Iterable[Attempt], number: int, protocol: str) -> Sockets | None:
    """The sockets of one number, of the last time they were read; None where they were not.

    Where there is no table for IPv6 there is no IPv6. A runtime that puts a kernel of its own around a pod may show
    empty tables for UDP (gVisor does), so that what is missing from these proves nothing.
    """
    read = [each for each in attempts if each.method == "proc" and each.outcome == "read"]
    if not read:
        return None
    table = protocol.lower()
    found = frozenset(each.ip for each in read[-1].sockets if each.port == number and each.protocol == protocol)
    complete = table in read[-1].tables and not (protocol == "UDP" and pod.spec.runtime_class_name)
    return Sockets(found, complete)


def shown_by_sockets(pod: Pod, attempts: Iterable[Attempt], ip: str | None, number: int, protocol: str) -> Listening:
    """What the sockets of a pod show of an address and number."""
    sockets = sockets_on(pod, attempts, number, protocol)
    if sockets is None or not ip:
        return UNKNOWN
    addresses = sockets.addresses
    if ip in addresses or (ANY6 if ":" in ip else ANY4) in addresses:
        return Listening("yes", "proc")
    if sockets.any_ipv6 and ":" not in ip:
        return UNKNOWN  # The tables do not tell which of the two it is.
    if sockets.loopback_only:
        return Listening("loopback", "proc", localhost=True)
    return Listening("no", "proc") if sockets.complete else UNKNOWN
