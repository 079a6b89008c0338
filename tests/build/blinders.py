"""The same snapshot, seen by somebody who may not read some resource."""

from collections.abc import Iterable

from msgspec.structs import replace

from kubectl_porttrace.diagnose.traced import Traced
from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.kinds import kind_of
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import SERVICE_LB_NAMESPACE, Service
from kubectl_porttrace.model.snapshot import Snapshot, by_type
from kubectl_porttrace.model.unread import ALIASED_SLICES, PODS_ELSEWHERE, SERVICE_LB_PODS, SERVICES_ELSEWHERE
from kubectl_porttrace.trace.lookups.address import TracedAddress
from kubectl_porttrace.trace.lookups.address_owners import trace_address
from kubectl_porttrace.trace.lookups.url import TracedUrl
from kubectl_porttrace.trace.lookups.url_routes import trace_url
from kubectl_porttrace.trace.policies.access import TracedAccess
from kubectl_porttrace.trace.policies.policy import TracedPolicy
from kubectl_porttrace.trace.routes.following import trace_referrer
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from kubectl_porttrace.trace.service import trace_service
from kubectl_porttrace.trace.workloads.workload import TracedWorkload, trace_workload
from tests.build.snapshots import forbidden


def without(subject: Traced, *resources: str) -> Traced:
    """The same subject, followed in a snapshot of which some resources could not be read.

    A workload or a route was read by its name, without which there is nothing to follow.
    """
    kept = [each for each in _objects(subject.snapshot) if _is(each, subject) or not _hidden(each, subject, resources)]
    unread = (*subject.snapshot.unread, *map(forbidden, resources))
    complete = frozenset() if "pods" in resources else subject.snapshot.complete_namespaces
    looked_up = frozenset() if "services" in resources else subject.snapshot.missing_services
    blind = replace(
        subject.snapshot,
        objects=by_type(kept),
        unread=unread,
        complete_namespaces=complete,
        missing_services=looked_up,
    )
    if isinstance(subject, TracedAccess):
        clients = () if "pods" in resources else subject.clients
        service = trace_service(blind, subject.service.service)
        return TracedAccess(blind, service, subject.title, clients, subject.network, subject.ports)
    if isinstance(subject, TracedWorkload):
        return trace_workload(blind, subject.kind, subject.namespace, subject.name)
    if isinstance(subject, TracedReferrer):
        return trace_referrer(blind, subject.referrer)
    if isinstance(subject, TracedPolicy):
        return TracedPolicy(blind, subject.policy)
    if isinstance(subject, TracedAddress):
        return trace_address(blind, subject.target)
    if isinstance(subject, TracedUrl):
        return trace_url(blind, subject.target)
    return trace_service(blind, subject.service)


def _objects(snapshot: Snapshot) -> Iterable[KubernetesObject]:
    return (each for objects in snapshot.objects.values() for each in objects)


def _is(object_: KubernetesObject, subject: Traced) -> bool:
    return (kind_of(object_).name, *object_.key) == (subject.kind, subject.namespace, subject.name)


def _hidden(object_: KubernetesObject, subject: Traced, resources: Iterable[str]) -> bool:
    resource = kind_of(object_).known_as
    if object_.namespace == subject.namespace:
        return resource in resources
    if isinstance(subject, TracedReferrer) and isinstance(object_, Service | EndpointSlice):
        # What it names is read for its own sake, in whatever namespace that is.
        return resource in resources
    if isinstance(subject, TracedAddress) and isinstance(object_, EndpointSlice):
        return resource in resources
    if isinstance(object_, EndpointSlice):
        return not {resource, ALIASED_SLICES}.isdisjoint(resources)
    if isinstance(object_, Pod) and object_.namespace == SERVICE_LB_NAMESPACE:
        return SERVICE_LB_PODS in resources
    if isinstance(object_, Service):
        return not {resource, SERVICES_ELSEWHERE}.isdisjoint(resources)
    return (PODS_ELSEWHERE if isinstance(object_, Pod) else resource) in resources
