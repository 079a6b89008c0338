"""PTP17: the workload's template has lost the labels that the Service selects by."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, pairs, some
from kubectl_porttrace.checks.readiness import living_pods
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import PodTemplate, Workload
from kubectl_porttrace.report.values import Fix, ObjectReference
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP17",
    "template-no-longer-matches",
    severity="warning",
    certainty="certain",
    needs=("pods", "deployments", "replicasets", "statefulsets", "daemonsets"),
    scope="cluster",
)
def template_no_longer_matches(traced: TracedService) -> Iterator[Found]:
    """Running pods match the selector, and the pods their workload makes from now on will not.

    Why: pods keep the labels they were made with. The workload's template was changed since, so each pod that is
    replaced drops out of the Service, and at the end of the rollout nothing is left behind it.

    See: `kubectl get deployment NAME -o jsonpath='{.spec.template.metadata.labels}'` beside the Service's selector.

    Fix: align the two: put the label back into the template, or select by labels the template has.
    """
    wanted = traced.service.spec.selector
    by_owner: dict[str, list[Pod]] = {}
    for pod in living_pods(traced):
        by_owner.setdefault(traced.owner(pod).title, []).append(pod)
    for title, pods in by_owner.items():
        workload = traced.owner(pods[0]).workload
        template = workload.template if workload else None
        if workload is None or template is None:
            continue
        lost = {
            key: value
            for key, value in wanted.items()
            if template.metadata.labels.get(key) != value and _was_in_template(traced, workload, pods, key)
        }
        if lost:
            yield Found(
                message=f"the template of {title} no longer has {pairs(lost)}, by which the Service selects its pods",
                path="spec.template.metadata.labels",
                evidence=(
                    f"still matched: {by_workload(traced, pods)} ({some([pod.name for pod in pods])})",
                    f"the template has {pairs(template.metadata.labels) or 'no labels'}",
                ),
                fix=Fix(text=f"put {pairs(lost)} back into the template, or select by labels that it has"),
                object=ObjectReference(kind=workload.kind, namespace=workload.namespace, name=workload.name),
                ports=traced.ports,
            )


def _was_in_template(traced: TracedService, workload: Workload, pods: list[Pod], key: str) -> bool:
    """Whether the pods got that label from an older template, and not from a controller that labels running pods.

    A leader election marks the leader that way, and is no reason for alarm. A ReplicaSet keeps the template it was
    made from. Other workloads keep none: there the template has to have another value, and all pods the old one.
    """
    if workload.kind == "Deployment":
        return any(key in template.metadata.labels for template in _old_templates(traced, pods))
    own = [
        pod
        for pod in traced.snapshot.pods_in(traced.service.namespace)
        if not pod.terminal and traced.owner(pod).title == workload.title
    ]
    replaced = workload.template is not None and key in workload.template.metadata.labels
    return replaced and len(pods) == len(own) > 1


def _old_templates(traced: TracedService, pods: list[Pod]) -> Iterator[PodTemplate]:
    for name in {traced.owner(pod).replica_set for pod in pods}:
        old = traced.snapshot.workload("ReplicaSet", traced.service.namespace, name or "")
        if old is not None and old.template is not None:
            yield old.template
