"""Why a kubelet ended a pod for good, or did not take it: its phase is Failed and its reason says so.

Source: `pkg/kubelet/eviction/helpers.go` (`Evicted`, and the sentences of its message), `pkg/kubelet/preemption/
preemption.go`, `pkg/kubelet/nodeshutdown/nodeshutdown_manager.go`, `pkg/kubelet/active_deadline.go`,
`pkg/kubelet/lifecycle/predicate.go:Admit` and `handlers.go`, `pkg/kubelet/sysctl/allowlist.go`, `pkg/kubelet/cm/
admission/errors.go`, `pkg/kubelet/volumemanager/volume_manager.go`. `pkg/kubelet/kubelet.go:rejectPod` puts `Pod was
rejected: ` before the message.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType

from kubectl_porttrace.model.pod import Pod

OUT_OF = "OutOf"
"""The reasons of a node without room begin so (`predicate.go:InsufficientResourcePrefix`), then comes what it lacks."""

_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "Preempting": "a critical pod took its place on the node",
        "Terminated": "its node was shut down",
        "NodeShutdown": "its node was shutting down",
        "NodeAffinity": "its node lacks the labels it asks for",
        "DeadlineExceeded": "it ran longer than activeDeadlineSeconds",
        "SysctlForbidden": "it sets a sysctl that is not allowed",
        "AppArmor": "the node cannot enforce its AppArmor profile",
        "VolumeAttachmentLimitExceeded": "its node takes no more volumes",
        "PodOSNotSupported": "it is for another operating system than its node",
        "PodOSSelectorNodeLabelDoesNotMatch": "it is for another operating system than its node",
    }
)
_EVICTED: tuple[tuple[str, str], ...] = (
    (r"The node was low on resource: (?P<what>[\w/.-]*[\w/-])", "its node ran short of {what}"),
    (r"The node had condition: \[?(?P<what>\w+)", "its node had condition {what}"),
    (
        r'Container (?P<what>\S+) exceeded its local ephemeral storage limit "(?P<limit>[^"]+)"',
        "container {what} exceeds its ephemeral-storage limit {limit}",
    ),
    (
        r"Pod ephemeral local storage usage exceeds the total limit of containers (?P<limit>\w+)",
        "it exceeds its ephemeral-storage limits {limit}",
    ),
    (
        r'Usage of EmptyDir volume "(?P<what>[^"]+)" exceeds the limit "(?P<limit>[^"]+)"',
        "emptyDir volume {what} exceeds its sizeLimit {limit}",
    ),
)


def why_ended(pod: Pod) -> str:
    """Why the kubelet ended or refused a pod, in a few words; empty where its programs ended, or nothing is said."""
    reason, message = pod.status.reason, pod.status.message.removeprefix("Pod was rejected: ")
    if reason.startswith(OUT_OF):
        return f"its node had not enough {reason.removeprefix(OUT_OF)} left"
    if reason == "Evicted":
        told = ((re.search(pattern, message), words) for pattern, words in _EVICTED)
        return next((words.format(**found.groupdict()) for found, words in told if found), "")
    return _WORDS.get(reason, "")
