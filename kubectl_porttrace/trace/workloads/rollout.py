"""The Services that the pods of a workload's present template enter, or no longer belong to."""

from collections.abc import Sequence

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.label_origin import SET_BY, origin_of
from kubectl_porttrace.trace.next_revision import ROLLING


class Rollout(msgspec.Struct, frozen=True):
    """Beside the Services that select its pods now."""

    enters: tuple[Service, ...]
    leaves: tuple[Service, ...]


def rollout_of(snapshot: Snapshot, workload: Workload | None, pods: Sequence[Pod]) -> Rollout | None:
    """What the template of a workload that replaces its pods changes, by its labels and the Services' selectors.

    None for other kinds, where the template was not read, and where there are no pods to replace.
    """
    living = [pod for pod in pods if not pod.terminal and not pod.terminating and not pod.is_template]
    if workload is None or workload.kind not in ROLLING or workload.template is None or not living:
        return None
    here = [each for each in snapshot.services if each.selects and each.namespace == workload.namespace]
    here.sort(key=lambda service: service.name)
    return Rollout(
        enters=tuple(each for each in here if _enters(each, workload, living)),
        leaves=tuple(each for each in here if _leaves(snapshot, each, workload, living)),
    )


def _enters(service: Service, workload: Workload, pods: Sequence[Pod]) -> bool:
    """Whether the template has all that a Service selects by, and none of the pods has."""
    selector = service.spec.selector.items()
    return selector <= workload.template_labels.items() and not any(selector <= pod.labels.items() for pod in pods)


def _leaves(snapshot: Snapshot, service: Service, workload: Workload, pods: Sequence[Pod]) -> bool:
    """Whether a Service selects some of the pods by a label that they have from an older template.

    What controllers and webhooks put on running pods, such as their names, the next ones will have too.
    """
    selected = [pod for pod in pods if service.spec.selector.items() <= pod.labels.items()]
    labels = workload.template_labels
    return bool(selected) and any(
        key in labels or origin_of(snapshot, selected, key) == "template"
        for key, value in service.spec.selector.items()
        if labels.get(key) != value and key not in SET_BY
    )
