"""PTB11: the kubelet reports that a probe errs."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_pod
from kubectl_porttrace.checks.phrases import by_workload, some
from kubectl_porttrace.checks.subjects import only_maker
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Event
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTB11",
    "probe-errors",
    severity="warning",
    certainty="certain",
    needs=("pods", "events"),
    scope="cluster",
)
def probe_errors(traced: TracedService) -> Iterator[Found]:
    """The kubelet reports an error of a probe: it could not be carried out at all, so its result does not count.

    Why: a probe that gets no answer has failed, and that counts. A probe that cannot be made, because its port name
    does not exist or its command cannot be started, is an error: the container keeps the state it has. Where it is an
    error from the start, a readiness probe leaves the container unready for ever, and a liveness probe never restarts
    it.

    See: `kubectl describe pod NAME`: events of reason Unhealthy that say "probe errored".

    Fix: what the event names: the port name, or the command of the exec probe.
    """
    reported = traced.snapshot.once(_reported)
    pods_reported = (pod for pod in traced.living_pods if pod.key in reported) if reported else ()
    seen = [(pod, event) for pod in pods_reported if (event := _latest(traced, pod)) is not None]
    if not seen:
        return
    pods = [pod for pod, _ in seen]
    messages = list(dict.fromkeys(event.message.strip() for _, event in seen))
    yield Found(
        message=f"a probe cannot be run: {by_workload(traced, pods)}",
        path="",
        evidence=(*messages[:3], f"pods: {some([pod.name for pod in pods])}"),
        fix=Fix(
            text="correct the port name or the command of the probe in the pods' template; the pod's events:",
            command=describe_pod(pods[0]),
        ),
        object=only_maker(traced, pods),
    )


def _reported(snapshot: Snapshot) -> frozenset[tuple[str, str]]:
    """The pods of which the kubelet reports such an error, of whatever run: few of all there are."""
    about = (event.involved_object for event in snapshot.all_of(Event) if _is_error(event))
    return frozenset((each.namespace, each.name) for each in about if each.kind == "Pod")


def _latest(traced: TracedService, pod: Pod) -> Event | None:
    """The last such event about a container that has not been restarted since."""
    events = [
        event
        for event in traced.snapshot.events_about("Pod", pod.namespace, pod.name)
        if _is_error(event) and _of_this_run(pod, event)
    ]
    return max(events, key=lambda event: event.seen or traced.snapshot.observed_at, default=None)


def _is_error(event: Event) -> bool:
    return event.reason == "Unhealthy" and "probe errored" in event.message


def _of_this_run(pod: Pod, event: Event) -> bool:
    """Whether the container it is about, or any where it names none, has run since before the event."""
    about = event.involved_object.field_path
    statuses = (*pod.status.container_statuses, *pod.status.init_container_statuses)
    started = [
        status.state.running.started_at
        for status in statuses
        if status.state.running is not None and status.state.running.started_at and _names(about, status.name)
    ]
    return event.seen is not None and any(moment < event.seen for moment in started)


def _names(field_path: str, container: str) -> bool:
    """Whether a field path as `spec.containers{app}` is about that container."""
    return not field_path or field_path.endswith(f"{{{container}}}")
