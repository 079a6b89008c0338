"""Who owns an address or a port of a node: the object it was allocated for, then what says it of itself, lists last.

Pods of the cluster are never listed: those of an address are selected by `status.podIP`, those of a node by its name.
What an owner needs is asked for as if it had been asked for by name (`named.py`).
"""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.model.address_owner import MOST_FOLLOWED, AddressOwner
from kubectl_porttrace.model.dns_name import DnsName, is_of_cluster
from kubectl_porttrace.model.dns_owner import answers, name_meant
from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.ownership import Wanted, nodes_of, owners_of
from kubectl_porttrace.model.unread import PODS_ELSEWHERE, SERVICES_ELSEWHERE, SLICES_ELSEWHERE
from kubectl_porttrace.question import AddressTarget, Question, ServiceTarget, Target, WorkloadTarget
from kubectl_porttrace.read.cluster.collected import Collected
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import FEW, Known
from kubectl_porttrace.read.cluster.rules.slices import slices_query

_SERVICES = Query("Service", None, known_as=SERVICES_ELSEWHERE)
_NODES = Query("Node", None)
_HOST_NETWORK = Query("Pod", None, fields="spec.hostNetwork=true", known_as=PODS_ELSEWHERE)


def first_of_addresses(question: Question) -> Iterator[Query]:
    """What tells the owners of most addresses, one object each where there is one; of a port all Services."""
    for target in question.addresses:
        if target.is_ip:
            yield Query("IPAddress", None, name=target.host)
            # By the first family of a Service alone (`pkg/registry/core/service/strategy.go:SelectableFields`).
            yield Query("Service", None, fields=f"spec.clusterIP={target.host}", known_as=SERVICES_ELSEWHERE)
            yield Query("Pod", None, fields=f"status.podIP={target.host}", known_as=PODS_ELSEWHERE)
        elif target.names:
            yield from _of_names(target)
        else:
            yield _SERVICES
            if target.host:
                yield Query("Node", None, name=target.host)


def _of_names(target: AddressTarget) -> Iterator[Query]:
    """The Services that a name may stand for, and the node that may have it: one object each, and no list."""
    for name in target.names:
        yield Query("Service", name.namespace, name=name.service)
    if not is_of_cluster(target.host):
        yield Query("Node", None, name=target.host)


def further_of_addresses(known: Known) -> Iterator[Query]:
    """What tells the owners of the others, given what was read."""
    for target in known.question.addresses:
        found = owners_of(known.snapshot, wanted_by(target))
        yield from _of_allocated(found)
        meant = name_meant(known.snapshot, target.names)
        if target.in_dns and (meant or is_of_cluster(target.host)):
            yield from _of_dns(known, target, meant)
            if meant is None or answers(known.snapshot, meant) or is_of_cluster(target.host):
                continue
        if not any(each.way in {"ClusterIP", "Pod"} for each in found):
            yield from _of_host(known, target, found) if target.host else _of_any_node(known, found)


def _of_dns(known: Known, target: AddressTarget, meant: DnsName | None) -> Iterator[Query]:
    """The slices that tell what the endpoints are called; without a Service, all of them: one may be meant instead."""
    for name in target.names:
        if name.endpoint and known.snapshot.service(name.namespace, name.service) is not None:
            yield slices_query(Question(name.namespace, (ServiceTarget(name.service),)))
    if meant is None:
        yield _SERVICES


def _of_allocated(found: Iterable[AddressOwner]) -> Iterator[Query]:
    for owner in found:
        if owner.way == "ClusterIP":
            yield Query("Service", owner.namespace, name=owner.name)


def _of_host(known: Known, target: AddressTarget, found: Iterable[AddressOwner]) -> Iterator[Query]:
    """Services and nodes are listed where no object is of that address; slices where these have not got it either."""
    yield _SERVICES
    nodes = sorted(nodes_of(known.snapshot, target.host))
    for name in nodes[:FEW]:
        yield Query("Node", None, name=name)
        if target.port:
            yield Query("Pod", None, fields=f"spec.nodeName={name}", known_as=PODS_ELSEWHERE)
    if not nodes:
        yield _NODES
    if SERVICES_ELSEWHERE in known.snapshot.unread_in("") and known.question.namespace is not None:
        yield Query("Service", known.question.namespace)
        yield Query("Pod", known.question.namespace, fields=f"status.podIP={target.host}", known_as=PODS_ELSEWHERE)
    if target.is_ip and not tuple(found) and {_SERVICES, _NODES} <= known.collected.asked:
        yield Query("EndpointSlice", None, known_as=SLICES_ELSEWHERE)


def _of_any_node(known: Known, found: Iterable[AddressOwner]) -> Iterator[Query]:
    """Where no Service has a node port, templates may want the port of their node, and pods on its network have it."""
    if SERVICES_ELSEWHERE in known.snapshot.unread_in("") and known.question.namespace is not None:
        yield Query("Service", known.question.namespace)
    if all(each.way == "OtherNumber" for each in found):
        templates = [Query(kind, None) for kind in ("DaemonSet", "Deployment", "StatefulSet")]
        yield from templates
        if known.collected.asked.issuperset(templates):
            yield _HOST_NETWORK


def owners_asked_for(question: Question, collected: Collected) -> Iterator[Question]:
    """What to ask about the owners of the addresses asked about, as if they had been asked for by name."""
    owners = (
        owner
        for target in question.addresses
        for owner in owners_of(collected.snapshot, wanted_by(target))[:MOST_FOLLOWED]
        if owner.way != "Node"
    )
    targets = ((owner.namespace, _target(owner)) for owner in owners)
    for namespace, named in grouped(dict.fromkeys(targets)).items():
        yield Question(namespace, named, routes=question.routes, used=question.used)


def wanted_by(target: AddressTarget) -> Wanted:
    """What to look for in what was read."""
    return Wanted(target.host, target.port, target.protocol, target.names)


def _target(owner: AddressOwner) -> Target:
    return ServiceTarget(owner.name) if owner.of_service else WorkloadTarget(owner.kind, owner.name)
