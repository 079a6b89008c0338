"""What makes pods; and the events that tell of trouble."""

from datetime import datetime

from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.meta import AnnotatedMeta, Condition, KubernetesObject, ObjectMeta, ObjectReference, Value
from kubectl_porttrace.model.pod import Pod, PodSpec
from kubectl_porttrace.model.times import Time

REVISION = "deployment.kubernetes.io/revision"
POD_TEMPLATE_HASH = "pod-template-hash"
CONTROLLER_REVISION_HASH = "controller-revision-hash"

TEMPLATE_GENERATION = "deprecated.daemonset.template.generation"
"""The annotation in which a DaemonSet of apps/v1 has its template's number; its pods bear it as a label."""

POD_TEMPLATE_GENERATION = "pod-template-generation"
POD_NAME = "statefulset.kubernetes.io/pod-name"
"""The label by which a Service selects one pod of a StatefulSet; its controller sets it."""
POD_INDEX = "apps.kubernetes.io/pod-index"
"""The ordinal of a pod of a StatefulSet, as a label; its controller sets it."""


class PodTemplate(Value, frozen=True):
    """`spec.template`."""

    metadata: ObjectMeta = ObjectMeta()
    spec: PodSpec = PodSpec()


class RollingUpdate(Value, frozen=True):
    """`rollingUpdate` of a StatefulSet: pods below the `partition` keep their revision."""

    partition: int = 0


class UpdateStrategy(Value, frozen=True):
    """`spec.updateStrategy` of a StatefulSet or DaemonSet."""

    type: str = ""
    rolling_update: RollingUpdate = RollingUpdate()


class Ordinals(Value, frozen=True):
    """`spec.ordinals` of a StatefulSet: the number of its first pod."""

    start: int = 0


class WorkloadSpec(Value, frozen=True):
    """The part of a workload's spec that tells of its pods; None for `replicas` is its default, 1.

    `selector` is None where it was not read or is left to its default; of a ReplicationController, whose selector is a
    plain map, nothing is decoded.
    """

    replicas: int | None = None
    paused: bool = False
    suspend: bool = False
    selector: LabelSelector | None = None
    template: PodTemplate | None = None
    service_name: str = ""
    update_strategy: UpdateStrategy = UpdateStrategy()
    pod_management_policy: str = ""
    ordinals: Ordinals = Ordinals()


class JobTemplate(Value, frozen=True):
    """`spec.jobTemplate` of a CronJob."""

    spec: WorkloadSpec = WorkloadSpec()


class CronJobSpec(WorkloadSpec, frozen=True):
    """A CronJob's template is one level deeper."""

    schedule: str = ""
    job_template: JobTemplate = JobTemplate()


class WorkloadStatus(Value, frozen=True):
    """`status` of a workload: empty where only its metadata was read.

    `observed_generation` is that of the spec its controller has seen, `update_revision` the newest of a StatefulSet,
    `desired_number_scheduled` the number of pods a DaemonSet is to have.
    """

    conditions: tuple[Condition, ...] = ()
    observed_generation: int = 0
    update_revision: str = ""
    desired_number_scheduled: int | None = None


class Workload(KubernetesObject, frozen=True):
    """A Deployment, ReplicaSet, StatefulSet, DaemonSet, ReplicationController, Job or CronJob, as `kind` says."""

    kind: str = ""
    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: CronJobSpec = CronJobSpec()
    status: WorkloadStatus = WorkloadStatus()

    def condition(self, kind: str) -> Condition | None:
        """Its condition of that type, if reported."""
        return next((condition for condition in self.status.conditions if condition.type == kind), None)

    @property
    def template(self) -> PodTemplate | None:
        """The template of the pods it makes; None where only its metadata was read."""
        return self.spec.template or self.spec.job_template.spec.template

    @property
    def template_labels(self) -> dict[str, str]:
        """The labels of the pods it makes; none where only its metadata was read."""
        return self.template.metadata.labels if self.template else {}

    @property
    def wanted_pods(self) -> int | None:
        """How many pods it is to have: its replicas, or the nodes of a DaemonSet; None where it does not say."""
        if self.kind == "DaemonSet":
            return self.status.desired_number_scheduled
        return 1 if self.spec.replicas is None else self.spec.replicas

    @property
    def ordinals(self) -> range:
        """The numbers of the pods of a StatefulSet (`pkg/controller/statefulset:getStartOrdinal`)."""
        first = self.spec.ordinals.start
        return range(first, first + (1 if self.spec.replicas is None else self.spec.replicas))

    @property
    def title(self) -> str:
        """Kind and name, as in `Deployment/web`."""
        return f"{self.kind}/{self.name}"


def deployment_of(replica_set: str, pod: Pod) -> str | None:
    """The Deployment of a ReplicaSet that was not read, by the ReplicaSet's name; None where the name is not composed.

    The Deployment controller composes it of the Deployment's name and the hash that it also puts on the pods
    (`pkg/controller/deployment/sync.go:getNewReplicaSet`).
    """
    template_hash = pod.labels.get(POD_TEMPLATE_HASH, "")
    composed = template_hash and replica_set.endswith(f"-{template_hash}")
    return replica_set.removesuffix(f"-{template_hash}") if composed else None


class EventSeries(Value, frozen=True):
    """The last time a repeated event was seen."""

    last_observed_time: Time | None = None


BALANCER_REASONS = frozenset(
    {
        "SyncLoadBalancerFailed",
        "UnAvailableLoadBalancer",
        "UpdateLoadBalancerFailed",
        "DeleteLoadBalancerFailed",
        "AllocationFailed",
        "FailedDeployModel",
    }
)
"""What load balancer controllers say of a Service: `k8s.io/cloud-provider/controllers/service/controller.go`, then
MetalLB and the AWS Load Balancer Controller."""

REPAIR_REASONS = frozenset(
    {
        "ClusterIPAlreadyAllocated",
        "ClusterIPOutOfRange",
        "ClusterIPNotAllocated",
        "ClusterIPNotValid",
        "PortAlreadyAllocated",
        "PortOutOfRange",
        "PortNotAllocated",
    }
)
"""What the API server's repair loops say of a Service, every few minutes: `pkg/registry/core/service/ipallocator/
controller/repairip.go`, `pkg/registry/core/service/portallocator/controller/repair.go`."""

EVENT_REASONS = frozenset(
    {
        "FailedToUpdateEndpoint",
        "FailedToUpdateEndpointSlices",
        "Unhealthy",
        "FailedPostStartHook",
        "FailedMount",
        "FailedAttachVolume",
        "FailedMapVolume",
        "FailedCreatePodSandBox",
        "NetworkNotReady",
        "FailedPrepareDynamicResources",
        "FailedCreatePodContainer",
        "Failed",
        "FailedCreate",
        "ReplicaSetCreateError",
        "FailedToRetrieveImagePullSecret",
        "NotTriggerScaleUp",
        "TriggeredScaleUp",
        *BALANCER_REASONS,
        *REPAIR_REASONS,
    }
)
"""The reasons of events that anything here reads; a saved snapshot holds no other events."""


class Event(KubernetesObject, frozen=True):
    """An event."""

    involved_object: ObjectReference = ObjectReference()
    reason: str = ""
    message: str = ""
    type: str = ""
    first_timestamp: Time | None = None
    last_timestamp: Time | None = None
    event_time: Time | None = None
    series: EventSeries | None = None

    @property
    def told(self) -> str:
        """Its message, without what is put before it once many like it were written.

        Source: `k8s.io/client-go/tools/record/events_cache.go:EventAggregatorByReasonMessageFunc`.
        """
        return self.message.removeprefix("(combined from similar events): ")

    @property
    def seen(self) -> datetime | None:
        """When it last happened."""
        series = self.series.last_observed_time if self.series else None
        return series or self.last_timestamp or self.event_time or self.first_timestamp
