"""Try what is wanted, a few at a time and for a few seconds, each with the fewest requests that settle it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from time import monotonic
from typing import Literal

from kubectl_porttrace.model.attempt import Attempt, Method
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.probe.forward import try_forward
from kubectl_porttrace.probe.proc import try_proc
from kubectl_porttrace.probe.proxy import try_proxy
from kubectl_porttrace.probe.server import Prober
from kubectl_porttrace.read.cluster.parallel import in_parallel
from kubectl_porttrace.trace.listening.kubelet import is_intercepted
from kubectl_porttrace.trace.listening.sockets import sockets_on
from kubectl_porttrace.trace.listening.tried import ANSWERED
from kubectl_porttrace.trace.listening.wanted import NumberWanted

Mode = Literal["proxy", "forward", "proc"]

AT_ONCE = 4
SECONDS = 5.0
"""What all of it may take."""

EACH = 2.5
"""Seconds that one request may take."""

MOST_OTHERS = 5
"""Other declared numbers of a pod that are tried where nothing listens on the one that is wanted."""

_LEAST = 0.05


class _Course:
    """How far it has come: how long the next request may take, and which are known to be forbidden."""

    def __init__(self, seconds: float) -> None:
        self._end = monotonic() + seconds
        self._forbidden: set[tuple[str, Method]] = set()

    def ask(self, pod: Pod, method: Method, ask: Callable[[float], Attempt]) -> Iterator[Attempt]:
        """What comes of a request, if there is time for it and it is not known to be forbidden."""
        left = min(EACH, self._end - monotonic())
        if left < _LEAST or (pod.namespace, method) in self._forbidden:
            return
        found = ask(left)
        if found.barred:
            self._forbidden.add((pod.namespace, method))
        yield found


def probe(server: Prober, wanted: Sequence[NumberWanted], mode: Mode, seconds: float = SECONDS) -> tuple[Attempt, ...]:
    """Try what is wanted, in its order, until the time is over.

    Args:
        server: the API server.
        wanted: what is to be tried.
        mode: how.
        seconds: how long it may take.

    Returns:
        What came of each request, in the order of what is wanted.
    """
    course = _Course(seconds)
    chains: dict[Mode, Callable[[Sequence[NumberWanted]], Iterator[Attempt]]] = {
        "proxy": partial(_by_proxy, server, course),
        "forward": partial(_by_forward, server, course),
        "proc": partial(_by_proc, server, course),
    }
    groups = _of_one_pod(wanted) if mode == "proc" else [[each] for each in wanted]
    tasks = [partial(_all, chains[mode], group) for group in groups]
    return tuple(attempt for attempts in in_parallel(tasks, AT_ONCE) for attempt in attempts)


def _all(
    chain: Callable[[Sequence[NumberWanted]], Iterator[Attempt]], group: Sequence[NumberWanted]
) -> tuple[Attempt, ...]:
    return tuple(chain(group))


def _of_one_pod(wanted: Sequence[NumberWanted]) -> list[list[NumberWanted]]:
    groups: dict[tuple[str, str], list[NumberWanted]] = {}
    for each in wanted:
        groups.setdefault(each.pod.key, []).append(each)
    return list(groups.values())


def _by_proxy(server: Prober, course: _Course, wanted: Sequence[NumberWanted]) -> Iterator[Attempt]:
    """The proxy; where that does not settle it, a port-forward; where both are refused, the other declared numbers."""
    for each in wanted:
        first = tuple(course.ask(each.pod, "proxy", partial(try_proxy, server, each.pod, each.number)))
        yield from first
        if not is_intercepted(each.pod) and any(attempt.outcome in ANSWERED for attempt in first):
            continue
        second = tuple(course.ask(each.pod, "forward", partial(try_forward, server, each.pod, each.number)))
        yield from second
        outcomes = [attempt.outcome for attempt in (*first, *second)]
        if outcomes == ["refused", "opened"]:
            # A program that had only just begun to listen is refused no more.
            yield from course.ask(each.pod, "proxy", partial(try_proxy, server, each.pod, each.number))
        for number in each.others[:MOST_OTHERS] if outcomes == ["refused", "refused"] else ():
            yield from course.ask(each.pod, "proxy", partial(try_proxy, server, each.pod, number))


def _by_forward(server: Prober, course: _Course, wanted: Sequence[NumberWanted]) -> Iterator[Attempt]:
    for each in wanted:
        yield from course.ask(each.pod, "forward", partial(try_forward, server, each.pod, each.number))


def _by_proc(server: Prober, course: _Course, wanted: Sequence[NumberWanted]) -> Iterator[Attempt]:
    """The sockets; the proxy only where they leave open whether a socket of IPv6 serves IPv4."""
    pod = wanted[0].pod
    read = tuple(course.ask(pod, "proc", partial(try_proc, server, pod)))
    yield from read
    for each in wanted:
        sockets = sockets_on(pod, read, each.number, each.protocol)
        unclear = sockets is not None and sockets.any_ipv6 and ":" not in pod.status.pod_ip
        if unclear and each.protocol == "TCP":
            yield from course.ask(pod, "proxy", partial(try_proxy, server, pod, each.number))
