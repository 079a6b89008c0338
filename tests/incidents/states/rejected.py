"""Pods that the kubelet ended for good or did not take: `pkg/kubelet/kubelet.go:rejectPod`, evictions, shutdown."""

from tests.end_to_end.case import hand_pod
from tests.incidents.states.state import WEB, State

_HELPERS = "pkg/kubelet/eviction/helpers.go:evictionMessage"
_LIMITS = "pkg/kubelet/eviction/eviction_manager.go:localStorageEviction"
_ADMIT = "pkg/kubelet/lifecycle/predicate.go:Admit"
_ROWS = (
    (
        "evicted-memory",
        _HELPERS,
        "Evicted",
        (
            "The node was low on resource: memory. Threshold quantity: 100Mi, available: 82Mi. Container web was using "
            "1500Mi, request is 0, has larger consumption of memory. "
        ),
        "Evicted, its node ran short of memory",
    ),
    (
        "evicted-disk",
        _HELPERS,
        "Evicted",
        "The node was low on resource: ephemeral-storage. Threshold quantity: 5Gi, available: 4Gi. ",
        "Evicted, its node ran short of ephemeral-storage",
    ),
    (
        "evicted-storage-limit",
        _LIMITS,
        "Evicted",
        'Container web exceeded its local ephemeral storage limit "1Gi". ',
        "Evicted, container web exceeds its ephemeral-storage limit 1Gi",
    ),
    (
        "evicted-empty-dir",
        _LIMITS,
        "Evicted",
        'Usage of EmptyDir volume "cache" exceeds the limit "512Mi". ',
        "Evicted, emptyDir volume cache exceeds its sizeLimit 512Mi",
    ),
    (
        "evicted-on-arrival",
        "pkg/kubelet/eviction/eviction_manager.go:Admit",
        "Evicted",
        "Pod was rejected: The node had condition: [DiskPressure]. ",
        "Evicted, its node had condition DiskPressure",
    ),
    (
        "preempted",
        "pkg/kubelet/preemption/preemption.go:evictPodsToFreeRequests",
        "Preempting",
        "Preempted in order to admit critical pod",
        "Preempting, a critical pod took its place on the node",
    ),
    (
        "shut-down",
        "pkg/kubelet/nodeshutdown/nodeshutdown_manager.go:killPods",
        "Terminated",
        "Pod was terminated in response to imminent node shutdown.",
        "Terminated, its node was shut down",
    ),
    (
        "shutting-down",
        "pkg/kubelet/nodeshutdown/nodeshutdown_manager_linux.go:Admit",
        "NodeShutdown",
        "Pod was rejected: Pod was rejected as the node is shutting down.",
        "NodeShutdown, its node was shutting down",
    ),
    (
        "node-affinity",
        _ADMIT,
        "NodeAffinity",
        "Pod was rejected: Predicate NodeAffinity failed: node(s) didn't match Pod's node affinity/selector",
        "NodeAffinity, its node lacks the labels it asks for",
    ),
    (
        "out-of-cpu",
        _ADMIT,
        "OutOfcpu",
        "Pod was rejected: Node didn't have enough resource: cpu, requested: 2000, used: 3900, capacity: 4000",
        "OutOfcpu, its node had not enough cpu left",
    ),
    (
        "no-device",
        "pkg/kubelet/cm/admission/errors.go:GetPodAdmitResult",
        "UnexpectedAdmissionError",
        (
            "Pod was rejected: Allocate failed due to no healthy devices present; cannot allocate unhealthy devices "
            "nvidia.com/gpu, which is unexpected"
        ),
        "UnexpectedAdmissionError",
    ),
    (
        "sysctl",
        "pkg/kubelet/sysctl/allowlist.go:Admit",
        "SysctlForbidden",
        'Pod was rejected: forbidden sysctl: "kernel.msgmax" not allowlisted',
        "SysctlForbidden, it sets a sysctl that is not allowed",
    ),
    (
        "too-many-volumes",
        "pkg/kubelet/kubelet.go:SyncPod",
        "VolumeAttachmentLimitExceeded",
        "Pod was rejected: Node has reached its volume attachment limit, rejecting pod. unmounted volumes=[data]",
        "VolumeAttachmentLimitExceeded, its node takes no more",
    ),
    (
        "deadline-over",
        "pkg/kubelet/active_deadline.go:ShouldEvict",
        "DeadlineExceeded",
        "Pod was active on the node longer than the specified deadline",
        "DeadlineExceeded, it ran longer than activeDeadlineSeconds",
    ),
)
STATES = tuple(
    State(
        name,
        source,
        "PTP05",
        f"the only pod has ended: {cause}",
        hand_pod(WEB, state="failed", status={"reason": reason, "message": message}),
    )
    for name, source, reason, message, cause in _ROWS
)
