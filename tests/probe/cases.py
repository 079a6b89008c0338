"""Every kind of listener there is, and what each way of trying has to say of it."""

from __future__ import annotations

from dataclasses import dataclass

from tests.probe.stage import UDP, Listener

POD = "POD"
"""Stands for the pod's own address."""

Expected = tuple[str, bool | None]
"""The word of the report, and whether localhost is known to take connections."""


@dataclass(frozen=True)
class Case:
    """What listens in a pod, and what is to be said of its number 8080 over TCP.

    `proxy`, `forward` and `proc` are by the way that is tried; `codes` those of family L, by the default way.
    `filtered` is what the pod's namespace does with what comes from outside; `policy` says that the API tells of it.
    """

    name: str
    listeners: tuple[Listener, ...]
    proxy: Expected
    proc: str
    forward: bool = True
    codes: frozenset[str] = frozenset()
    proc_codes: frozenset[str] | None = None
    filtered: str | None = None
    policy: bool = False


def _one(kind: str, address: str = "0.0.0.0", number: int = 8080, *, only6: bool = False) -> tuple[Listener, ...]:  # noqa: S104
    return (Listener(kind, address, number, only6),)


_UNSHOWN = frozenset({"PTL09"})
_NOTHING = frozenset({"PTL05"})
_ALONE = frozenset({"PTL07"})

CASES = (
    Case("any-ipv4", _one("http"), ("yes", None), "yes"),
    Case("any-ipv6", _one("http", "::"), ("yes", None), "yes"),
    Case("pod-address", _one("http", POD), ("yes", None), "yes", forward=False, proc_codes=_ALONE),
    Case("loopback", _one("http", "127.0.0.1"), ("loopback", True), "loopback", codes=frozenset({"PTL06"})),
    Case("loopback-ipv6", _one("http", "::1"), ("loopback", True), "loopback", codes=frozenset({"PTL06"})),
    Case("nothing", (), ("no", False), "no", forward=False, codes=_NOTHING),
    Case("elsewhere", _one("http", number=3000), ("no", False), "no", forward=False, codes=_NOTHING),
    Case("only-ipv6", _one("http", "::", only6=True), ("no", False), "no", forward=False, codes=_NOTHING),
    Case("tls", _one("tls"), ("yes", None), "yes", codes=frozenset({"PTL08"}), proc_codes=frozenset()),
    Case("speaks-first", _one("speaks-first"), ("yes", None), "yes"),
    Case("silent", _one("silent"), ("unknown", True), "yes", codes=_UNSHOWN, proc_codes=frozenset()),
    Case("closes", _one("closes"), ("yes", True), "yes"),
    Case("resets", _one("resets"), ("yes", True), "yes"),
    Case(
        "closes-on-pod-address",
        _one("closes", POD),
        ("unknown", False),
        "yes",
        forward=False,
        codes=_UNSHOWN,
        proc_codes=_ALONE,
    ),
    Case("slow", _one("slow"), ("unknown", True), "yes", codes=_UNSHOWN, proc_codes=frozenset()),
    # It stops listening while it is tried: of what answered once, nothing is said to be missing.
    Case("answers-and-stops", _one("once"), ("yes", None), "yes"),
    Case("stops-listening", _one("leaves"), ("unknown", False), "yes", codes=_UNSHOWN, proc_codes=frozenset()),
    # In a container without `cat`, or whose `cat` does not end, the sockets cannot be read.
    Case("no-cat", _one("http"), ("yes", None), "unknown"),
    Case("cat-hangs", _one("http"), ("yes", None), "unknown"),
    Case("udp-alone", _one("udp", number=8080), ("no", False), "no", forward=False, codes=_NOTHING),
    Case("udp", (*_one("http"), *_one("udp", number=UDP)), ("yes", None), "yes"),
    Case("host", _one("http"), ("yes", None), "yes"),
    Case("unreachable", _one("http"), ("unreachable", True), "yes", codes=_UNSHOWN, proc_codes=frozenset()),
    Case("dropped", _one("http"), ("unknown", True), "yes", codes=_UNSHOWN, proc_codes=frozenset(), filtered="drop"),
    Case(
        "rejected",
        _one("http"),
        ("unknown", True),
        "yes",
        codes=_UNSHOWN,
        proc_codes=frozenset(),
        filtered="reject with tcp reset",
        policy=True,
    ),
    # No NetworkPolicy tells of it, so that it looks like loopback: likely, and the sockets show better.
    Case(
        "rejected-unsaid",
        _one("http"),
        ("loopback", True),
        "yes",
        codes=frozenset({"PTL06"}),
        proc_codes=frozenset(),
        filtered="reject with tcp reset",
    ),
    Case(
        "rejected-silence",
        (),
        ("unknown", False),
        "no",
        forward=False,
        codes=_UNSHOWN,
        proc_codes=_NOTHING,
        filtered="reject",
        policy=True,
    ),
)

RANDOM_PODS = tuple(f"random-{index}" for index in range(16))
