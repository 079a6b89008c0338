"""PTP15: a selector that matches the pods of several workloads."""

from collections.abc import Iterator, Mapping, Sequence

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, count, declared_ports, pairs, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.owners import KnowsOwners
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService

NO_OWNER = "pods without a controller"
UNREAD_OWNER = "pods of ReplicaSets"

MOST_TOLD = 5

NumberAndDeclared = tuple[int | None, bool]


@check(
    "PTP15",
    "several-owners",
    severity="warning",
    certainty="likely",
    needs=("pods",),
    uses=("replicasets",),
    causes=("PTR02", "PTR15"),
)
def several_owners(traced: TracedService) -> Iterator[Found]:
    """The selector matches the pods of more than one workload, and traffic is spread over all of them.

    Why: a Service looks at labels alone, never at who made a pod. A canary next to the stable version is selected this
    way on purpose; then this is only a note. Where the workloads serve the Service's ports differently, the selector
    probably matches more than was meant, and some requests reach the wrong program.

    See: `kubectl get pods -l KEY=VALUE -o wide --show-labels`.

    Fix: if one of them is not meant, add a label that tells the workloads apart to the selector, and to the template
    if it is not there yet. If all are meant, declare the port in the template that lacks it.
    """
    owners = traced.of_pods(_by_owner, traced.eligible_pods)
    if len(owners) < 2:  # noqa: PLR2004 - one owner is how it should be
        return
    differing = tuple(port for port in traced.ports if _differs(port, owners))
    yield Found(
        message=_message(pairs(traced.service.spec.selector), differing, owners),
        path="spec.selector",
        evidence=tuple(_declared(traced, owners))[:MOST_TOLD],
        fix=Fix(text=_advice(differing, owners)),
        ports=differing,
        severity="warning" if differing else "note",
    )


def _declared(traced: TracedService, owners: Mapping[str, list[Pod]]) -> Iterator[str]:
    """What the workloads declare: those that declare the same together, so that what differs is seen."""
    alike: dict[str, list[Pod]] = {}
    for pods in owners.values():
        alike.setdefault(declared_ports(pods), []).extend(pods)
    for declared, pods in alike.items():
        yield f"{by_workload(traced, pods)}: declares {declared}"


def _by_owner(subject: KnowsOwners, pods: tuple[Pod, ...]) -> Mapping[str, list[Pod]]:
    titles = {subject.owner(pod).title: pod for pod in pods}
    if len(titles) == 1:
        return {_named(subject, *titles.popitem()): list(pods)}
    owners: dict[str, list[Pod]] = {}
    for pod in pods:
        owners.setdefault(_named(subject, subject.owner(pod).title, pod), []).append(pod)
    return owners


def _named(subject: KnowsOwners, title: str, pod: Pod) -> str:
    """What owns a pod. ReplicaSets that were not read count as one owner: they may be revisions of one workload."""
    if title.startswith("ReplicaSet/") and not subject.snapshot.was_read("replicasets", pod.namespace):
        return UNREAD_OWNER
    return NO_OWNER if title.startswith("Pod/") else title


def _differs(port: TracedPort, owners: Mapping[str, list[Pod]]) -> bool:
    """Whether two owners have no outcome in common; a rollout alone leaves the old one in common."""
    outcomes: dict[str, set[NumberAndDeclared]] = {title: set() for title in owners}
    by_pod = {entry.pod.key: entry.resolution for entry in port.resolutions}
    for title, pods in owners.items():
        for pod in pods:
            found = by_pod.get(pod.key)
            outcomes[title].add((found.number, found.declaration is not None) if found else (None, False))
    each = list(outcomes.values())
    return any(one.isdisjoint(other) for place, one in enumerate(each) for other in each[place + 1 :])


def _without(port: TracedPort, owners: Mapping[str, list[Pod]]) -> tuple[str, ...]:
    """The owners none of whose pods declares the port."""
    declaring = {entry.pod.key for entry in port.resolved if entry.resolution and entry.resolution.declaration}
    return tuple(title for title, pods in owners.items() if declaring.isdisjoint(pod.key for pod in pods))


def _message(selector: str, differing: Sequence[TracedPort], owners: Mapping[str, list[Pod]]) -> str:
    """What is certain of the difference comes first: who does not declare the port; else only that it differs."""
    matched = f"the selector {selector} matches pods of {count(len(owners), 'workload')}"
    told = [
        f"{some(without)} {_does(without)} not declare {_target(port)}, the targetPort of port {port.title}"
        for port in differing
        if (without := _without(port, owners))
    ]
    if told:
        return f"{some(told)}; {matched}"
    titles = some([f"port {port.title}" for port in differing])
    return f"{matched}, which serve {titles} differently" if differing else matched


def _advice(differing: Sequence[TracedPort], owners: Mapping[str, list[Pod]]) -> str:
    """Both readings: one of the workloads is not meant, or all are and one lacks the port."""
    narrower = "add a label to the selector that only the pods meant have"
    plain = [
        f"declare the container port {_target(port)} in {some(without)}"
        for port in differing
        if (without := [title for title in _without(port, owners) if title not in {NO_OWNER, UNREAD_OWNER}])
    ]
    return f"{narrower}; if all are meant, {some(plain)}" if plain else narrower


def _does(owners: Sequence[str]) -> str:
    return "does" if len(owners) == 1 and owners[0] not in {NO_OWNER, UNREAD_OWNER} else "do"


def _target(port: TracedPort) -> str:
    return f'"{port.named_target}"' if port.named_target else str(port.spec.target)
