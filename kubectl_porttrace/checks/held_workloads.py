"""Workloads that make no pods because they are paused, suspended or not due: what is said of them, and what to do.

Source: `pkg/controller/deployment/sync.go:sync` (a paused Deployment makes no ReplicaSet),
`pkg/controller/job/job_controller.go:manageJob` (a suspended Job deletes its pods),
`pkg/controller/cronjob/cronjob_controllerv2.go:syncCronJob` (a suspended CronJob starts no Job).
"""

from kubectl_porttrace.checks.commands import describe, resume, resume_job
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Workload

QUEUE = "kueue.x-k8s.io/queue-name"
"""The label of a Job that Kueue suspends and resumes."""


def why_held(snapshot: Snapshot, workload: Workload) -> str:
    """Why a workload makes no pods although nothing refuses them; empty where it is to make them."""
    if workload.kind == "Deployment" and workload.spec.paused and not snapshot.controlled.workloads(workload):
        return f"{workload.title} is paused, and has made no pods yet"
    if workload.kind in {"Job", "CronJob"} and workload.spec.suspend:
        return f"{workload.title} is suspended, and has no pods"
    if workload.kind == "CronJob":
        return f"{workload.title} has pods only while a Job of it runs (schedule {workload.spec.schedule})"
    return ""


def remedy_for_held(workload: Workload) -> Fix:
    """What to do about a workload of which `why_held` says something."""
    title = workload.title
    if workload.kind == "Deployment":
        return Fix(text="let it make its pods:", command=resume(workload))
    if workload.kind == "CronJob":
        text = (
            f"select the pods of a workload that keeps running, or leave the Service without pods until {title} runs:"
        )
        return Fix(text=text, command=describe(workload))
    if QUEUE in workload.metadata.labels:
        text = (
            f"find out why queue {workload.metadata.labels[QUEUE]} does not admit {title}; its conditions and events:"
        )
        return Fix(text=text, command=describe(workload))
    return Fix(text="resume it, if no queue of Jobs is to do that:", command=resume_job(workload))
