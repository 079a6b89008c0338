"""PTP17: the workload's template has lost the labels that the Service selects by."""

from collections.abc import Iterator, Mapping

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, pairs, some
from kubectl_porttrace.findings import Fix, ObjectReference
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP17",
    "template-no-longer-matches",
    severity="warning",
    certainty="certain",
    needs=("pods", "deployments", "replicasets", "statefulsets"),
    scope="cluster",
)
def template_no_longer_matches(traced: TracedService) -> Iterator[Found]:
    """Running pods match the selector, and the pods their workload makes from now on will not.

    Why: pods keep the labels they were made with. The workload's template has changed since, so each pod that is
    replaced leaves the Service, and at the end of the rollout the Service has no pod.

    See: `kubectl get deployment NAME -o jsonpath='{.spec.template.metadata.labels}'` beside the Service's selector.

    Fix: put the label back into the template, or select by labels that both the old and the new pods have.
    """
    wanted = traced.service.spec.selector
    for owner, pods in traced.pods_by_owner:
        title, workload = owner.title, owner.workload
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
                message=f"label {pairs(lost)}, by which the Service selects, is gone from the template of {title}",
                path="spec.template.metadata.labels",
                evidence=(
                    f"still matched: {by_workload(traced, pods)} ({some([pod.name for pod in pods])})",
                    f"the template has {pairs(template.metadata.labels) or 'no labels'}",
                ),
                fix=Fix(
                    text=f"put {pairs(lost)} back into the template, or select by labels that old and new pods have"
                ),
                object=ObjectReference(kind=workload.kind, namespace=workload.namespace, name=workload.name),
                ports=traced.ports,
            )


def _was_in_template(traced: TracedService, workload: Workload, pods: tuple[Pod, ...], key: str) -> bool:
    """Whether the pods got that label from an older template, and not from a controller that labels running pods.

    A leader election marks the leader that way, and is no reason for alarm. A ReplicaSet bears the labels of the
    template it was made from (`pkg/controller/deployment/sync.go:getNewReplicaSet`). A StatefulSet keeps no trace of
    it that is read here: its template has to have another value, and every one of several pods the old one.
    """
    if workload.kind == "Deployment":
        wanted = traced.service.spec.selector[key]
        return any(labels.get(key) == wanted for labels in _labels_of_replica_sets(traced, pods))
    replaced = workload.template is not None and key in workload.template.metadata.labels
    return workload.kind == "StatefulSet" and replaced and len(pods) >= max(2, workload.spec.replicas or 1)


def _labels_of_replica_sets(traced: TracedService, pods: tuple[Pod, ...]) -> Iterator[Mapping[str, str]]:
    for name in sorted({traced.owner(pod).replica_set or "" for pod in pods}):
        replica_set = traced.snapshot.workload("ReplicaSet", traced.service.namespace, name)
        if replica_set is not None:
            yield replica_set.metadata.labels
