"""PTP29: the workload whose pods the Service selects has none of them."""

from collections.abc import Iterator, Sequence

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.held_workloads import remedy_for_held, why_held
from kubectl_porttrace.checks.phrases import pairs
from kubectl_porttrace.checks.refused_pods import as_reported, in_short, remedy, shared_refusal, why_refused
from kubectl_porttrace.findings import ObjectReference
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.jobs import job_makers
from kubectl_porttrace.trace.makers import makers
from kubectl_porttrace.trace.selection import selects_nothing
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP29",
    "workload-makes-no-pods",
    severity="error",
    certainty="kube-proxy",
    needs=("pods", "deployments", "replicasets", "statefulsets", "daemonsets"),
    uses=("jobs", "cronjobs", "events"),
    scope="cluster",
    causes=("PTP01", "PTP02", "PTP03", "PTP04", "PTD01"),
)
def workload_makes_no_pods(traced: TracedService) -> Iterator[Found]:
    """A workload is to make the pods that the Service selects, and has none of them: the selector is right.

    Why: the labels of the workload's template match, so its pods would be in the Service. Something keeps them from
    being made: a quota, PodSecurity, a webhook or a missing ServiceAccount refuses them, or the rollout has not
    come that far. A Deployment that was paused before its first rollout, a suspended Job, and a CronJob between two
    runs have no pods either. Other pods that nearly match, and pods with these labels in other namespaces, belong
    to other programs.

    See: `kubectl describe` the workload, and for a Deployment its newest ReplicaSet: conditions and events say why.

    Fix: remove the cause that the conditions and events name. Do not point the selector at other pods to get rid of
    the finding.
    """
    if not selects_nothing(traced):
        return
    service = traced.service
    wanting = _wanting(traced)
    if not wanting:
        return
    first = wanting[0]
    told = [(workload, why_refused(traced.snapshot, workload)) for workload in wanting]
    workload, reason = next((each for each in told if each[1]), told[0])
    held = "" if reason else why_held(traced.snapshot, workload)
    message = held or _headline(traced, workload, reason, wanting)
    yield Found(
        message=message,
        path=_path(first, held=bool(held)),
        evidence=(
            *(f"{each.title}: {as_reported(why)}" for each, why in told[:3] if why),
            f"{_templates(wanting)} the selector {pairs(service.spec.selector)}",
        ),
        fix=remedy_for_held(workload) if held else remedy(workload, reason),
        object=ObjectReference(kind=first.kind, namespace=first.namespace, name=first.name),
        ports=traced.ports,
        shared=shared_refusal(workload, None if _made(traced, workload) else reason, message),
    )


def _wanting(traced: TracedService) -> tuple[Workload, ...]:
    """The workloads that are to make such pods: first those that keep them running."""
    snapshot, service = traced.snapshot, traced.service
    keeping = makers(snapshot, service.namespace, service.spec.selector)
    if keeping:
        return tuple(workload for workload in keeping if workload.spec.replicas != 0)
    return job_makers(snapshot, service.namespace, service.spec.selector)


def _path(workload: Workload, *, held: bool) -> str:
    if workload.kind in {"Job", "CronJob"}:
        return "spec.suspend" if held and workload.spec.suspend else "spec"
    if held:
        return "spec.paused"
    return "spec.template" if workload.kind == "DaemonSet" else "spec.replicas"


def _headline(traced: TracedService, refused: Workload, reason: str | None, wanting: Sequence[Workload]) -> str:
    """What refuses the pods comes first where that is known, then which workloads have none."""
    told = in_short(reason)
    if not told or _made(traced, refused):
        return f"no selected pod exists: {'; '.join(_missing(traced, each) for each in wanting[:3])}"
    ordered = sorted(wanting, key=lambda each: each != refused)
    return f"no pod can be made: {told}; {'; '.join(_missing(traced, each) for each in ordered[:3])}"


def _made(traced: TracedService, workload: Workload) -> int:
    return len(traced.snapshot.controlled.pods(workload))


def _missing(traced: TracedService, workload: Workload) -> str:
    """What it wants and what it has."""
    wanted = None if workload.kind == "Job" else workload.wanted_pods
    there = _made(traced, workload)
    if wanted == 0:
        return f"{workload.title} wants no pods on the nodes there are"
    has = f"{workload.title} has {there} of {wanted} pods" if wanted else f"{workload.title} has {there or 'no'} pods"
    return f"{has}, and none of them matches yet" if there else has


def _templates(workloads: Sequence[Workload]) -> str:
    return "its template matches" if len(workloads) == 1 else "their templates match"
