"""Turns of phrase that findings share: counts, short lists, pods by workload."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from kubectl_porttrace.model.container import ContainerPort
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.cohorts import Cohort, cohorts
from kubectl_porttrace.trace.find_port import declarations
from kubectl_porttrace.trace.owners import KnowsOwners
from kubectl_porttrace.wording import count, some

__all__ = ["age", "by_revision", "by_workload", "count", "declared_ports", "named", "pairs", "some"]


def named(port: ContainerPort | EndpointPort) -> str:
    """A port that is joined by name: `http 8080/TCP`, or `8080/TCP without a name`."""
    return port.title if port.name else f"{port.title} without a name"


def pairs(labels: Mapping[str, str]) -> str:
    """Labels as kubectl takes them: `app=web,tier=frontend`."""
    return ",".join(f"{key}={value}" for key, value in labels.items())


def by_workload(traced: KnowsOwners, pods: Iterable[Pod]) -> str:
    """Pods counted by workload: `3 pods of Deployment/web, 1 pod of StatefulSet/db`; a lone pod by its name.

    Where a template stands for pods that do not exist yet, the workload alone: `Deployment/web`.
    """
    counted: dict[str, int] = {}
    for cohort in cohorts(traced, pods):
        counted[cohort.owner] = counted.get(cohort.owner, 0) + _existing(cohort)
    return some([_owned(owner, number) for owner, number in counted.items()])


def by_revision(traced: KnowsOwners, pods: Iterable[Pod]) -> tuple[str, ...]:
    """Pods by ReplicaSet, with what tells revisions apart: `3 pods of rs/web-7c67 (revision 8, 4m old)`.

    Pods without a ReplicaSet are counted by owner.
    """
    return tuple(_cohort(traced, cohort) for cohort in cohorts(traced, pods))


def age(since: datetime, now: datetime) -> str:
    """How long ago, in the one unit a person would say: `40s`, `4m`, `3h`, `12d`."""
    seconds = max(0, int((now - since).total_seconds()))
    for size, unit in ((86400, "d"), (3600, "h"), (60, "m")):
        if seconds >= size:
            return f"{seconds // size}{unit}"
    return f"{seconds}s"


def declared_ports(pods: Iterable[Pod]) -> str:
    """What the serving containers of some pods declare: `http 8080/TCP, 9090/TCP`; `no ports` where nothing."""
    seen = dict.fromkeys(declaration.port.title for pod in pods for declaration in declarations(pod.spec))
    return some(list(seen), shown=6) or "no ports"


def _existing(cohort: Cohort) -> int:
    return sum(not pod.is_template for pod in cohort.pods)


def _owned(owner: str, number: int) -> str:
    return owner if owner.startswith("Pod/") or not number else f"{count(number, 'pod')} of {owner}"


def _cohort(traced: KnowsOwners, cohort: Cohort) -> str:
    if cohort.replica_set is None:
        return _owned(cohort.owner, _existing(cohort))
    told = [f"revision {cohort.revision}"] if cohort.revision is not None else []
    if cohort.since is not None:
        told.append(f"{age(cohort.since, traced.snapshot.observed_at)} old")
    words = f" ({', '.join(told)})" if told else ""
    return f"{count(len(cohort.pods), 'pod')} of rs/{cohort.replica_set}{words}"
