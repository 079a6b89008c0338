"""The kinds of objects that are read: what the API calls them, what decodes them, and what is kept of them."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from kubectl_porttrace.model.autoscaler import HorizontalPodAutoscaler
from kubectl_porttrace.model.endpoints import LEADER, OVER_CAPACITY, Endpoints
from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.named import ConfigMap, Secret
from kubectl_porttrace.model.network_policy import Namespace, NetworkPolicy
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.reference import Reference
from kubectl_porttrace.model.referrers.ingress import (
    CLASS_ANNOTATION,
    DEFAULT_CLASS,
    Ingress,
    IngressClass,
    ingress_references,
)
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.workload import REVISION, TEMPLATE_GENERATION, Event, Node, Workload


class Kind(msgspec.Struct, frozen=True):
    """One kind. An entry here is all it takes for its objects to be decoded, indexed, saved and found in files.

    Attributes:
        name: as in `kind:`.
        resource: the plural of the API's paths, which checks name as what they need.
        api_version: the version its objects are written with.
        model: what its objects are decoded into.
        old_groups: groups that older manifests name for the same kind.
        namespaced: whether its objects live in a namespace.
        written_by_people: whether manifests hold all of its objects that matter, so that one which is not there does
            not exist. Others come from a cluster.
        needed: whether a check needs to know that it was read; False for kinds that only own what owns pods, and for
            those that only tell more of what is known without them.
        references: the references to Service ports in one of its objects; None for a kind that has none.
        other_versions: further versions of its group in which its objects can be read, where a server has not
            `api_version`.
        built_in: whether every server has it, in this version; else it is only asked for where the server says so.
        qualified: whether another kind has the same name, so that this one is always called with its group.
        short_names: what kubectl takes for it beside its names.
        crosses: whether its objects may name Services of other namespaces.
    """

    name: str
    resource: str
    api_version: str
    model: type[KubernetesObject]
    old_groups: tuple[str, ...] = ()
    namespaced: bool = True
    written_by_people: bool = True
    needed: bool = True
    references: Callable[[Any], Iterable[Reference]] | None = None
    other_versions: tuple[str, ...] = ()
    built_in: bool = True
    qualified: bool = False
    short_names: tuple[str, ...] = ()
    crosses: bool = False

    @property
    def key(self) -> str:
        """What it is called among all kinds that are read: its name, or `Gateway.networking.istio.io`."""
        return f"{self.name}.{group_of(self.api_version)}" if self.qualified else self.name

    @property
    def known_as(self) -> str:
        """What its objects are called together: `services`, or `gateways.networking.istio.io`."""
        return f"{self.resource}.{group_of(self.api_version)}" if self.qualified else self.resource

    @property
    def words(self) -> tuple[str, ...]:
        """What kubectl takes for it: its short names, its name and its plural, each of the last two with the group."""
        names = (self.name.lower(), self.resource)
        bare = () if self.qualified else (*self.short_names, *names)
        group = group_of(self.api_version)
        return (*bare, *(f"{name}.{group}" for name in names if group))

    @property
    def groups(self) -> tuple[str, ...]:
        """The API groups under which it is known; the core group is empty."""
        return (group_of(self.api_version), *self.old_groups)

    @property
    def shares_model(self) -> bool:
        """Whether other kinds are decoded into the same value, which therefore says of which kind it is."""
        return "kind" in self.model.__struct_fields__


def group_of(api_version: str) -> str:
    """The group of an apiVersion: `apps` of `apps/v1`, empty for the core group's `v1`."""
    return api_version.rpartition("/")[0]


KINDS: tuple[Kind, ...] = (
    Kind("Service", "services", "v1", Service),
    Kind("EndpointSlice", "endpointslices", "discovery.k8s.io/v1", EndpointSlice, written_by_people=False),
    Kind("Endpoints", "endpoints", "v1", Endpoints, written_by_people=False),
    Kind("Pod", "pods", "v1", Pod, written_by_people=False),
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
    Kind("Ingress", "ingresses", "networking.k8s.io/v1", Ingress, references=ingress_references, short_names=("ing",)),
    Kind("IngressClass", "ingressclasses", "networking.k8s.io/v1", IngressClass, namespaced=False),
    Kind(
        "HorizontalPodAutoscaler", "horizontalpodautoscalers", "autoscaling/v2", HorizontalPodAutoscaler, needed=False
    ),
)

KIND_BY_NAME: Mapping[str, Kind] = {kind.key: kind for kind in KINDS}

REFERRING: tuple[Kind, ...] = tuple(kind for kind in KINDS if kind.references is not None)
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
        OVER_CAPACITY,
        REVISION,
        TEMPLATE_GENERATION,
        CLASS_ANNOTATION,
        DEFAULT_CLASS,
    }
)
"""The annotations whose value decides something; a saved snapshot holds no others with their value."""

ANNOTATIONS_NOTED = frozenset({LAST_APPLIED, LEADER})
"""The annotations whose presence alone decides something: a saved snapshot has them without their value, which for
`last-applied-configuration` is the whole object, environment values included."""
