"""What comes before the containers: `pkg/volume/util/operationexecutor/operation_generator.go`, the pod's sandbox."""

from tests.incidents.states.state import State, Told, creating

_OPERATIONS = "pkg/volume/util/operationexecutor/operation_generator.go:GenerateMountVolumeFunc"
_SANDBOX = "pkg/kubelet/kuberuntime/kuberuntime_manager.go:SyncPod"
_MOUNT = "MountVolume.SetUp failed for volume"
_VOLUMES = (
    ("volume-secret", "FailedMount", f'{_MOUNT} "tls" : secret "tls-cert" not found', "tls needs Secret tls-cert"),
    (
        "volume-configmap",
        "FailedMount",
        f'{_MOUNT} "conf" : configmap "settings" not found',
        "conf needs ConfigMap settings",
    ),
    (
        "volume-key",
        "FailedMount",
        f'{_MOUNT} "conf" : configmap references non-existent config key: app.yaml',
        "conf names key app.yaml, which its ConfigMap",
    ),
    (
        "volume-driver",
        "FailedMount",
        (
            f'{_MOUNT} "data" : kubernetes.io/csi: mounter.SetUpAt failed to get CSI client: driver name '
            "disk.csi.example.com not found in the list of registered CSI drivers"
        ),
        "data needs CSI driver disk.csi.example.com",
    ),
    (
        "volume-timeout",
        "FailedMount",
        f'{_MOUNT} "token" : failed to sync configmap cache: timed out waiting for the condition',
        "token was not mounted in time: the kubelet",
    ),
    (
        "volume-host-path",
        "FailedMount",
        f'{_MOUNT} "host" : hostPath type check failed: /srv is not a directory',
        "host is not of its hostPath type",
    ),
    (
        "volume-attached-elsewhere",
        "FailedAttachVolume",
        (
            'Multi-Attach error for volume "pvc-1" Volume is already exclusively attached to one node and can\'t be '
            "attached to another"
        ),
        "pvc-1 is attached to another node",
    ),
    (
        "volume-not-attached",
        "FailedAttachVolume",
        'AttachVolume.Attach failed for volume "pvc-1" : rpc error: code = NotFound desc = disk is gone',
        "pvc-1 cannot be attached",
    ),
)
_PODS = (
    (
        "sandbox-network",
        "FailedCreatePodSandBox",
        (
            "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to setup network for sandbox "
            '"1a": plugin type="calico" failed (add): connection is unauthorized'
        ),
        "the pod's network cannot be set up",
    ),
    (
        "sandbox-image",
        "FailedCreatePodSandBox",
        (
            "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to get sandbox image "
            '"registry.k8s.io/pause:3.10": failed to pull image'
        ),
        "the sandbox image of the node cannot be pulled",
    ),
    (
        "sandbox-handler",
        "FailedCreatePodSandBox",
        ('Failed to create pod sandbox: rpc error: code = Unknown desc = no runtime for "gvisor" is configured'),
        "runtime handler gvisor is not configured on the node",
    ),
    (
        "sandbox-network-crio",
        "FailedCreatePodSandBox",
        (
            "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to create pod network sandbox "
            "k8s_web-0_shop_1_0(1a): error adding pod shop_web-0 to multus"
        ),
        "the pod's network cannot be set up",
    ),
    (
        "sandbox-handler-crio",
        "FailedCreatePodSandBox",
        (
            "Failed to create pod sandbox: rpc error: code = Unknown desc = failed to find runtime handler kata from "
            "runtime list map[runc:0xc0]"
        ),
        "runtime handler kata is not configured on the node",
    ),
    (
        "cgroup",
        "FailedCreatePodContainer",
        "unable to ensure pod container exists: failed to create container for [kubepods burstable pod1] : dbus: EOF",
        "the pod's cgroup cannot be made on the node",
    ),
    (
        "sandbox-other",
        "FailedCreatePodSandBox",
        "Failed to create pod sandbox: rpc error: code = DeadlineExceeded desc = context deadline exceeded",
        "the pod's sandbox cannot be made",
    ),
    (
        "network-not-ready",
        "NetworkNotReady",
        "network is not ready: container runtime network not ready: NetworkReady=false reason:NetworkPluginNotReady",
        "is not ready",
    ),
    (
        "claims-not-prepared",
        "FailedPrepareDynamicResources",
        "Failed to prepare dynamic resources: prepare dynamic resources: NodePrepareResources failed",
        "a resource claim cannot be prepared on the node",
    ),
)
STATES = (
    *(
        State(name, _OPERATIONS, "PTP28", f"volume {cause}", creating(), (Told(reason, message),))
        for name, reason, message, cause in _VOLUMES
    ),
    *(
        State(name, _SANDBOX, "PTP22", cause, creating(), (Told(reason, message),))
        for name, reason, message, cause in _PODS
    ),
    State(
        "volume-summed-up",
        "pkg/kubelet/volumemanager/volume_manager.go:WaitForAttachAndMount",
        "PTP28",
        "volume tls needs Secret tls-cert",
        creating(),
        (
            Told("FailedMount", f'{_MOUNT} "tls" : secret "tls-cert" not found', seconds=60),
            Told("FailedMount", "Unable to attach or mount volumes: unmounted volumes=[tls], unattached volumes=[]"),
        ),
    ),
)
