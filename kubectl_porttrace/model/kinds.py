"""The kinds of objects that are read: what the API calls them, what decodes them."""

from collections.abc import Mapping

from kubectl_porttrace.model.caller_kinds import CALLER_KINDS
from kubectl_porttrace.model.controller_kinds import CONTROLLER_KINDS
from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.kind import Kind, group_of, struct_of
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.other_policies import CILIUM_NODE, CLUSTER_POLICY_KINDS, OTHER_POLICIES, POLICY_ENDPOINT
from kubectl_porttrace.model.referring_kinds import REFERRING_KINDS

KINDS: tuple[Kind, ...] = (
    Kind("Service", "services", "v1", "model.service.Service"),
    Kind(
        "EndpointSlice",
        "endpointslices",
        "discovery.k8s.io/v1",
        "model.endpointslice.EndpointSlice",
        written_by_people=False,
    ),
    Kind("Endpoints", "endpoints", "v1", "model.endpoints.Endpoints", written_by_people=False),
    Kind("Pod", "pods", "v1", "model.pod.Pod", written_by_people=False),
    # Servers have it since Kubernetes 1.33; others are asked for the Service by its address alone.
    Kind(
        "IPAddress",
        "ipaddresses",
        "networking.k8s.io/v1",
        "model.ip_address.IPAddress",
        namespaced=False,
        written_by_people=False,
        needed=False,
    ),
    Kind("Node", "nodes", "v1", "model.node.Node", namespaced=False, written_by_people=False),
    Kind("Deployment", "deployments", "apps/v1", "model.workload.Workload", ("extensions",)),
    Kind("ReplicaSet", "replicasets", "apps/v1", "model.workload.Workload", ("extensions",)),
    Kind("StatefulSet", "statefulsets", "apps/v1", "model.workload.Workload"),
    Kind("DaemonSet", "daemonsets", "apps/v1", "model.workload.Workload", ("extensions",)),
    Kind("ReplicationController", "replicationcontrollers", "v1", "model.workload.Workload", needed=False),
    Kind("Job", "jobs", "batch/v1", "model.workload.Workload", needed=False),
    Kind("CronJob", "cronjobs", "batch/v1", "model.workload.Workload", needed=False),
    Kind("Event", "events", "v1", "model.workload.Event", written_by_people=False),
    Kind(
        "NetworkPolicy",
        "networkpolicies",
        "networking.k8s.io/v1",
        "model.network_policy.NetworkPolicy",
        ("extensions",),
        needed=False,
    ),
    Kind("Namespace", "namespaces", "v1", "model.network_policy.Namespace", namespaced=False, needed=False),
    Kind("Secret", "secrets", "v1", "model.named.Secret", needed=False),
    Kind("ConfigMap", "configmaps", "v1", "model.named.ConfigMap", needed=False),
    Kind(
        "HorizontalPodAutoscaler",
        "horizontalpodautoscalers",
        "autoscaling/v2",
        "model.autoscaler.HorizontalPodAutoscaler",
        needed=False,
    ),
    *CLUSTER_POLICY_KINDS,
    *OTHER_POLICIES,
    POLICY_ENDPOINT,
    CILIUM_NODE,
    *REFERRING_KINDS,
    *CONTROLLER_KINDS,
    *CALLER_KINDS,
)

KIND_BY_NAME: Mapping[str, Kind] = {kind.key: kind for kind in KINDS}

REFERRING: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind.refers)
"""The kinds whose objects name Service ports."""

ASKED_BY_NAME: tuple[Kind, ...] = REFERRING
"""The kinds beside Services and workloads whose objects can be asked for by name."""

_BY_GROUP_AND_NAME: Mapping[tuple[str, str], Kind] = {
    (group, kind.name): kind for kind in KINDS for group in kind.groups
}
_BY_STRUCT: Mapping[str, tuple[Kind, ...]] = grouped((kind.struct, kind) for kind in KINDS)
_REFERRING_STRUCTS = frozenset(kind.struct for kind in REFERRING)


def find_kind(api_version: str, kind: str) -> Kind | None:
    """The kind an object's `apiVersion` and `kind` name; None for one that is not read, as a Knative Service."""
    return _BY_GROUP_AND_NAME.get((group_of(api_version), kind))


def kind_of(object_: KubernetesObject) -> Kind:
    """The kind of an object: by what it was decoded into; by its own word where several kinds share that."""
    kinds = _BY_STRUCT.get(struct_of(type(object_)), ())
    return kinds[0] if len(kinds) == 1 else KIND_BY_NAME[getattr(object_, "kind", "")]


def may_refer(model: type[KubernetesObject]) -> bool:
    """Whether objects of a type may name Service ports, or select Services."""
    return struct_of(model) in _REFERRING_STRUCTS


def is_read(model: type[KubernetesObject]) -> bool:
    """Whether objects of a type are of one of these kinds."""
    return struct_of(model) in _BY_STRUCT
