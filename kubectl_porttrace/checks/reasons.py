"""Why a pod is not ready or has no address, in the kubelet's and the scheduler's own words."""

from collections.abc import Callable, Iterable, Iterator

from kubectl_porttrace.checks.ordered_pods import held_up
from kubectl_porttrace.checks.phrases import by_workload, count, some
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.unready.explain import explanation_of

INITIALIZING = "PodInitializing"
"""Why a container waits that is not to start before the init containers are done."""

WITHOUT_REASON = "without a reason"


def by_reason(traced: TracedService, pods: Iterable[Pod], why: Callable[[Pod], str]) -> tuple[str, ...]:
    """Pods counted by workload and reason, one line each: `2 pods of Deployment/web (web-1, web-2): REASON`.

    Last comes what a StatefulSet does not make because of them.
    """
    pods = tuple(pods)
    groups: dict[tuple[str, str], list[Pod]] = {}
    for pod in pods:
        groups.setdefault((traced.owner(pod).title, why(pod)), []).append(pod)
    told = (f"{_named(traced, members)}: {reason}{_restarts(members)}" for (_, reason), members in groups.items())
    return (*told, *held_up(traced, pods))


def only_reason(traced: TracedService, pods: Iterable[Pod]) -> str:
    """Why some pods are not ready, as the end of a headline; empty where there are several reasons, or none is told."""
    reasons = {why_unready(traced, pod) for pod in pods}
    told = reasons.pop() if len(reasons) == 1 else ""
    return f": {told}" if told and not told.endswith(WITHOUT_REASON) else ""


def why_unready(traced: TracedService, pod: Pod) -> str:
    """What keeps a pod from being ready: a cause and readiness gates that are not met, or else its Ready condition."""
    if pod.terminating:
        return why_leaving(pod)
    explanation = explanation_of(traced.snapshot, pod)
    found = [f"{explanation.cause.what} {explanation.cause.why}"] if explanation else list(_running_unready(pod))
    found += [f"readiness gate {gate} is {state}" for gate, state in unmet_gates(pod)]
    return "; ".join(found) or _ready_condition(pod)


def _running_unready(pod: Pod) -> Iterator[str]:
    for kind, containers in (("sidecar", pod.spec.sidecars), ("container", pod.spec.containers)):
        for container in containers:
            status = pod.container_status(container.name)
            if status is not None and not status.ready and status.state.running is not None:
                yield f"{kind} {container.name} runs but is not ready"


def why_leaving(pod: Pod) -> str:
    """How a pod that has ended did so; that it is being deleted, and what keeps it from being gone."""
    ended = [pod.status.phase, *([pod.status.reason] if pod.status.reason else [])] if pod.terminal else []
    return ", ".join([*ended, *(["being deleted" + kept_by([pod])] if pod.terminating else [])])


def kept_by(pods: Iterable[Pod]) -> str:
    """The finalizers without whose removal pods that are being deleted never go; empty where there is none."""
    finalizers = list(dict.fromkeys(finalizer for pod in pods for finalizer in pod.metadata.finalizers))
    return f", kept by finalizer {some(finalizers)}" if finalizers else ""


def why_no_address(pod: Pod) -> str:
    """What a pod waits for before it gets an address."""
    if not pod.spec.node_name:
        scheduled = pod.condition("PodScheduled")
        message = scheduled.message if scheduled else ""
        return f"on no node yet: {message}" if message else "on no node yet"
    waiting = [
        status.state.waiting.reason
        for status in (*pod.status.init_container_statuses, *pod.status.container_statuses)
        if status.state.waiting is not None and status.state.waiting.reason not in {"", INITIALIZING}
    ]
    return f"on {pod.spec.node_name}, {some(list(dict.fromkeys(waiting)))}" if waiting else f"on {pod.spec.node_name}"


def unmet_gates(pod: Pod) -> Iterator[tuple[str, str]]:
    """The readiness gates of a pod that are not True, each with its state: `missing`, `False` or `Unknown`."""
    for gate in pod.spec.readiness_gates:
        condition = pod.condition(gate.condition_type)
        if condition is None:
            yield gate.condition_type, "missing"
        elif condition.status != "True":
            yield gate.condition_type, condition.status


def _named(traced: TracedService, pods: list[Pod]) -> str:
    who = by_workload(traced, pods)
    return who if who.startswith("Pod/") else f"{who} ({some([pod.name for pod in pods])})"


def _restarts(pods: Iterable[Pod]) -> str:
    most = max((status.restart_count for pod in pods for status in pod.status.container_statuses), default=0)
    return f", {count(most, 'restart')}" if most else ""


def _ready_condition(pod: Pod) -> str:
    condition = pod.condition("Ready")
    if condition is None:
        return "no Ready condition: the kubelet has not reported yet"
    told = ": ".join(word for word in (condition.reason, condition.message) if word)
    return f"Ready is {condition.status}: {told}" if told else f"Ready is {condition.status}, {WITHOUT_REASON}"
