"""The kinds of objects that are read: what the API calls them, what decodes them, and what is kept of them."""

from collections.abc import Mapping
from typing import Literal

import msgspec

from kubectl_porttrace.model.endpoints import LEADER, OVER_CAPACITY, Endpoints
from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.workload import REVISION, Event, Node, Workload

SnapshotField = Literal["services", "endpoint_slices", "endpoints", "pods", "nodes", "workloads", "events"]


class Kind(msgspec.Struct, frozen=True):
    """One kind.

    Attributes:
        name: as in `kind:`.
        resource: the plural of the API's paths, which checks name as what they need.
        api_version: the version its objects are written with.
        model: what its objects are decoded into.
        field: the field of the Snapshot that holds them.
        old_groups: groups that older manifests name for the same kind.
        namespaced: whether its objects live in a namespace.
    """

    name: str
    resource: str
    api_version: str
    model: type[KubernetesObject]
    field: SnapshotField
    old_groups: tuple[str, ...] = ()
    namespaced: bool = True

    @property
    def groups(self) -> tuple[str, ...]:
        """The API groups under which it is known; the core group is empty."""
        return (group_of(self.api_version), *self.old_groups)


def group_of(api_version: str) -> str:
    """The group of an apiVersion: `apps` of `apps/v1`, empty for the core group's `v1`."""
    return api_version.rpartition("/")[0]


KINDS: tuple[Kind, ...] = (
    Kind("Service", "services", "v1", Service, "services"),
    Kind("EndpointSlice", "endpointslices", "discovery.k8s.io/v1", EndpointSlice, "endpoint_slices"),
    Kind("Endpoints", "endpoints", "v1", Endpoints, "endpoints"),
    Kind("Pod", "pods", "v1", Pod, "pods"),
    Kind("Node", "nodes", "v1", Node, "nodes", namespaced=False),
    Kind("Deployment", "deployments", "apps/v1", Workload, "workloads", ("extensions",)),
    Kind("ReplicaSet", "replicasets", "apps/v1", Workload, "workloads", ("extensions",)),
    Kind("StatefulSet", "statefulsets", "apps/v1", Workload, "workloads"),
    Kind("DaemonSet", "daemonsets", "apps/v1", Workload, "workloads", ("extensions",)),
    Kind("ReplicationController", "replicationcontrollers", "v1", Workload, "workloads"),
    Kind("Job", "jobs", "batch/v1", Workload, "workloads"),
    Kind("CronJob", "cronjobs", "batch/v1", Workload, "workloads"),
    Kind("Event", "events", "v1", Event, "events"),
)

_BY_GROUP_AND_NAME: Mapping[tuple[str, str], Kind] = {
    (group, kind.name): kind for kind in KINDS for group in kind.groups
}


def find_kind(api_version: str, kind: str) -> Kind | None:
    """The kind an object's `apiVersion` and `kind` name; None for one that is not read, as a Knative Service."""
    return _BY_GROUP_AND_NAME.get((group_of(api_version), kind))


LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"

ANNOTATIONS_KEPT = frozenset(
    {
        "porttrace/ignore",
        "service.kubernetes.io/topology-mode",
        "service.kubernetes.io/topology-aware-hints",
        "service.beta.kubernetes.io/load-balancer-source-ranges",
        "endpoints.kubernetes.io/last-change-trigger-time",
        OVER_CAPACITY,
        REVISION,
    }
)
"""The annotations whose value decides something; a saved snapshot holds no others with their value."""

ANNOTATIONS_NOTED = frozenset({LAST_APPLIED, LEADER})
"""The annotations whose presence alone decides something: a saved snapshot has them without their value, which for
`last-applied-configuration` is the whole object, environment values included."""
