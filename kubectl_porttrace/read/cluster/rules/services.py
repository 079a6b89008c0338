"""Services: those asked about, those that something names, and those whose cluster IP may stand in a slice."""

from collections.abc import Iterator
from typing import Final

from kubectl_porttrace.model.aliases import alias_behind
from kubectl_porttrace.model.unread import SERVICES_ELSEWHERE
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import FEW, Known, Rule

FEW_NAMED: Final = 20
"""So many Services that something names are looked up; of more, the rest stay unknown."""


def _asked_about(question: Question) -> Iterator[Query]:
    """Those asked for by name; all of the namespace where any of them may reach a workload."""
    if question.whole or question.workloads:
        yield Query("Service", question.namespace, labels=question.selector, essential=True)
        return
    for name in question.names:
        yield Query("Service", question.namespace, name=name, essential=True)


def _with_addresses(known: Known) -> Iterator[Query]:
    """The Services whose cluster IP is in a slice as if it were an endpoint."""
    if known.question.namespace is None and not known.question.selector:
        return
    addresses = {
        endpoint.addresses[0]
        for slice_ in known.snapshot.endpoint_slices
        for endpoint in slice_.endpoints
        if endpoint.target_ref is None and endpoint.addresses
    }
    if len(addresses) > FEW:
        yield Query("Service", None, known_as=SERVICES_ELSEWHERE)
        return
    for address in sorted(addresses):
        yield Query("Service", None, fields=f"spec.clusterIP={address}", known_as=SERVICES_ELSEWHERE)


def _named(known: Known) -> Iterator[Query]:
    """The Services that an ExternalName stands for, or a StatefulSet says its pods belong to, where not read yet."""
    snapshot = known.snapshot
    ends = (alias_behind(snapshot, each).missing for each in snapshot.services if known.question.concerns(each))
    named = {end for end in ends if end is not None}
    named |= {(each.namespace, each.spec.service_name) for each in snapshot.workloads if each.spec.service_name}
    read = {service.key for service in snapshot.services}
    for namespace, name in sorted(named - read)[:FEW_NAMED]:
        yield Query("Service", namespace, name=name)


def _with_node_ports(known: Known) -> Iterator[Query]:
    """The Services of other namespaces that may have a node port, where a pod asked about wants a port of its node."""
    if any(pod.spec.host_ports for pod in known.asked_pods):
        for type_ in ("NodePort", "LoadBalancer"):
            yield Query("Service", None, fields=f"spec.type={type_}", known_as=SERVICES_ELSEWHERE)


def _with_published_addresses(known: Known) -> Iterator[Query]:
    """The Services of other namespaces that may publish the same address: any may have external IPs."""
    if known.question.namespace is None and not known.question.selector:
        return
    if any(service.spec.external_ips for service in known.services):
        yield Query("Service", None, known_as=SERVICES_ELSEWHERE)
    elif any(ingress.is_vip for service in known.services for ingress in service.status.load_balancer.ingress):
        yield Query("Service", None, fields="spec.type=LoadBalancer", known_as=SERVICES_ELSEWHERE)


def _further(known: Known) -> Iterator[Query]:
    yield from _with_addresses(known)
    yield from _named(known)
    yield from _with_node_ports(known)
    if known.waiting_for_services:
        yield Query("Service", known.question.namespace)
    yield from _with_published_addresses(known)


RULE = Rule(first=_asked_about, further=_further)
