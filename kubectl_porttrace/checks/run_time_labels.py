"""Pairs of a selector that no template fulfils: who sets such a label on running pods, and what to find out."""

from collections.abc import Sequence

from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import POD_NAME
from kubectl_porttrace.trace.label_origin import SET_BY, origin_of
from kubectl_porttrace.trace.service import TracedService


def set_at_run_time(traced: TracedService, key: str, pods: Sequence[Pod]) -> tuple[str, str] | None:
    """What is known of a pair of the selector that nothing but a controller can give to pods, and what to do about it.

    Args:
        traced: the Service.
        key: a key of its selector.
        pods: the pods that miss the pair, or carry the key.

    Returns:
        A fact and an advice; None where a template sets the label, or where the templates were not read.
    """
    pair = f"{key}={traced.service.spec.selector[key]}"
    if key == POD_NAME:
        return _pod_of_stateful_set(traced, traced.service.spec.selector[key])
    if key in SET_BY:
        fact = f"{key} is set by {SET_BY[key]}"
        return fact, f"{fact}, and no pod has {pair} now: select by labels of the template instead"
    if not pods or origin_of(traced.snapshot, pods, key) != "run time":
        return None
    owners = some(list(dict.fromkeys(traced.owner(pod).title for pod in pods)))
    advice = (
        f"if a controller sets {key} on running pods, as a leader election does, find out why none has {pair}; "
        "if none does, select by labels that the template has"
    )
    return f"the template of {owners} has no label {key}", advice


def _pod_of_stateful_set(traced: TracedService, name: str) -> tuple[str, str]:
    base, _, _ = name.rpartition("-")
    fact = f"pod {name} does not exist"
    workload = traced.snapshot.workload("StatefulSet", traced.service.namespace, base)
    if workload is None:
        return fact, f"find out which StatefulSet is to make pod {name}: {POD_NAME} is set by {SET_BY[POD_NAME]}"
    there = workload.ordinals
    named = f"{there[0]} to {there[-1]}" if len(there) > 1 else str(there.start)
    fact = f"pod {name} of {workload.title} does not exist: it has {count(len(there), 'replica')}"
    fact += f", {named}" if there else ""
    return fact, f"scale {workload.title} up if there is to be a {name}; else this Service is left over"
