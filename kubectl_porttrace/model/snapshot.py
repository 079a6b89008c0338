"""Everything that was read, indexed; and what could not be read."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar, cast

import msgspec

from kubectl_porttrace.model.addresses import Addresses
from kubectl_porttrace.model.attempt import Attempt
from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.kind import Kind, struct_of
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.node import Node
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.pod_labels import PodLabels
from kubectl_porttrace.model.referring import Referring
from kubectl_porttrace.model.relations import Controlled, Selecting, SharedSelections
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.model.template_labels import TemplateLabels
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.model.workload import Event, Workload

Model = TypeVar("Model", bound=KubernetesObject)
Derived = TypeVar("Derived")

Objects = Mapping[type[KubernetesObject], tuple[KubernetesObject, ...]]
"""Objects by what they were decoded into, those of one type in the order they came."""


class Snapshot(msgspec.Struct, frozen=True, dict=True):
    """What was read, and when.

    `recorded` says whether the EndpointSlices are what a cluster holds. It is False for manifests alone:
    then no controller has acted on them, workload templates stand for pods, and a verdict is about what would be wired.
    `complete_namespaces` are those of which every pod was read, so that a pod which is not here does not exist.
    `missing_services` are those, by namespace and name, that something names and that were asked for and do not exist.
    `listed` are the resources of which every object was read, each with the namespace; an empty one is all of them.
    `attempts` are what was tried to learn what listens, in the order in which it was.
    `laid_over` are the Services that are foreseen, because files were laid over the cluster that change them.
    """

    source: Source
    observed_at: datetime
    recorded: bool = True
    objects: Objects = msgspec.field(default_factory=dict)
    unread: tuple[Unread, ...] = ()
    complete_namespaces: frozenset[str] = frozenset()
    missing_services: frozenset[tuple[str, str]] = frozenset()
    listed: frozenset[tuple[str, str]] = frozenset()
    attempts: tuple[Attempt, ...] = ()
    laid_over: frozenset[tuple[str, str]] = frozenset()

    def all_of(self, model: type[Model]) -> tuple[Model, ...]:
        """Every object of a type."""
        return cast(tuple[Model, ...], self.objects.get(model, ()))

    def of_kind(self, kind: Kind) -> tuple[KubernetesObject, ...]:
        """Every object of a kind, and of those that share its struct, which is not imported where there is none."""
        model = self._models.get(kind.struct)
        return () if model is None else self.all_of(model)

    def once(self, derive: "Callable[[Snapshot], Derived]") -> Derived:
        """What a function makes of this Snapshot, worked out once for all that look at it."""
        if derive not in self._derived:
            self._derived[derive] = derive(self)
        found: Derived = self._derived[derive]
        return found

    @property
    def services(self) -> tuple[Service, ...]:
        """Every Service."""
        return self.all_of(Service)

    @property
    def endpoint_slices(self) -> tuple[EndpointSlice, ...]:
        """Every EndpointSlice."""
        return self.all_of(EndpointSlice)

    @property
    def pods(self) -> tuple[Pod, ...]:
        """Every pod; in manifests, templates that stand for pods among them."""
        return self.all_of(Pod)

    @property
    def nodes(self) -> tuple[Node, ...]:
        """Every node."""
        return self.all_of(Node)

    @property
    def workloads(self) -> tuple[Workload, ...]:
        """Every workload, of whatever kind."""
        return self.all_of(Workload)

    def was_read(self, resource: str, namespace: str = "") -> bool:
        """Whether `resource` was read for `namespace`, so that nothing found means there is nothing."""
        return resource not in self.unread_in(namespace)

    def holds_all(self, resource: str, namespace: str = "") -> bool:
        """Whether every object of a resource in a namespace was read, so that one which is not here does not exist."""
        listed = not self.listed.isdisjoint({(resource, ""), (resource, namespace)})
        return listed and self.was_read(resource, namespace)

    def unread_in(self, namespace: str) -> frozenset[str]:
        """The resources that were not read for a namespace."""
        return self._unread_by_namespace.get(namespace, self._unread_everywhere)

    def service(self, namespace: str, name: str) -> Service | None:
        """The Service of that name."""
        return self._services_by_key.get((namespace, name))

    def slices_of(self, service: Service) -> tuple[EndpointSlice, ...]:
        """The slices that carry the Service's name as label, whoever manages them."""
        return self._slices_by_service.get(service.key, ())

    def endpoints_of(self, service: Service) -> Endpoints | None:
        """The Endpoints object of the Service's name."""
        return self._endpoints_by_key.get(service.key)

    def pods_of(self, service: Service) -> tuple[Pod, ...]:
        """The pods its selector matches; none for an empty selector (`getServicesForPod`)."""
        known = self.shared_selections.known(service)
        if "pods" not in known:
            known["pods"] = self.pods_matching(service.namespace, service.spec.selector)
        return cast(tuple[Pod, ...], known["pods"])

    def pods_matching(self, namespace: str, selector: Mapping[str, str]) -> tuple[Pod, ...]:
        """The pods of a namespace that carry every pair of a selector; none for an empty one."""
        return self.pod_labels.with_all(namespace, selector)

    def pods_in(self, namespace: str) -> tuple[Pod, ...]:
        """The pods of a namespace."""
        return self._pods_by_namespace.get(namespace, ())

    @property
    def namespaces_with_pods(self) -> frozenset[str]:
        """The namespaces of the pods that were read."""
        return frozenset(self._pods_by_namespace)

    def pod(self, namespace: str, name: str) -> Pod | None:
        """The pod of that name."""
        return self._pods_by_key.get((namespace, name))

    def node(self, name: str) -> Node | None:
        """The node of that name."""
        return self._nodes_by_name.get(name)

    def workload(self, kind: str, namespace: str, name: str) -> Workload | None:
        """The workload of that kind and name."""
        return self._workloads_by_key.get((kind, namespace, name))

    def attempts_on(self, pod: Pod) -> tuple[Attempt, ...]:
        """What was tried on a pod: on the very one, not on another of its name."""
        return self._attempts_by_pod.get((*pod.key, pod.metadata.uid), ())

    def events_about(self, kind: str, namespace: str, name: str) -> tuple[Event, ...]:
        """The events whose subject is that object."""
        return self._events_by_subject.get((kind, namespace, name), ())

    @cached_property
    def node_ips(self) -> tuple[tuple[str, str], ...]:
        """The addresses of the nodes, each with the node's name; none of a node of which only metadata was read."""
        return tuple((node.name, ip) for node in self.nodes for ip in node.host_ips)

    @cached_property
    def _models(self) -> Mapping[str, type[KubernetesObject]]:
        return {struct_of(model): model for model in self.objects}

    @cached_property
    def controlled(self) -> Controlled:
        """What workloads control."""
        return Controlled(self.workloads, self.pods)

    @cached_property
    def selecting(self) -> Selecting:
        """Which Services select a pod."""
        return Selecting(self.services)

    @cached_property
    def addresses(self) -> Addresses:
        """Which Services have an address, and which pods a port of their node."""
        return Addresses(lambda: self.services, lambda: self.pods)

    @cached_property
    def pod_labels(self) -> PodLabels:
        """Which pods carry which labels."""
        return PodLabels(self.pods_in)

    @cached_property
    def template_labels(self) -> TemplateLabels:
        """Which workloads make pods with which labels."""
        return TemplateLabels(self.workloads)

    @cached_property
    def referring(self) -> Referring:
        """Which objects name Service ports."""
        return Referring(self.objects)

    @cached_property
    def shared_selections(self) -> SharedSelections:
        """What Services with one selector have in common."""
        return SharedSelections(self.services)

    @cached_property
    def _derived(self) -> dict[object, Any]:
        return {}

    @cached_property
    def _attempts_by_pod(self) -> Mapping[tuple[str, str, str], tuple[Attempt, ...]]:
        return grouped(((each.namespace, each.pod, each.uid), each) for each in self.attempts)

    @cached_property
    def _services_by_key(self) -> Mapping[tuple[str, str], Service]:
        return {service.key: service for service in self.services}

    @cached_property
    def _unread_everywhere(self) -> frozenset[str]:
        return frozenset(unread.resource for unread in self.unread if unread.namespace is None)

    @cached_property
    def _unread_by_namespace(self) -> Mapping[str, frozenset[str]]:
        limited = grouped((unread.namespace, unread.resource) for unread in self.unread if unread.namespace is not None)
        return {namespace: self._unread_everywhere.union(resources) for namespace, resources in limited.items()}

    @cached_property
    def _slices_by_service(self) -> Mapping[tuple[str, str], tuple[EndpointSlice, ...]]:
        labelled = ((slice_, slice_.service_name) for slice_ in self.endpoint_slices)
        return grouped(((slice_.namespace, name), slice_) for slice_, name in labelled if name)

    @cached_property
    def _endpoints_by_key(self) -> Mapping[tuple[str, str], Endpoints]:
        return {endpoints.key: endpoints for endpoints in self.all_of(Endpoints)}

    @cached_property
    def _pods_by_namespace(self) -> Mapping[str, tuple[Pod, ...]]:
        return grouped((pod.namespace, pod) for pod in self.pods)

    @cached_property
    def _pods_by_key(self) -> Mapping[tuple[str, str], Pod]:
        return {pod.key: pod for pod in self.pods}

    @cached_property
    def _nodes_by_name(self) -> Mapping[str, Node]:
        return {node.name: node for node in self.nodes}

    @cached_property
    def _workloads_by_key(self) -> Mapping[tuple[str, str, str], Workload]:
        return {(workload.kind, *workload.key): workload for workload in self.workloads}

    @cached_property
    def _events_by_subject(self) -> Mapping[tuple[str, str, str], tuple[Event, ...]]:
        subjects = ((event.involved_object, event) for event in self.all_of(Event))
        return grouped(((subject.kind, subject.namespace, subject.name), event) for subject, event in subjects)


def by_type(objects: Iterable[KubernetesObject]) -> Objects:
    """Objects as a Snapshot holds them."""
    return grouped((type(each), each) for each in objects)
