"""PTP03: a selector that pods match but for one label."""

from collections.abc import Iterator, Sequence

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import label_pods, patch_selector
from kubectl_porttrace.checks.phrases import by_workload, pairs
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.selection import NearMiss, near_misses, pods_nearby, selects_nothing
from kubectl_porttrace.trace.service import TracedService


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

    Why: a pod has to carry every label of the selector, with exactly the same value. One misspelt or missing label is
    enough to leave a Service without endpoints, and Kubernetes does not say so.

    See: `kubectl get pods --show-labels` beside `kubectl get service NAME -o wide`.

    Fix: change that label in the selector, which takes effect at once, or in the workload's template, which starts a
    rollout. A Deployment's own selector cannot be changed, so mostly it is the Service's selector that has to give.
    """
    misses = _misses(traced)
    if not misses:
        return
    service, best = traced.service, misses[0]
    yield Found(
        message=f"no pod matches the selector {pairs(service.spec.selector)}, but {by_workload(traced, best.pods)} "
        f"would, were it not for {best.key}={best.wanted}",
        path="spec.selector",
        evidence=tuple(f"{by_workload(traced, miss.pods)}: {_instead(miss)}" for miss in misses[:3]),
        fix=Fix(text=_advice(best), command=None if traced.in_manifests else _command(traced, misses)),
        ports=traced.ports,
        severity="warning" if traced.in_manifests else None,
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


def _same_key(miss: NearMiss) -> bool:
    return miss.label is not None and miss.label[0] == miss.key


def _instead(miss: NearMiss) -> str:
    return "{}={}".format(*miss.label) if miss.label else f"no label {miss.key}"


def _advice(miss: NearMiss) -> str:
    wanted = f"{miss.key}={miss.wanted}"
    if miss.label is None:
        return f"add the label {wanted} to the pods' template, or take it out of the selector"
    return f"write {_instead(miss)} in the selector in place of {wanted}, or {wanted} in the pods' template"


def _command(traced: TracedService, misses: Sequence[NearMiss]) -> str | None:
    """A command where only one reading is left: one label differs, and it differs alike on all pods of one owner."""
    miss = misses[0]
    owners = {traced.owner(pod).title for pod in miss.pods}
    if len(misses) > 1 or len(owners) > 1:
        return None
    bare = next(iter(owners)).startswith("Pod/")
    if bare and miss.label is None:
        return label_pods(traced.service.namespace, [pod.name for pod in miss.pods], miss.key, miss.wanted)
    if bare or miss.label is None or not miss.similar:
        return None
    key, value = miss.label
    if key == miss.key:
        return patch_selector(traced.service, {key: value})
    several = len(traced.service.spec.selector) > 1
    return patch_selector(traced.service, {miss.key: None, key: value}) if several else None
