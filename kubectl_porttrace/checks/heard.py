"""What is known to listen behind the ports of a Service, where that was tried: what the checks of family L share."""

from collections.abc import Collection, Iterable
from functools import cached_property

import msgspec

from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.findings import Certainty, Severity
from kubectl_porttrace.model.attempt import Attempt
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.listening.evidence import listening_at
from kubectl_porttrace.trace.listening.listening import Listening
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService

TRIED = frozenset({"proxy", "forward", "proc"})


class HeardAt(msgspec.Struct, frozen=True):
    """A backend that is a pod's, and what is known to listen there."""

    backend: Backend
    pod: Pod
    listening: Listening

    @property
    def address(self) -> str:
        """As in `10.0.0.1:8080`."""
        ip = self.backend.ip or ""
        return f"[{ip}]:{self.backend.port}" if ":" in ip else f"{ip}:{self.backend.port}"


class HeardPort(msgspec.Struct, frozen=True, dict=True):
    """A port, and what is known to listen at each of its backends that is a pod's."""

    traced: TracedService
    port: TracedPort
    places: tuple[HeardAt, ...]

    def saying(self, *words: str) -> tuple[HeardAt, ...]:
        """Those of which trying showed one of these words."""
        return tuple(each for each in self.places if each.listening.word in words and each.listening.by in TRIED)

    @cached_property
    def deaf(self) -> bool:
        """Whether nothing listens for a client at any usable backend, as far as one pod of each revision tells.

        That takes an answer of each owner, revision, number and family, and none of a usable backend that listens.
        """
        usable = [each for each in self.places if each.backend.usable]
        silent = {self._sort(each) for each in usable if each.listening.word in {"no", "loopback"}}
        others = [each for each in usable if each.listening.word not in {"no", "loopback", "unknown"}]
        all_pods = len(usable) == len(self.port.usable)
        return bool(usable) and all_pods and not others and all(self._sort(each) in silent for each in usable)

    @property
    def severity(self) -> Severity:
        """An error where no client reaches a program, else a warning; also where slices do not tell who is reached."""
        return "error" if self.deaf and self.traced.slices is not None else "warning"

    def of_all(self, places: Collection[HeardAt]) -> str:
        """Which pods these are: `1 pod of Deployment/web`, and of how many they are the ones that were tried."""
        told = by_workload(self.traced, [each.pod for each in places])
        pods = {each.pod.key for each in self.places}
        known = {each.pod.key for each in self.places if each.listening.word != "unknown"}
        return told if len(known) == len(pods) else f"{told}; tried on {len(known)} of {len(pods)}"

    def attempts(self, places: Iterable[HeardAt]) -> tuple[Attempt, ...]:
        """What was tried on the pods of these."""
        snapshot = self.traced.snapshot
        return tuple(attempt for each in places for attempt in snapshot.attempts_on(each.pod))

    def _sort(self, each: HeardAt) -> tuple[object, ...]:
        owner = self.traced.owner(each.pod)
        return owner.title, owner.replica_set, each.backend.port, each.backend.family


def certainty_of(places: Iterable[HeardAt]) -> Certainty:
    """How sure one is that nothing listens on an address: only the sockets themselves make it certain."""
    return "certain" if all(each.listening.by == "proc" for each in places) else "likely"


def doubts_of(places: Iterable[HeardAt]) -> tuple[str, ...]:
    """What else could refuse connections to an address, as evidence; nothing where the sockets were read."""
    return () if certainty_of(places) == "certain" else (_REJECTED,)


_REJECTED = "a firewall that rejects connections to the pod would look the same: --probe=proc reads the sockets"


def heard_ports(traced: TracedService) -> tuple[HeardPort, ...]:
    """The ports of a Service behind which something was tried."""
    return traced.once(_heard_ports)


def _heard_ports(traced: TracedService) -> tuple[HeardPort, ...]:
    if not traced.snapshot.attempts:
        return ()
    return tuple(HeardPort(traced, port, tuple(_places(traced, port))) for port in traced.ports)


def _places(traced: TracedService, port: TracedPort) -> Iterable[HeardAt]:
    for backend in port.backends:
        if backend.pod is not None:
            yield HeardAt(backend, backend.pod, listening_at(traced.snapshot, backend, port.spec.protocol))


def how(places: Collection[HeardAt], attempts: Iterable[Attempt]) -> tuple[str, ...]:
    """The evidence: what was tried on the first of these, and what came of it."""
    first = next(iter(places))
    numbers = {0, first.backend.port}
    return tuple(
        f"{_METHODS[each.method]}: {_in_words(each)}, at {each.at:%H:%M:%S}Z"
        for each in attempts
        if each.pod == first.pod.name and each.number in numbers and each.method in _METHODS
    )


_METHODS = {"proxy": "by the API server's proxy", "forward": "by port-forward", "proc": "by /proc/net of the pod"}


def _in_words(attempt: Attempt) -> str:
    if attempt.outcome == "read":
        heard = sorted({f"{each.ip}:{each.port}" for each in attempt.sockets})
        return f"listens on {', '.join(heard[:6])}" if heard else "nothing listens"
    return {"late": "no answer in time", "opened": "connected"}.get(attempt.outcome, attempt.outcome)
