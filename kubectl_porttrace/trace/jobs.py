"""Jobs and CronJobs whose pods a selector matches: they have pods only for a time."""

from collections.abc import Mapping

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Workload

_FINISHED = ("Complete", "Failed")
"""The conditions of a Job that makes no more pods (`pkg/controller/job/util/utils.go:IsJobFinished`)."""


def job_makers(snapshot: Snapshot, namespace: str, selector: Mapping[str, str]) -> tuple[Workload, ...]:
    """The Jobs that have not finished, and else the CronJobs, whose pods a selector matches.

    The labels of a Job's name are in its template: the API server puts them there
    (`pkg/registry/batch/job/strategy.go:generateSelector`).
    """
    matching = snapshot.template_labels.with_all(namespace, selector)
    jobs = tuple(each for each in matching if each.kind == "Job" and not _finished(each))
    return jobs or tuple(each for each in matching if each.kind == "CronJob")


def _finished(job: Workload) -> bool:
    return any((found := job.condition(kind)) is not None and found.status == "True" for kind in _FINISHED)
