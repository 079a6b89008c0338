"""PTP03: a selector that pods match but for one label."""

from collections.abc import Iterator, Sequence

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import patch_selector
from kubectl_porttrace.checks.phrases import by_workload, count, pairs, some
from kubectl_porttrace.checks.run_time_labels import set_at_run_time
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.workload import POD_NAME
from kubectl_porttrace.spelling import mistyped, similar
from kubectl_porttrace.trace.label_origin import SET_BY, origin_of
from kubectl_porttrace.trace.makers import READ_TO_KNOW, makers
from kubectl_porttrace.trace.selection import NearMiss, near_misses, pods_nearby, selects_nothing
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict

_RELABELLED = frozenset({"Deployment", "StatefulSet", "DaemonSet"})
"""The kinds that replace their pods when the labels of the template change."""


@check(
    "PTP03",
    "selector-almost-matches",
    severity="error",
    certainty="kube-proxy",
    needs=("pods",),
    causes=("PTP01", "PTP02", "PTD01"),
)
def selector_almost_matches(traced: TracedService) -> Iterator[Found]:
    """The selector matches no pod, and there are pods that match it in all but one label.

    Why: a pod has to carry every label of the selector, with exactly the same value. One misspelt or missing label
    leaves a Service without endpoints, and Kubernetes does not say so. A label that is in no template is set on
    running pods by a program, such as a leader election: then look at that program, not at the selector.

    See: `kubectl get pods --show-labels` beside `kubectl get service NAME -o wide`.

    Fix: if these pods are meant, write their label in the selector; that takes effect at once. The labels of the
    workload's template can be changed only as far as the workload's own selector still matches them: that selector
    cannot be changed.
    """
    misses = _misses(traced)
    if not misses:
        return
    service, best = traced.service, misses[0]
    run_time = set_at_run_time(traced, best.key, best.pods) if _in_place(best) is None else None
    yield Found(
        message=run_time[0] if run_time and best.key == POD_NAME else _headline(best),
        path="spec.selector",
        evidence=(
            *(f"{_instead(miss)}: {by_workload(traced, miss.pods)}" for miss in misses[:3]),
            *(() if best.key == POD_NAME else (run_time or ())[:1]),
            f"no pod matches the whole selector {pairs(service.spec.selector)}",
        ),
        fix=Fix(
            text=run_time[1] if run_time else _advice(traced, best),
            command=None if traced.in_manifests else _command(traced, misses),
        ),
        ports=traced.ports,
        severity="warning" if traced.in_manifests and traced.verdict is not Verdict.BROKEN else None,
    )


def _misses(traced: TracedService) -> tuple[NearMiss, ...]:
    """The near misses worth telling; from files alone only one workload that can be meant by a misspelt value."""
    service = traced.service
    if not selects_nothing(traced):
        return ()
    misses = near_misses(service.spec.selector, pods_nearby(traced.snapshot, service))
    if not traced.in_manifests:
        return misses
    alone = len(misses) == 1 and len(misses[0].pods) == 1 and len(service.spec.selector) > 1
    return misses if alone and misses[0].similar and _same_key(misses[0]) else ()


def _headline(miss: NearMiss) -> str:
    """As in `3 pods match except for label app: the selector wants chekout, the pods have checkout`."""
    number = sum(not pod.is_template for pod in miss.pods)
    who = f"{count(number, 'pod')} match{'es' if number == 1 else ''}" if number else "a template matches"
    those = "the template has" if not number else "the pod has" if number == 1 else "the pods have"
    wanted, has = f"{miss.key}={miss.wanted}", _instead(miss)
    if has.startswith(f"{miss.key}="):
        wanted, has = miss.wanted, has.removeprefix(f"{miss.key}=")
    if miss.label is None and has == f"no label {miss.key}":
        return f"{who} except for label {miss.key}: the selector wants {miss.wanted}, {those} no such label"
    return f"{who} except for label {miss.key}: the selector wants {wanted}, {those} {has}"


def _same_key(miss: NearMiss) -> bool:
    return miss.label is not None and miss.label[0] == miss.key


def _in_place(miss: NearMiss) -> str | None:
    """The label that stands under another key, if one does; then the key of the selector may be the mistake."""
    return "{}={}".format(*miss.label) if miss.label and not _same_key(miss) else None


def _instead(miss: NearMiss) -> str:
    if miss.key in SET_BY:
        values = sorted({pod.labels[miss.key] for pod in miss.pods if miss.key in pod.labels})
        return f"{miss.key}={some(values)}" if values else f"no label {miss.key}"
    return "{}={}".format(*miss.label) if miss.label else f"no label {miss.key}"


def _advice(traced: TracedService, miss: NearMiss) -> str:
    """What to change where it is clear; else what to find out first."""
    wanted = f"{miss.key}={miss.wanted}"
    template = _template_that_takes_it(traced, miss)
    if miss.label is None:
        if template and origin_of(traced.snapshot, miss.pods, miss.key) == "template":
            return f"put the label {wanted} back into the template of {template}"
        return f"find out what is to set {wanted} on these pods; if nothing is, select by labels that they have"
    if _same_key(miss) and miss.similar and origin_of(traced.snapshot, miss.pods, miss.key) == "template":
        choice = f", or {wanted} in the template of {template}" if template else ""
        return f"write {_instead(miss)} in the selector in place of {wanted}{choice}"
    return (
        f"if these pods are meant, write {_instead(miss)} in the selector in place of {wanted}; "
        f"if not, find out why no pod has {wanted}"
    )


def _template_that_takes_it(traced: TracedService, miss: NearMiss) -> str | None:
    """The one workload that made the pods, where the API would take the wanted label in its template.

    The template has to match the workload's own selector, which is immutable
    (`pkg/apis/apps/validation/validation.go:ValidateDeploymentSpec`, `ValidateDeploymentUpdate`).
    """
    owners = {owner.title: owner.workload for owner in map(traced.owner, miss.pods)}
    workload = next(iter(owners.values())) if len(owners) == 1 else None
    if workload is None or workload.kind not in _RELABELLED or workload.metadata.controller is not None:
        return None
    selector, labels = workload.spec.selector, {**workload.template_labels, miss.key: miss.wanted}
    return workload.title if selector is not None and selector.matches(labels) else None


def _command(traced: TracedService, misses: Sequence[NearMiss]) -> str | None:
    """A command where only one reading is left: one label is mistyped, and alike on all pods of one workload.

    Without a look at all workloads none is left: another one may be about to make the pods that are wanted.
    """
    miss, service = misses[0], traced.service
    owners = {traced.owner(pod).title for pod in miss.pods}
    if len(misses) > 1 or len(owners) > 1 or miss.label is None:
        return None
    key, value = miss.label
    if not traced.snapshot.unread_in(service.namespace).isdisjoint(READ_TO_KNOW):
        return None
    if origin_of(traced.snapshot, miss.pods, key) != "template" or not _mistyped(traced, miss, key, value):
        return None
    kept = {name: wanted for name, wanted in service.spec.selector.items() if name != miss.key}
    made_by = {each.title for each in makers(traced.snapshot, service.namespace, {**kept, key: value})}
    if not made_by <= owners:
        return None
    return patch_selector(service, {key: value} if key == miss.key else {miss.key: None, key: value})


def _mistyped(traced: TracedService, miss: NearMiss, key: str, value: str) -> bool:
    """Whether the pair of the selector cannot mean anything else than that label."""
    if key == miss.key:
        return mistyped(value, miss.wanted) or (miss.similar and value == traced.service.name)
    return similar(key, miss.key) and len(traced.service.spec.selector) > 1
