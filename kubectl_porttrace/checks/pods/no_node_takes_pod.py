"""PTP24: pods that no node takes."""

from collections.abc import Iterator
from fractions import Fraction

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod
from kubectl_porttrace.checks.missing_objects import fix_for_missing
from kubectl_porttrace.checks.phrases import age, count
from kubectl_porttrace.checks.unready import UNREADY_CODES, Held, found_held, held_by, shortened
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.quantity import in_words
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.unready.added_nodes import GIVES_UP, AutoscalerAnswer, autoscaler_answer
from kubectl_porttrace.trace.unready.shortfall import Demand, demands


@check(
    "PTP24",
    "no-node-takes-pod",
    severity="error",
    certainty="certain",
    needs=("pods",),
    uses=("nodes", "events"),
    scope="cluster",
    causes=UNREADY_CODES,
)
def no_node_takes_pod(traced: TracedService) -> Iterator[Found]:
    """Pods are not ready because the scheduler finds no node for them.

    Why: a node has to have the CPU and memory that the pod requests, fit its nodeSelector and affinity, have no
    taint that the pod does not tolerate, and reach its volumes. The scheduler says how many nodes fail on what, and
    tries again when something changes. A pod that requests more than the largest node has (`status.allocatable`) fits
    nowhere. Where the cluster autoscaler runs, it says whether it adds a node for the pod.

    See: `kubectl describe pod NAME`: the events FailedScheduling, TriggeredScaleUp and NotTriggerScaleUp.

    Fix: provide what most nodes lack: room (lower requests, or more nodes), the label, the toleration, or the
    volume.
    """
    for held in held_by(traced, "scheduling"):
        largest = next(iter(demands(traced.snapshot, held.example, held.explanation.message)), None)
        answer = autoscaler_answer(traced.snapshot, held.pods)
        which = "the pod" if len(held.pods) == 1 else "the pods"
        told = (_exceeding(largest), _added(traced, answer))
        yield found_held(
            traced,
            held,
            message="; ".join((f"no node takes {which}: {_why(held)}", *filter(None, told))),
            fix=fix_for_missing(traced, held) if held.cause.subject_kind else _fix(held, largest, answer),
            path="spec",
            evidence=tuple(_evidence(largest, answer)),
        )


def _why(held: Held) -> str:
    which = "it" if len(held.pods) == 1 else "they"
    return f"{which} {held.cause.why}" if held.cause.subject_kind else held.cause.why


def _fix(held: Held, largest: Demand | None, answer: AutoscalerAnswer | None) -> Fix:
    text = f"{_advice(held.cause.why, largest, answer)}; the scheduler's events:"
    return Fix(text=text, command=describe_pod(held.example))


def _exceeding(demand: Demand | None) -> str:
    """What the pod asks for, where no node is large enough."""
    if demand is None or not demand.exceeds:
        return ""
    if demand.largest == 0:
        return f"no node has {demand.resource}"
    return f"it requests {_asked(demand)}, the largest node has {in_words(demand.resource, demand.largest)}"


def _evidence(demand: Demand | None, answer: AutoscalerAnswer | None) -> Iterator[str]:
    if demand is not None and demand.requested is not None and not demand.exceeds:
        has = in_words(demand.resource, demand.largest)
        yield f"it requests {_asked(demand)}; the largest of {count(demand.nodes, 'node')} has {has} for all its pods"
    if answer is not None:
        yield f"cluster autoscaler: {shortened(answer.message)}"


def _asked(demand: Demand) -> str:
    return f"{in_words(demand.resource, demand.requested or Fraction(0))} {demand.resource}"


def _added(traced: TracedService, answer: AutoscalerAnswer | None) -> str:
    if answer is None:
        return ""
    if not answer.adds:
        return f"the autoscaler adds none: {answer.why}" if answer.why else "the autoscaler adds none"
    since = age(answer.seen, traced.snapshot.observed_at)
    if traced.snapshot.observed_at - answer.seen > GIVES_UP:
        return f"the autoscaler asked for one {since} ago, and it has not come"
    return f"the autoscaler asked for one {since} ago"


# What the first reason, that of the most nodes, asks for; by a word of `trace/unready/scheduling.py`.
_ADVICE = (
    ("scheduling gates", "find out which controller is to remove the gates"),
    ("no node", "add a node"),
    ("not enough", "add a node with room, or lower the pods' requests"),
    ("too many pods", "add a node, or remove pods"),
    ("taint", "remove the taint from a node that may take the pods, or add a toleration to their template"),
    ("nodeSelector", "label a node as the pods ask, or correct nodeSelector and affinity in their template"),
    ("cordoned", "uncordon a node that is to take pods"),
    ("host port", "free the host port, or use a Service in its place"),
    ("affinity", "add a node, or loosen the pods' affinity"),
    ("topology", "add a node in the domain that lacks pods, or set whenUnsatisfiable: ScheduleAnyway"),
    ("PersistentVolumeClaim", "find out why the claim is not bound"),
    ("olume", "find out on which nodes the volume can be used"),
)


def _advice(why: str, demand: Demand | None, answer: AutoscalerAnswer | None) -> str:
    if demand is not None and demand.exceeds:
        return f"request less {demand.resource} in the template of the pods, or add a node that has as much"
    if answer is not None and answer.adds:
        return "wait for the new node, which takes some minutes; if none comes, see what the cluster autoscaler logs"
    first = why.split(" (", 1)[0]
    return next(
        (advice for word, advice in _ADVICE if word in first), "change what the scheduler reports of nodes or pods"
    )
