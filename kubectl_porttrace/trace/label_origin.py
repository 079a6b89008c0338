"""Where the labels of pods come from: their template, or something that labels running pods."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Literal

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import POD_INDEX, POD_NAME, POD_TEMPLATE_HASH
from kubectl_porttrace.trace.owners import owner_of

Origin = Literal["template", "run time", "unknown"]

_STATEFUL_SET = "the StatefulSet controller"
_JOB = "the Job controller"
_REVISION = ", another value for each revision"

SET_BY: Mapping[str, str] = MappingProxyType(
    {
        POD_NAME: f"{_STATEFUL_SET}, to the name of the pod",
        POD_INDEX: f"{_STATEFUL_SET}, to the ordinal of the pod",
        POD_TEMPLATE_HASH: f"the Deployment controller{_REVISION}",
        "controller-revision-hash": f"the controller of the StatefulSet or DaemonSet{_REVISION}",
        "pod-template-generation": f"the DaemonSet controller{_REVISION}",
        "rollouts-pod-template-hash": f"Argo Rollouts{_REVISION}",
        "batch.kubernetes.io/job-completion-index": f"{_JOB}, to the index of the pod",
        "batch.kubernetes.io/job-name": f"{_JOB}, to its Job's name",
        "batch.kubernetes.io/controller-uid": f"{_JOB}, to its Job's uid",
        "job-name": f"{_JOB}, to its Job's name",
        "controller-uid": f"{_JOB}, to its Job's uid",
    }
)
"""The labels that controllers set on the pods they make, each with who does; no template has them.

Sources: `staging/src/k8s.io/api/apps/v1/types.go`, `staging/src/k8s.io/api/batch/v1/types.go`,
`argoproj/argo-rollouts/pkg/apis/rollouts/v1alpha1/types.go:DefaultRolloutUniqueLabelKey`.
"""


def origin_of(snapshot: Snapshot, pods: Iterable[Pod], key: str) -> Origin:
    """Where some pods would have a label of that key from.

    Returns:
        `run time` where the templates of all of them were read and none has the key, so that something else has to set
        it on the pods, as a leader election does. Otherwise what holds for the first that differs: `template` where
        its template has the key, or had it in an older ReplicaSet; `unknown` where that was not read, or where nothing
        made the pod.
    """
    if key in SET_BY:
        return "run time"
    found: Origin = "unknown"
    for pod in pods:
        found = _origin(snapshot, pod, key)
        if found != "run time":
            break
    return found


def will_have_no_pods(snapshot: Snapshot, service: Service) -> bool:
    """Whether no pod of manifests that are all there is will ever have the labels that a Service selects by.

    A template that has some of them, and no other value of the rest, may make pods that get the rest at run time, as
    from a leader election.
    """
    selector, namespace = service.spec.selector, service.namespace
    if not selector or namespace not in snapshot.complete_namespaces or not snapshot.was_read("pods", namespace):
        return False
    if not SET_BY.keys().isdisjoint(selector):
        return False
    pods = snapshot.pod_labels.with_any(namespace, selector.items())
    return all(any(pod.labels.get(key, value) != value for key, value in selector.items()) for pod in pods)


def _origin(snapshot: Snapshot, pod: Pod, key: str) -> Origin:
    if any(key in labels for labels in _templates(snapshot, pod)):
        return "template"
    workload = owner_of(snapshot, pod).workload
    return "run time" if pod.is_template or (workload and workload.template) else "unknown"


def _templates(snapshot: Snapshot, pod: Pod) -> Iterator[Mapping[str, str]]:
    """The labels of the templates it may have been made from, as far as they were read.

    A ReplicaSet bears the labels of its template (`pkg/controller/deployment/sync.go:getNewReplicaSet`).
    """
    if pod.is_template:
        yield pod.labels
        return
    owner = owner_of(snapshot, pod)
    own = snapshot.workload("ReplicaSet", pod.namespace, owner.replica_set or "")
    if own is not None:
        yield own.metadata.labels
    if owner.workload is not None:
        yield owner.workload.template_labels
        yield from (each.metadata.labels for each in snapshot.controlled.workloads(owner.workload))
