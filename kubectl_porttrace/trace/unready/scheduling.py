"""No node takes the pod: what the scheduler reports.

Source: `pkg/scheduler/framework/types.go:FitError.Error` and the reasons of `pkg/scheduler/framework/plugins`;
`pkg/scheduler/scheduler.go:ErrNoNodesAvailable`; `pkg/registry/core/pod/strategy.go:applySchedulingGatedCondition`.
"""

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from kubectl_porttrace.model.missing import missing_object
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.unready.cause import Cause, Explanation
from kubectl_porttrace.trace.unready.names import cause_of_missing

_COUNTED = r"(?P<count>\d{1,9}) (?P<reason>[A-Za-z](?:[^,]|,(?! \d))*?)(?=, \d+ |\. |\.$|$)"
_NODES = r"0/(?P<all>\d+) nodes are available:"

# Each beginning of a reason, in the words of a person; the taint and the resource that it names are kept.
_WORDS = MappingProxyType(
    {
        "Insufficient ": "not enough {rest}",
        "Too many pods": "too many pods on the node",
        "node(s) had untolerated taint {": "taint not tolerated: {{{rest}",
        "node(s) had untolerated taint": "taint not tolerated",
        "node(s) had taints that the pod didn't tolerate": "taint not tolerated",
        "node(s) didn't match Pod's node affinity/selector": "nodeSelector or node affinity does not match",
        "node(s) didn't match scheduler-enforced node affinity": "the scheduler's own node affinity does not match",
        "node(s) were unschedulable": "cordoned",
        "node(s) didn't have free ports for the requested pod ports": "host port already in use",
        "node(s) didn't match pod affinity rules": "pod affinity does not match",
        "node(s) didn't match pod anti-affinity rules": "pod anti-affinity excludes it",
        "node(s) didn't satisfy existing pods anti-affinity rules": "another pod's anti-affinity excludes it",
        "node(s) didn't match pod topology spread constraints": "topology spread constraints exclude it",
        "node(s) didn't match the requested node name": "spec.nodeName names another node",
        "node(s) exceed max volume count": "too many volumes on the node",
        "node(s) had no available volume zone": "volume is in another zone",
        "node(s) had volume node affinity conflict": "volume is bound to other nodes",
        "node(s) didn't match PersistentVolume's node affinity": "volume is bound to other nodes",
        "node(s) didn't find available persistent volumes to bind": "no PersistentVolume to bind",
        "node(s) did not have enough free storage": "not enough storage for a volume",
        "node(s) unavailable due to one or more pvc(s) bound to non-existent pv(s)": "PersistentVolume does not exist",
        "node(s) unavailable due to PersistentVolumeClaim with ReadWriteOncePod": "volume in use by another pod",
        "node(s) had no available disk": "disk in use by another pod",
        "node(s) had unknown conditions": "node does not report its conditions",
        "node(s) didn't match Pod's required features": "the node's kubelet lacks a feature that the pod needs",
        "pod affinity terms conflict": "the pod's own affinity terms exclude each other",
    }
)


def scheduling_explanation(snapshot: Snapshot, pod: Pod) -> Explanation | None:
    """What the scheduler says of a pod that is on no node; None where the scheduler has not said anything."""
    condition = pod.condition("PodScheduled")
    if pod.spec.node_name or condition is None or condition.status == "True":
        return None
    if condition.reason == "SchedulingGated":
        why = "it has scheduling gates, which a controller has to remove"
    elif condition.message:
        why = scheduler_words(condition.message)
    else:
        return None
    missing = missing_object(condition.message)
    if missing is not None and condition.reason != "SchedulingGated":
        cause = cause_of_missing(snapshot, pod.namespace, missing, "scheduling", "no node takes the pod")
        return Explanation(cause, condition.message, condition.last_transition_time)
    cause = Cause("scheduling", "no node takes the pod", why)
    return Explanation(cause, condition.message, condition.last_transition_time)


def scheduler_words(message: str) -> str:
    """What keeps each node from taking a pod, the most frequent first: `not enough memory (2 of 3 nodes)`.

    Where the scheduler stopped before it looked at nodes, its first sentence.
    """
    nodes = re.match(_NODES, message)
    body = message[nodes.end() :] if nodes else message
    body = body.split(" preemption:", 1)[0].strip()
    if nodes is None or not re.search(_COUNTED, body):
        return body.split(". ", 1)[0].removesuffix(".")
    if nodes["all"] == "0":
        return "the cluster has no node"
    return reasons_in_words(body, {}, f"of {nodes['all']} nodes")


def reasons_in_words(reasons: str, words: Mapping[str, str], of: str = "") -> str:
    """Counted reasons in the words of a person, the most frequent first; as they are where nothing is counted.

    Args:
        reasons: as in `1 Too many pods, 2 Insufficient memory`.
        words: beginnings of reasons beyond those of the scheduler, each with what it means.
        of: what is counted, as in `of 3 nodes`; empty to leave the numbers out.
    """
    counted = [(int(found["count"]), found["reason"].strip()) for found in re.finditer(_COUNTED, reasons)]
    if not counted:
        return next(_matching(reasons, words), reasons)
    ordered = sorted(counted, key=lambda each: (-each[0], each[1]))
    told = ((number, next(_matching(reason, words), reason)) for number, reason in ordered)
    return ", ".join(f"{reason} ({number} {of})" if of else reason for number, reason in told)


def _matching(reason: str, further: Mapping[str, str]) -> Iterator[str]:
    for beginning, words in (*_WORDS.items(), *further.items()):
        if reason.startswith(beginning):
            yield words.format(rest=reason[len(beginning) :].rstrip())
