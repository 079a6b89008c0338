"""Why a workload's pods are not made, in the words of what refused them; and what to do about it."""

import re

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Workload

_REFUSED = "FailedCreate"

# What the API server's admission says, each with what to do:
# `staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go:CheckRequest`,
# `staging/src/k8s.io/pod-security-admission/admission/admission.go:EvaluatePod`,
# `plugin/pkg/admission/serviceaccount/admission.go:Validate`,
# `staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/errors/statuserror.go`, `.../webhook/error.go`.
_REMEDIES: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(r"exceeded quota: (\S+?),"), "raise ResourceQuota {0} in {namespace}, or lower what {title} asks for"),
    (
        re.compile(r"failed quota: (\S+?):"),
        "write requests and limits into {title}, as ResourceQuota {0} asks for",
    ),
    (
        re.compile(r'violates PodSecurity "([^":]+)'),
        "write a template for {title} that meets PodSecurity {0} of namespace {namespace}, as the message says",
    ),
    (
        re.compile(r'serviceaccount "([^"]+)" not found'),
        "create ServiceAccount {0} in {namespace} for {title}",
    ),
    (re.compile(r'admission webhook "([^"]+)" denied'), "change {title} to what webhook {0} asks for in its message"),
    (re.compile(r'failed calling webhook "([^"]+)"'), "get webhook {0} to answer: without it no pod is admitted"),
)


def why_refused(snapshot: Snapshot, workload: Workload) -> str | None:
    """What refused the newest pod of a workload, in its own words; None where nothing was read that says so.

    The ReplicaSet controller sets the condition ReplicaFailure, which a Deployment takes over
    (`pkg/controller/replicaset/replica_set_utils.go:calculateStatus`, `pkg/controller/deployment/progress.go`); all
    controllers of pods record the event FailedCreate.
    """
    for condition in workload.status.conditions:
        if (condition.type, condition.status, condition.reason) == ("ReplicaFailure", "True", _REFUSED):
            return condition.message
    events = [
        event
        for each in (workload, *snapshot.controlled.workloads(workload))
        for event in snapshot.events_about(each.kind, each.namespace, each.name)
        if event.reason == _REFUSED
    ]
    newest = max(events, key=lambda event: (event.seen is not None, event.seen), default=None)
    return newest.message if newest else None


def remedy(workload: Workload, reason: str | None) -> str:
    """What to do about it; where the reason is not known, how to find it."""
    namespace, title = workload.namespace, workload.title
    for pattern, advice in _REMEDIES:
        found = pattern.search(reason or "")
        if found:
            return advice.format(found[1], namespace=namespace, title=title)
    described = f"kubectl describe {workload.kind.lower()} {workload.name} -n {namespace}"
    return f"leave the selector as it is, and find out why {title} makes no pods: {described}"
