"""What becomes of a Service port on its pods: pods with one outcome share a row."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.report.v1 import BackendTrace, PortTrace, ServiceTrace, UnresolvedPod

MANY = 4
"""Workloads with one outcome that are still named one by one."""


LISTENING: Mapping[str, str] = MappingProxyType(
    {
        "yes": "listening",
        "loopback": "only loopback listens",
        "no": "nothing listens",
        "unreachable": "not reached",
        "unknown": "",
    }
)
"""What is said of each word of the report."""


PUBLISHED = "not ready, published"
STILL_USED = "terminating, still used"
CLOSED = "closed by policy"
CLOSED_IN_SHORT = "closed"


class PodOutcome(msgspec.Struct, frozen=True):
    """Where a port ends on a pod, whether that gets traffic, and what is known to listen there.

    `container` is None where no container is known to declare the number; `number` is None where the name was not
    found.
    """

    number: int | None = None
    container: str | None = None
    port_name: str | None = None
    sidecar: bool = False
    of_pod: bool = True
    state: str = ""
    listening: str = ""

    @property
    def remarks(self) -> str:
        """What is to be said of it beside where it is: `, not ready, listening`; empty where nothing is."""
        return _together(self.state, self.listening)

    @property
    def short_remarks(self) -> str:
        """The same where room is short."""
        return _together(CLOSED_IN_SHORT if self.state == CLOSED else self.state, self.listening)


class OutcomeGroup(msgspec.Struct, frozen=True):
    """Pods, or bare addresses, that share an outcome.

    Attributes:
        outcome: what becomes of the port there.
        owners: their workloads, as in `Deployment/web`; empty for bare addresses.
        members: the pods' names, or the addresses.
        replica_set: the ReplicaSet they are of, where that is what tells them from others of their workload.
        revision: the revision of that ReplicaSet.
        template: whether a workload's template stands for the pods it will make.
    """

    outcome: PodOutcome
    owners: tuple[str, ...]
    members: tuple[str, ...]
    replica_set: str | None = None
    revision: int | None = None
    template: bool = False


def outcomes_of(port: PortTrace, *, foreseen: bool = False) -> tuple[OutcomeGroup, ...]:
    """The groups of one port: what gets traffic first, the larger first; `foreseen` as the report has it."""
    heard = _heard(port.backends)
    single = [_of_backend(backend, heard) for backend in port.backends]
    single += [_of_unresolved(pod, foreseen=foreseen) for pod in port.unresolved]
    split = _owners_to_split(single)
    by_key: defaultdict[object, list[OutcomeGroup]] = defaultdict(list)
    for group in single:
        kept = group if group.owners and group.owners[0] in split else replace(group, replica_set=None, revision=None)
        by_key[kept.outcome, _label(kept), kept.replica_set].append(kept)
    merged = _fewer(_merged(groups) for groups in by_key.values())
    return tuple(sorted(merged, key=_order))


def of_templates(service: ServiceTrace) -> bool:
    """Whether workloads' templates stand for all of its pods, as they do in manifests."""
    return service.foreseen and service.pods is not None and service.pods.matched > 0


def workloads_of(service: ServiceTrace) -> frozenset[str]:
    """The workloads behind its ports; none for a Service without ports."""
    groups = (group for port in service.ports for group in outcomes_of(port, foreseen=service.foreseen))
    return frozenset(owner for group in groups for owner in group.owners)


def state_of(backend: BackendTrace) -> str:
    """What is to be said of a backend beside where it is; empty for a ready one."""
    if backend.terminating:
        return STILL_USED if backend.usable else "terminating"
    if not backend.ready:
        return "not ready"
    if not backend.usable:
        return "not routable"
    if backend.network_policy == "blocked":
        return CLOSED
    return "" if backend.serving else PUBLISHED


def listening_of(backend: BackendTrace) -> str:
    """What is known to listen at a backend: `listening`, `only loopback listens`; empty where nothing is known."""
    word = LISTENING[backend.listening]
    if not word and backend.listening_on_localhost is not None:
        word = "open on localhost" if backend.listening_on_localhost else "nothing on localhost"
    return f"{word} on the node" if word and backend.host_network else word


ListeningByPlace = Mapping[tuple[str | None, int], frozenset[str]]


def _heard(backends: Iterable[BackendTrace]) -> ListeningByPlace:
    """What is known to listen at each number of each pod, by any of its addresses."""
    heard: defaultdict[tuple[str | None, int], set[str]] = defaultdict(set)
    for backend in backends:
        heard[backend.pod, backend.port].add(listening_of(backend))
    return {place: frozenset(words - {""}) for place, words in heard.items()}


def _of_backend(backend: BackendTrace, heard: ListeningByPlace) -> OutcomeGroup:
    # A pod whose one address is known, and the other not, is one member of one row.
    words = heard[backend.pod, backend.port] if backend.pod is not None else frozenset()
    outcome = PodOutcome(
        number=backend.port,
        container=backend.container,
        port_name=backend.container_port_name,
        sidecar=backend.container_kind == "sidecar",
        of_pod=backend.pod is not None,
        state=state_of(backend),
        listening=next(iter(words)) if len(words) == 1 else listening_of(backend),
    )
    if backend.pod is None:
        return OutcomeGroup(outcome, (), (backend.ip or "",))
    owners = (backend.owner or f"Pod/{backend.pod}",)
    template = backend.ip is None
    return OutcomeGroup(outcome, owners, (backend.pod,), backend.replica_set, backend.revision, template)


def _of_unresolved(pod: UnresolvedPod, *, foreseen: bool) -> OutcomeGroup:
    return OutcomeGroup(PodOutcome(), (pod.owner,), (pod.pod,), pod.replica_set, pod.revision, template=foreseen)


def _owners_to_split(groups: Iterable[OutcomeGroup]) -> frozenset[str]:
    """The workloads whose ReplicaSets do not all have the same outcome."""
    outcomes: defaultdict[str, set[PodOutcome]] = defaultdict(set)
    replica_sets: defaultdict[str, set[str | None]] = defaultdict(set)
    for group in groups:
        for owner in group.owners:
            outcomes[owner].add(group.outcome)
            replica_sets[owner].add(group.replica_set)
    return frozenset(owner for owner, seen in outcomes.items() if len(seen) > 1 and len(replica_sets[owner]) > 1)


def _together(*remarks: str) -> str:
    return "".join(f", {remark}" for remark in remarks if remark)


def _label(group: OutcomeGroup) -> str:
    """What pods are put together by: their workload; pods without one are all alike."""
    owner = group.owners[0] if group.owners else ""
    return "Pod" if owner.startswith("Pod/") else owner


def _merged(groups: Sequence[OutcomeGroup]) -> OutcomeGroup:
    return replace(
        groups[0],
        owners=tuple(dict.fromkeys(owner for group in groups for owner in group.owners)),
        members=tuple(dict.fromkeys(member for group in groups for member in group.members)),
    )


def _fewer(groups: Iterable[OutcomeGroup]) -> list[OutcomeGroup]:
    """Put the workloads of one outcome together where there are too many to name."""
    alike: defaultdict[object, list[OutcomeGroup]] = defaultdict(list)
    for group in groups:
        alike[group.outcome, bool(group.owners), group.template].append(group)
    fewer: list[OutcomeGroup] = []
    for same in alike.values():
        fewer += [replace(_merged(same), replica_set=None, revision=None)] if len(same) > MANY else same
    return fewer


def _order(group: OutcomeGroup) -> tuple[bool, bool, int, tuple[str, ...], str]:
    outcome = group.outcome
    return outcome.number is None, bool(outcome.state), -len(group.members), group.owners, group.replica_set or ""
