"""PTP01: a selector that matches no pod."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import show_labels
from kubectl_porttrace.checks.phrases import count, pairs, some
from kubectl_porttrace.checks.run_time_labels import set_at_run_time
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.label_origin import will_have_no_pods
from kubectl_porttrace.trace.makers import makers
from kubectl_porttrace.trace.selection import pods_elsewhere, selects_nothing
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP01",
    "selector-matches-nothing",
    severity="error",
    certainty="kube-proxy",
    needs=("pods",),
    causes=("PTD01",),
)
def selector_matches_nothing(traced: TracedService) -> Iterator[Found]:
    """The Service's selector matches no pod in its namespace, so there is nothing to route to.

    Why: a Service is served by the pods of its own namespace that carry every label of the selector. Where there is
    none, the EndpointSlice stays empty and kube-proxy refuses every connection; a headless Service has no DNS records.

    Of manifests it is said only with `--complete`, and not where an operator may make the pods.

    See: `kubectl get service NAME -o wide` shows the selector, `kubectl get pods --show-labels` the labels there are.

    Fix: correct the selector, or the labels in the workload's template. Where the labels are right, find out why the
    workload makes no pods: `kubectl describe` it and its newest ReplicaSet.
    """
    service = traced.service
    if traced.in_manifests and will_have_no_pods(traced.snapshot, service):
        yield _of_manifests(traced)
    if traced.in_manifests or not selects_nothing(traced):
        return
    run_time = _set_at_run_time(traced)
    yield Found(
        message=f"no pod in namespace {service.namespace} matches the selector {pairs(service.spec.selector)}",
        path="spec.selector",
        evidence=(*_silent_workloads(traced), *_what_there_is(traced), *(fact for fact, _ in run_time)),
        fix=Fix(
            text="; ".join(advice for _, advice in run_time)
            or "correct the selector, or the labels in the template of the workload that should serve; "
            "the pods' labels:",
            command=None if run_time else show_labels(service.namespace),
        ),
        ports=traced.ports,
    )


def _of_manifests(traced: TracedService) -> Found:
    """That no template of files that are all there is makes pods for the Service."""
    service, elsewhere = traced.service, pods_elsewhere(traced.snapshot, traced.service)
    return Found(
        message=f"no pod that the files make in namespace {service.namespace} has the labels "
        f"{pairs(service.spec.selector)} of the selector",
        path="spec.selector",
        evidence=(
            "--complete says that the files are all there is",
            *_what_there_is(traced),
            *(f"in namespace {where}: {some([pod.name for pod in pods])}" for where, pods in elsewhere.items()),
        )[:5],
        fix=Fix(text="correct the selector, or the labels in the template of the workload that should serve"),
        ports=traced.ports,
        certainty="contract",
    )


def _silent_workloads(traced: TracedService) -> Iterator[str]:
    """The workloads that should have made pods for this Service and have none."""
    for workload in makers(traced.snapshot, traced.service.namespace, traced.service.spec.selector):
        if workload.wanted_pods:
            yield f"{workload.title} asks for {count(workload.wanted_pods, 'pod')} with these labels and has none"


def _set_at_run_time(traced: TracedService) -> list[tuple[str, str]]:
    """What is known of the pairs that no template fulfils, each with an advice."""
    snapshot, namespace = traced.snapshot, traced.service.namespace
    known = snapshot.pod_labels.known(namespace)
    found = [
        set_at_run_time(traced, key, snapshot.pod_labels.with_key(namespace, key))
        for key, wanted in traced.service.spec.selector.items()
        if wanted not in known.get(key, ())
    ]
    return [each for each in found if each is not None]


def _what_there_is(traced: TracedService) -> Iterator[str]:
    """The values that the pods of the namespace have for the keys of the selector."""
    snapshot, namespace = traced.snapshot, traced.service.namespace
    pods = snapshot.pod_labels.not_ended(namespace)
    yield f"{count(pods, 'template' if traced.in_manifests else 'pod')} in the namespace"
    for key in traced.service.spec.selector if pods else ():
        values = snapshot.pod_labels.known(namespace).get(key)
        yield f"label {key} there: {some(values)}" if values else f"none of them has a label {key}"
