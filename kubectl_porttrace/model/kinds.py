"""The kinds of objects that are read: what the API calls them, what decodes them, and what is kept of them."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from kubectl_porttrace.model.autoscaler import HorizontalPodAutoscaler
from kubectl_porttrace.model.caller_kinds import CALLER_KINDS
from kubectl_porttrace.model.controller_kinds import CONTROLLER_KINDS
from kubectl_porttrace.model.endpoints import LEADER, OVER_CAPACITY, Endpoints
from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.enforcers import CILIUM_NODE, POLICY_ENDPOINT
from kubectl_porttrace.model.generators import MANAGED_BY_ROLLOUT
from kubectl_porttrace.model.gke_annotations import APP_PROTOCOLS, BACKEND_CONFIG, NEG_STATUS
from kubectl_porttrace.model.ip_address import IP_ADDRESS
from kubectl_porttrace.model.kind import Kind, group_of
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.named import ConfigMap, Secret
from kubectl_porttrace.model.network_policy import Namespace, NetworkPolicy
from kubectl_porttrace.model.node import Node
from kubectl_porttrace.model.other_policies import CLUSTER_POLICY_KINDS, OTHER_POLICIES
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.referrers.aws_actions import ALB_ACTIONS, action_saved
from kubectl_porttrace.model.referrers.ingress import (
    ALB_HEALTH_PORT,
    ALB_PROTOCOL,
    ALB_TARGET_TYPE,
    CLASS_ANNOTATION,
    DEFAULT_CLASS,
    NGINX_PASSTHROUGH,
    NGINX_PROTOCOL,
    NGINX_SERVICE_UPSTREAM,
)
from kubectl_porttrace.model.referring_kinds import REFERRING_KINDS
from kubectl_porttrace.model.service import (
    ALLOW_SHARED_IP,
    AWS_TARGET_TYPE,
    CILIUM_SHARING_KEY,
    GKE_NEG,
    IDLED_AT,
    OLD_ALLOW_SHARED_IP,
    PROMETHEUS_PORT,
    PROMETHEUS_SCRAPE,
    Service,
)
from kubectl_porttrace.model.workload import REVISION, TEMPLATE_GENERATION, Event, Workload

KINDS: tuple[Kind, ...] = (
    Kind("Service", "services", "v1", Service),
    Kind("EndpointSlice", "endpointslices", "discovery.k8s.io/v1", EndpointSlice, written_by_people=False),
    Kind("Endpoints", "endpoints", "v1", Endpoints, written_by_people=False),
    Kind("Pod", "pods", "v1", Pod, written_by_people=False),
    IP_ADDRESS,
    Kind("Node", "nodes", "v1", Node, namespaced=False, written_by_people=False),
    Kind("Deployment", "deployments", "apps/v1", Workload, ("extensions",)),
    Kind("ReplicaSet", "replicasets", "apps/v1", Workload, ("extensions",)),
    Kind("StatefulSet", "statefulsets", "apps/v1", Workload),
    Kind("DaemonSet", "daemonsets", "apps/v1", Workload, ("extensions",)),
    Kind("ReplicationController", "replicationcontrollers", "v1", Workload, needed=False),
    Kind("Job", "jobs", "batch/v1", Workload, needed=False),
    Kind("CronJob", "cronjobs", "batch/v1", Workload, needed=False),
    Kind("Event", "events", "v1", Event, written_by_people=False),
    Kind("NetworkPolicy", "networkpolicies", "networking.k8s.io/v1", NetworkPolicy, ("extensions",), needed=False),
    Kind("Namespace", "namespaces", "v1", Namespace, namespaced=False, needed=False),
    Kind("Secret", "secrets", "v1", Secret, needed=False),
    Kind("ConfigMap", "configmaps", "v1", ConfigMap, needed=False),
    Kind(
        "HorizontalPodAutoscaler", "horizontalpodautoscalers", "autoscaling/v2", HorizontalPodAutoscaler, needed=False
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

MODELS: tuple[type[KubernetesObject], ...] = tuple(dict.fromkeys(kind.model for kind in KINDS))

_BY_GROUP_AND_NAME: Mapping[tuple[str, str], Kind] = {
    (group, kind.name): kind for kind in KINDS for group in kind.groups
}
_BY_MODEL: Mapping[type[KubernetesObject], Kind] = {kind.model: kind for kind in KINDS if not kind.shares_model}


def find_kind(api_version: str, kind: str) -> Kind | None:
    """The kind an object's `apiVersion` and `kind` name; None for one that is not read, as a Knative Service."""
    return _BY_GROUP_AND_NAME.get((group_of(api_version), kind))


def kind_of(object_: KubernetesObject) -> Kind:
    """The kind of an object: by what it was decoded into; by its own word where several kinds share that."""
    return _BY_MODEL.get(type(object_)) or KIND_BY_NAME[getattr(object_, "kind", "")]


LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration"

ANNOTATIONS_KEPT = frozenset(
    {
        "porttrace/ignore",
        "service.kubernetes.io/topology-mode",
        "service.kubernetes.io/topology-aware-hints",
        "service.beta.kubernetes.io/load-balancer-source-ranges",
        "endpoints.kubernetes.io/last-change-trigger-time",
        ALLOW_SHARED_IP,
        APP_PROTOCOLS,
        AWS_TARGET_TYPE,
        BACKEND_CONFIG,
        NEG_STATUS,
        CILIUM_SHARING_KEY,
        GKE_NEG,
        IDLED_AT,
        MANAGED_BY_ROLLOUT,
        OLD_ALLOW_SHARED_IP,
        OVER_CAPACITY,
        PROMETHEUS_PORT,
        PROMETHEUS_SCRAPE,
        REVISION,
        TEMPLATE_GENERATION,
        CLASS_ANNOTATION,
        DEFAULT_CLASS,
        ALB_HEALTH_PORT,
        ALB_PROTOCOL,
        ALB_TARGET_TYPE,
        NGINX_PASSTHROUGH,
        NGINX_PROTOCOL,
        NGINX_SERVICE_UPSTREAM,
    }
)
"""The annotations whose value decides something; a saved snapshot holds no others with their value."""

ANNOTATIONS_NOTED = frozenset({LAST_APPLIED, LEADER})
"""The annotations whose presence alone decides something: a saved snapshot has them without their value, which for
`last-applied-configuration` is the whole object, environment values included."""

ANNOTATIONS_REDUCED: Mapping[str, Callable[[str], str]] = MappingProxyType({ALB_ACTIONS: action_saved})
"""What is kept of the values of annotations that have a name of somebody's choice at their end."""
