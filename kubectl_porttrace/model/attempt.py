"""What was tried to learn whether something listens, and what came of it: facts like any object that was read."""

from ipaddress import ip_address
from typing import Literal, TypeAlias

import msgspec

from kubectl_porttrace.model.times import Time

Method = Literal["proxy", "forward", "proc"]

Heard = Literal["tls", "http", "plain", "closed", "silent", "opened"]
"""A connection was accepted. The program answered a TLS handshake with TLS (`tls`), with plain HTTP (`http`), with
something else (`plain`); it closed the connection without an answer (`closed`), or said nothing (`silent`). `opened`:
nothing was sent.
"""

AttemptOutcome: TypeAlias = Heard | Literal["refused", "unreachable", "read", "forbidden", "late", "failed"]
"""What came of an attempt, where no connection was accepted: `refused`: nothing accepts it there. `unreachable`: no way
leads there from where it was tried. `read`: the answer is in the attempt's other fields. `forbidden`: one may not try.
`late`: no answer came in the time there was, which proves nothing. `failed`: something else kept it from being tried.
"""


class Socket(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A socket that listens: of TCP one in state LISTEN, of UDP one that is bound and connected to nobody."""

    protocol: Literal["TCP", "UDP"]
    ip: str
    port: int

    @property
    def loopback(self) -> bool:
        """Whether only programs of the same pod reach it."""
        return is_loopback(self.ip)


class Attempt(msgspec.Struct, frozen=True, kw_only=True, rename="camel", omit_defaults=True):
    """One request that was sent to learn what listens.

    Attributes:
        method: `proxy`: the API server's proxy to pods, which dials the pod's first address. `forward`: a port-forward,
            which dials localhost inside the pod. `proc`: `/proc/net`, read inside the pod.
        request: what was sent, as the audit log names it.
        namespace: the pod's namespace.
        pod: the pod's name.
        uid: the pod's UID.
        number: the number that was dialled; 0 where all were asked about.
        outcome: what came of it.
        told: what the server said, where that tells more.
        at: when it was sent.
        sockets: of `proc`, those that listen.
        tables: of `proc`, the tables that were read to their end: tcp, tcp6, udp, udp6.
    """

    method: Method
    request: str
    namespace: str
    pod: str
    uid: str = ""
    number: int = 0
    outcome: AttemptOutcome
    told: str = ""
    at: Time
    sockets: tuple[Socket, ...] = ()
    tables: tuple[str, ...] = ()

    @property
    def barred(self) -> bool:
        """Whether one may not try it."""
        return self.outcome == "forbidden"


def is_loopback(ip: str) -> bool:
    """Whether an address is one of loopback; what a file calls an address may be none."""
    try:
        return ip_address(ip).is_loopback
    except ValueError:
        return False
