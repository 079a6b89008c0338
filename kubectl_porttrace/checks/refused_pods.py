"""Why a workload's pods are not made, in the words of what refused them; and what to do about it."""

import re
from typing import Literal

import msgspec

from kubectl_porttrace.checks.commands import describe, follow_service
from kubectl_porttrace.findings import Fix, SharedCause
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Workload

_REFUSED = frozenset({"FailedCreate", "ReplicaSetCreateError"})
_CONDITIONS = frozenset({("ReplicaFailure", "True", "FailedCreate"), ("Progressing", "False", "ReplicaSetCreateError")})


class _Refusal(msgspec.Struct, frozen=True):
    """How one kind of refusal is told; `{0}` is what the pattern finds.

    `within` says whose pods one change lets in: those of the namespace, or of the whole cluster. Where it is empty,
    each template has to be changed.
    """

    pattern: str
    cause: str
    remedy: str
    within: Literal["", "namespace", "cluster"] = ""


# What the API server's admission says, each in a few words and with what to do:
# `staging/src/k8s.io/apiserver/pkg/admission/plugin/resourcequota/controller.go:CheckRequest`,
# `staging/src/k8s.io/pod-security-admission/admission/admission.go:EvaluatePod`,
# `plugin/pkg/admission/serviceaccount/admission.go:Validate`, `plugin/pkg/admission/limitranger/admission.go`,
# `plugin/pkg/admission/priority/admission.go:admitPod`, `plugin/pkg/admission/runtimeclass/admission.go`,
# `staging/src/k8s.io/apiserver/pkg/admission/plugin/webhook/errors/statuserror.go`, `.../webhook/error.go`.
_REFUSALS: tuple[_Refusal, ...] = (
    _Refusal(
        r"exceeded quota: (\S+?),",
        "ResourceQuota {0} is used up",
        "raise ResourceQuota {0} in {namespace}, or lower what {title} requests",
        within="namespace",
    ),
    _Refusal(
        r"failed quota: (\S+?):",
        "ResourceQuota {0} wants requests or limits",
        "write the requests and limits that ResourceQuota {0} wants into the template of {title}",
    ),
    _Refusal(
        r'violates PodSecurity "([^":]+)',
        "PodSecurity {0} refuses the pods",
        "change the template of {title} to meet PodSecurity {0} of namespace {namespace}: the message names each field",
    ),
    _Refusal(
        r'serviceaccount "([^"]+)" not found',
        "ServiceAccount {0} does not exist",
        "create ServiceAccount {0} in {namespace} for {title}",
        within="namespace",
    ),
    _Refusal(
        r"(?:maximum|minimum) (\S+) (?:usage )?per (?:Container|Pod) is|limit to request ratio",
        "a LimitRange refuses the pods",
        "write requests and limits into the template of {title} that the LimitRange of namespace {namespace} allows",
    ),
    _Refusal(
        r"no PriorityClass with name (\S+) was found",
        "PriorityClass {0} does not exist",
        "create PriorityClass {0}, or correct priorityClassName in {title}",
        within="cluster",
    ),
    _Refusal(
        r'pod rejected: RuntimeClass "([^"]+)" not found',
        "RuntimeClass {0} does not exist",
        "create RuntimeClass {0}, or correct runtimeClassName in {title}",
        within="cluster",
    ),
    _Refusal(
        r'admission webhook "([^"]+)" denied',
        "webhook {0} refuses the pods",
        "change the template of {title} as webhook {0} says in its message",
    ),
    _Refusal(
        r'failed calling webhook "([^"]+)"',
        "webhook {0} does not answer",
        "get webhook {0} to answer: without it no pod is admitted",
        within="cluster",
    ),
    _Refusal(
        r"ValidatingAdmissionPolicy \'([^\']+)\'",
        "ValidatingAdmissionPolicy {0} refuses the pods",
        "change the template of {title} as ValidatingAdmissionPolicy {0} says in its message",
    ),
)


_CALLED = (
    r'failed calling webhook "(?P<webhook>[^"]+)": .*"https://(?P<name>[^./"]+)\.(?P<namespace>[^./"]+)\.svc[:/?"]'
)
"""The Service that a webhook is called by, as the API server writes its address."""


def why_refused(snapshot: Snapshot, workload: Workload) -> str | None:
    """What refused the newest pod of a workload, in its own words; None where nothing was read that says so.

    The ReplicaSet controller sets the condition ReplicaFailure, which a Deployment takes over
    (`pkg/controller/replicaset/replica_set_utils.go:calculateStatus`, `pkg/controller/deployment/progress.go`); all
    controllers of pods record the event FailedCreate. A Deployment whose ReplicaSet is refused says so in its condition
    Progressing and in an event (`pkg/controller/deployment/sync.go:getNewReplicaSet`).
    """
    for condition in workload.status.conditions:
        if (condition.type, condition.status, condition.reason) in _CONDITIONS:
            return condition.message
    events = [
        event
        for each in (workload, *snapshot.controlled.workloads(workload))
        for event in snapshot.events_about(each.kind, each.namespace, each.name)
        if event.reason in _REFUSED
    ]
    newest = max(events, key=lambda event: (event.seen is not None, event.seen), default=None)
    return newest.message if newest else None


def in_short(reason: str | None) -> str:
    """What refuses them, in a few words; empty where that is not known."""
    refusal, found = _refusal(reason)
    return refusal.cause.format(*found.groups()) if refusal and found else ""


def shared_refusal(workload: Workload, reason: str | None, message: str) -> SharedCause:
    """What one change mends: what refuses the pods of other workloads too, or else what the message says of this one.

    Args:
        workload: the one that has no pods.
        reason: what refused them; None where that is not why it has none.
        message: what is said of this workload alone.
    """
    refusal, found = _refusal(reason)
    if refusal is None or found is None or not refusal.within:
        return SharedCause(key=f"{workload.namespace} {message}", message=message, whole=True)
    refused = f"no pod can be made: {refusal.cause.format(*found.groups())}"
    within = workload.namespace if refusal.within == "namespace" else ""
    return SharedCause(key=f"{within} {refused}", message=refused, whole=True)


def as_reported(reason: str) -> str:
    """What refused them, without what a controller puts before it: its own object, and the pod that was not made."""
    told = reason.removeprefix("(combined from similar events): ")
    return told.partition(" is forbidden: ")[2] or told


def remedy(workload: Workload, reason: str | None) -> Fix:
    """What to do about it; where the reason is not known, how to find it."""
    namespace, title = workload.namespace, workload.title
    refusal, found = _refusal(reason)
    called = re.search(_CALLED, reason or "")
    if called:
        return Fix(
            text=f"get webhook {called['webhook']} to answer: without it no pod is admitted; its Service:",
            command=follow_service(called["namespace"], called["name"]),
        )
    if refusal and found:
        return Fix(text=refusal.remedy.format(*found.groups(), namespace=namespace, title=title))
    return Fix(
        text=f"leave the selector as it is, and find out why {title} makes no pods; its conditions and events:",
        command=describe(workload),
    )


def _refusal(reason: str | None) -> tuple[_Refusal | None, re.Match[str] | None]:
    matched = ((refusal, re.search(refusal.pattern, reason or "")) for refusal in _REFUSALS)
    return next((each for each in matched if each[1]), (None, None))
