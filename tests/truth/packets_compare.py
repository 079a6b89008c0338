"""Send packets along every way to every port, and hold what happens against the report."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kubectl_porttrace.report.v1 import Entrance, PortTrace, Report, ServiceTrace
from tests.cluster.api import Manifest
from tests.dataplane.data_plane import DataPlane, Probe
from tests.truth.packets_fates import Fate, Way, fate_of, ways_to

FAILURES = {"refused", "timeout"}
_ROUNDS = 12
_PATIENCE = (6.0, 20.0, 60.0)
"""Seconds to wait for answers that were late, each time they are asked for again."""


@dataclass(frozen=True)
class Trial:
    """A way to a port, and what must become of it."""

    service: ServiceTrace
    port: PortTrace
    way: Way
    fate: Fate

    def probe(self, tries: int) -> Probe:
        """The same way, to be tried so often."""
        return Probe(self.way.client, self.port.protocol, self.way.address, self.way.number, tries)

    def __str__(self) -> str:
        return f"{self.service.name} port {self.port.name or self.port.port}/{self.port.protocol}: {self.way}"


@dataclass(frozen=True)
class Comparison:
    """What came back on each way, and where that is not what must have."""

    outcomes: Mapping[tuple[str, str, str], tuple[tuple[Trial, frozenset[str]], ...]]
    disagreements: tuple[str, ...]

    def of(self, service: str) -> list[tuple[Trial, frozenset[str]]]:
        """The outcomes of one Service."""
        return [pair for key, pairs in self.outcomes.items() if key[0] == service for pair in pairs]


def trials(report: Report, plane: DataPlane, made: Mapping[str, Manifest]) -> Iterator[Trial]:
    """Every way to every port on whose traffic the report gives a verdict; `made` are the Services by name."""
    # Of a family that the machine has not, nothing can be proven, and so of no verdict on all families.
    carried = [each for each in report.services if all(map(plane.serves, each.ip_families))]
    for service in carried:
        for port in service.ports:
            if port.protocol in {"TCP", "UDP"} and port.verdict not in {"unknown", "external"}:
                for way in ways_to(service, port, plane, made[service.name]):
                    yield Trial(service, port, way, fate_of(service, port, way))


def compare(report: Report, plane: DataPlane, owners: Mapping[str, str], made: Mapping[str, Manifest]) -> Comparison:
    """Try every way often enough to meet every backend.

    Args:
        report: what is claimed.
        plane: where the same Services are.
        owners: who answers at each address, as the data plane calls it.
        made: the Services as the API server has them, by name.
    """
    tried = list(trials(report, plane, made))
    wanted = [_wanted(trial, owners) for trial in tried]
    seen = [frozenset(counter) for counter in observe(plane, tried, wanted)]
    grouped: dict[tuple[str, str, str], list[tuple[Trial, frozenset[str]]]] = {}
    for trial, outcome in zip(tried, seen, strict=True):
        key = (trial.service.name, trial.port.name, f"{trial.port.port}/{trial.port.protocol}")
        grouped.setdefault(key, []).append((trial, outcome))
    ways = [
        f"{trial}: expected {sorted(expected)}, got {sorted(got)}"
        for trial, expected, got in zip(tried, wanted, seen, strict=True)
        if got != expected
    ]
    verdicts = [told for pairs in grouped.values() for told in _against_verdict(pairs)]
    return Comparison({key: tuple(pairs) for key, pairs in grouped.items()}, (*ways, *verdicts))


def observe(plane: DataPlane, tried: Sequence[Trial], wanted: Sequence[frozenset[str]]) -> list[Counter[str]]:
    """Try each way until everybody who is wanted has answered, or often enough to be sure that somebody never will."""
    seen: list[Counter[str]] = [Counter() for _ in tried]
    open_ = list(range(len(tried)))
    for _ in range(_ROUNDS):
        answers = plane.probe([tried[index].probe(_tries(wanted[index])) for index in open_])
        for index, answer in zip(open_, answers, strict=True):
            seen[index].update(answer)
        open_ = [index for index in open_ if wanted[index] - seen[index].keys()]
        if not open_:
            break
    _ask_again(plane, tried, wanted, seen)
    return seen


def _ask_again(
    plane: DataPlane, tried: Sequence[Trial], wanted: Sequence[frozenset[str]], seen: Sequence[Counter[str]]
) -> None:
    """Take back a time-out that many patient tries do not show again: a busy machine is late, a rule is not."""
    for patience in _PATIENCE:
        late = [index for index, counter in enumerate(seen) if "timeout" in counter and "timeout" not in wanted[index]]
        answers = plane.probe([tried[index].probe(3 * _tries(wanted[index])) for index in late], patience)
        for index, answer in zip(late, answers, strict=True):
            del seen[index]["timeout"]
            seen[index].update(answer)


def _tries(wanted: frozenset[str]) -> int:
    """A few for one, enough for several that a second round is rare."""
    return 2 if wanted & FAILURES else 3 if len(wanted) == 1 else 6 * len(wanted)


def _wanted(trial: Trial, owners: Mapping[str, str]) -> frozenset[str]:
    if trial.fate.failure:
        return frozenset({trial.fate.failure})
    parted = (backend.rpartition(":") for backend in trial.fate.backends)
    return frozenset(f"{owners.get(ip, ip)} {number}" for ip, _, number in parted)


def _against_verdict(pairs: Sequence[tuple[Trial, frozenset[str]]]) -> Iterator[str]:
    """Where a verdict says something else than all the packets together."""
    trial, _ = pairs[0]
    failed = [bool(outcome & FAILURES) for _, outcome in pairs]
    verdict = trial.port.verdict
    counted = [each for each, (one, _) in zip(failed, pairs, strict=True) if not _left_out_by_balancer(one)]
    fits = {
        "wired": not any(counted),
        "broken": all(failed),
        "partial": not all(failed) and (any(failed) or bool(trial.port.unresolved)),
    }
    if not fits[verdict]:
        yield f"{trial.service.name} port {trial.port.port}: {verdict}, but {sum(failed)} of {len(failed)} ways failed"
    for entrance in trial.service.entrances:
        at = [bool(outcome & FAILURES) for each, outcome in pairs if _enters(each, entrance)]
        told = {"wired": not any(at), "broken": all(at), "partial": not all(at)}
        if at and not told[entrance.verdict]:
            where = f"{entrance.kind} {entrance.address or ''} port {entrance.port}/{entrance.protocol}"
            yield f"{trial.service.name}: {where} is {entrance.verdict}, but {sum(at)} of {len(at)} ways failed"


def _left_out_by_balancer(trial: Trial) -> bool:
    """Whether a way is a node port behind a load balancer, whose health check leaves out nodes without a backend."""
    service = trial.service
    local = service.type == "LoadBalancer" and service.external_traffic_policy == "Local"
    return local and trial.way.entrance == "NodePort"


def _enters(trial: Trial, entrance: Entrance) -> bool:
    """Whether a way goes through an entrance; one without an address is open at every node."""
    asked = (entrance.kind, entrance.port, entrance.protocol)
    same = asked == (trial.way.entrance, trial.way.number, trial.port.protocol)
    return same and entrance.address in {None, trial.way.address}
