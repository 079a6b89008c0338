"""Which workloads are to make the pods that a Service selects."""

from collections.abc import Iterable, Mapping

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import POD_INDEX, POD_NAME, Workload

_MAKERS = frozenset({"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController"})
"""The kinds that keep a number of pods running; a Job's pods end."""

READ_TO_KNOW = frozenset({"deployments", "statefulsets", "daemonsets", "replicasets"})
"""What has to be read for "no workload makes such pods" to be known."""


def makers(snapshot: Snapshot, namespace: str, selector: Mapping[str, str]) -> tuple[Workload, ...]:
    """The workloads of a namespace whose pods a selector matches, whether or not there are any.

    A pod gets the labels of the template, and from a StatefulSet its name and its ordinal as well
    (`pkg/controller/statefulset/stateful_set_utils.go:updateIdentity`). What is scaled to nothing counts, and so does
    what an operator controls; a ReplicaSet that is a revision of something else does not.
    """
    from_template = {key: value for key, value in selector.items() if key not in {POD_NAME, POD_INDEX}}
    found: Iterable[Workload] = snapshot.template_labels.with_all(namespace, from_template)
    if len(from_template) < len(selector):
        found = found if from_template else (each for each in snapshot.workloads if each.namespace == namespace)
        found = (each for each in found if _numbers(each, selector))
    return tuple(each for each in found if each.kind in _MAKERS and not _is_revision(each))


def _numbers(workload: Workload, selector: Mapping[str, str]) -> bool:
    """Whether it is a StatefulSet that has a pod of that name and ordinal, or would have one if it were scaled up."""
    name = selector.get(POD_NAME, workload.name + "-" + selector.get(POD_INDEX, ""))
    base, _, ordinal = name.rpartition("-")
    if workload.kind != "StatefulSet" or base != workload.name or selector.get(POD_INDEX, ordinal) != ordinal:
        return False
    return not workload.ordinals or ordinal in map(str, workload.ordinals)


def _is_revision(workload: Workload) -> bool:
    return workload.kind == "ReplicaSet" and workload.metadata.controller is not None
