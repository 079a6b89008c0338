"""What a question needs to have read, given what is known so far: rules that name queries, asked until none is new.

One Service never lists the cluster: its own objects come first, and what explains a failure only where there is one.
"""

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from kubectl_porttrace.model.endpointslice import SERVICE_NAME, Endpoint
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import PODS_ELSEWHERE, SERVICES_ELSEWHERE, Snapshot, Unread
from kubectl_porttrace.read.cluster.collected import Facts
from kubectl_porttrace.read.cluster.query import Query, label_selector
from kubectl_porttrace.read.cluster.workload_queries import (
    FEW,
    Owner,
    every_workload,
    guessed_owners,
    owner_queries,
    owners_of,
)

FEW_ENDPOINTS = 20


class Scope(msgspec.Struct, frozen=True):
    """What was asked about: some Services of a namespace by name, or those of a namespace or of the cluster.

    `namespace` is None for the whole cluster, `names` empty for every Service that `labels` select.
    """

    namespace: str | None
    names: tuple[str, ...] = ()
    labels: str = ""

    def covers(self, service: Service) -> bool:
        """Whether a Service that was read may be one that was asked about."""
        return self.namespace in {None, service.namespace} and (not self.names or service.name in self.names)


def first_queries(scope: Scope) -> Iterator[Query]:
    """What is needed whatever the Services look like."""
    where = scope.namespace
    if scope.names:
        for name in scope.names:
            yield Query("Service", where, name=name, essential=True)
        yield Query("EndpointSlice", where, labels=f"{SERVICE_NAME} in ({','.join(sorted(scope.names))})")
    else:
        yield Query("Service", where, labels=scope.labels, essential=True)
        yield Query("EndpointSlice", where)
        yield _all_pods(scope)
        yield from every_workload(where)
    yield from _event_queries(scope)


def further_queries(scope: Scope, facts: Facts) -> Iterator[Query]:
    """What is needed given what was read; all of it again, whether or not it was asked for already."""
    services = _proxied_or_headless(scope, facts.snapshot)
    unmatched = _unmatched(facts, services)
    yield from _pod_queries(scope, facts, services, unmatched)
    yield from _workload_queries(scope, facts, services, unmatched)
    yield from _pods_elsewhere(scope, unmatched)
    yield from _node_queries(facts, services)
    yield from _endpoints_queries(scope, facts.snapshot, services)
    yield from _virtual_address_queries(scope, facts.snapshot)


def not_requested(scope: Scope, facts: Facts) -> Iterator[Unread]:
    """What was left out on purpose, for a check that would need it."""
    services = _proxied_or_headless(scope, facts.snapshot)
    if not facts.has_asked_for("Node"):
        yield Unread("nodes", None, "not-requested", "nodes were not read: nothing here depends on one")
    unmatched = len(_unmatched(facts, services))
    if scope.namespace is not None and unmatched > FEW:
        message = (
            f"{unmatched} Services match no pod here; ask for one by name to look for its pods in other namespaces"
        )
        yield Unread(PODS_ELSEWHERE, None, "not-requested", message)
    message = "NetworkPolicies are not read by this version, so a policy may still close a port"
    yield Unread("networkpolicies", None, "not-requested", message)


def _proxied_or_headless(scope: Scope, snapshot: Snapshot) -> Sequence[Service]:
    return [service for service in snapshot.services if scope.covers(service) and not service.external]


def _all_pods(scope: Scope) -> Query:
    return Query("Pod", scope.namespace)


def _unmatched(facts: Facts, services: Iterable[Service]) -> Sequence[Service]:
    """The Services whose selector matches no pod; before pods are read, those without an endpoint in any slice."""
    snapshot = facts.snapshot
    selecting = [service for service in services if service.selects]
    if facts.has_asked_for("Pod"):
        return [
            service
            for service in selecting
            if snapshot.was_read("pods", service.namespace) and not snapshot.pods_of(service)
        ]
    return [
        service
        for service in selecting
        if snapshot.was_read("endpointslices", service.namespace) and not any(_endpoints(snapshot, service))
    ]


def _pod_queries(
    scope: Scope, facts: Facts, services: Sequence[Service], unmatched: Sequence[Service]
) -> Iterator[Query]:
    """The pods the selectors match; all of the namespace where these do not explain what is seen."""
    selectors = {label_selector(service.spec.selector) for service in services if service.selects}
    selectorless = any(not service.selects for service in services)
    if len(selectors) > FEW or selectorless or unmatched or _pods_not_read(facts, services):
        yield _all_pods(scope)
    elif _all_pods(scope) not in facts.asked:
        for selector in sorted(selectors):
            yield Query("Pod", scope.namespace, labels=selector)


def _workload_queries(
    scope: Scope, facts: Facts, services: Sequence[Service], unmatched: Sequence[Service]
) -> Iterator[Query]:
    """The workloads that made the pods of Services asked for by name; all of them where a selector is in vain."""
    if not scope.names:
        return
    if unmatched:
        yield from every_workload(scope.namespace)
    else:
        yield from owner_queries(facts, scope.namespace, _owners(facts, services))


def _owners(facts: Facts, services: Iterable[Service]) -> Iterator[Owner]:
    """As the pods say, or as the names of pods in the slices let one guess until the pods are read."""
    snapshot = facts.snapshot
    for service in services:
        published = [endpoint.target_ref.name for endpoint in _endpoints(snapshot, service) if endpoint.target_ref]
        if facts.has_asked_for("Pod"):
            by_name = (snapshot.pod(service.namespace, name) for name in published)
            yield from owners_of(snapshot, (*snapshot.pods_of(service), *filter(None, by_name)))
        else:
            for name in published:
                yield from guessed_owners(name)


def _pods_elsewhere(scope: Scope, unmatched: Sequence[Service]) -> Iterator[Query]:
    """Selection ends at the namespace, so pods of another are the likeliest explanation of a selector in vain."""
    if scope.namespace is None or len(unmatched) > FEW:
        return
    for service in unmatched:
        yield Query(
            "Pod",
            None,
            labels=label_selector(service.spec.selector),
            fields=f"metadata.namespace!={service.namespace}",
            metadata_only=True,
            known_as=PODS_ELSEWHERE,
        )


def _pods_not_read(facts: Facts, services: Iterable[Service]) -> bool:
    """Whether slices point to pods that are not among those read."""
    snapshot = facts.snapshot
    return facts.has_asked_for("Pod") and any(
        endpoint.target_ref.kind == "Pod" and snapshot.pod(service.namespace, endpoint.target_ref.name) is None
        for service in services
        for endpoint in _endpoints(snapshot, service)
        if endpoint.target_ref
    )


def _node_queries(facts: Facts, services: Sequence[Service]) -> Iterator[Query]:
    """Nodes, for policy Local; and where a pod with an address is in no slice, which a missing node explains."""
    local = any(
        "Local" in {service.spec.internal_traffic_policy, service.spec.external_traffic_policy} for service in services
    )
    if local or any(_leaves_out_a_pod(facts.snapshot, service) for service in services):
        yield Query("Node", None, metadata_only=True)


def _leaves_out_a_pod(snapshot: Snapshot, service: Service) -> bool:
    if not service.selects or not snapshot.was_read("endpointslices", service.namespace):
        return False
    published = {endpoint.target_ref.name for endpoint in _endpoints(snapshot, service) if endpoint.target_ref}
    return any(pod.name not in published and pod.ips and not pod.terminal for pod in snapshot.pods_of(service))


def _endpoints_queries(scope: Scope, snapshot: Snapshot, services: Iterable[Service]) -> Iterator[Query]:
    """Endpoints, for Services without a selector; and for all where slices may not be read."""
    needing = [
        service
        for service in services
        if not service.selects or not snapshot.was_read("endpointslices", service.namespace)
    ]
    if len(needing) > FEW_ENDPOINTS:
        yield Query("Endpoints", scope.namespace)
        return
    for service in needing:
        yield Query("Endpoints", service.namespace, name=service.name)


def _virtual_address_queries(scope: Scope, snapshot: Snapshot) -> Iterator[Query]:
    """The Services whose cluster IP somebody may have written into a slice as if it were an endpoint."""
    if scope.namespace is None and not scope.labels:
        return
    addresses = {
        endpoint.addresses[0]
        for slice_ in snapshot.endpoint_slices
        for endpoint in slice_.endpoints
        if endpoint.target_ref is None and endpoint.addresses
    }
    if len(addresses) > FEW:
        yield Query("Service", None, known_as=SERVICES_ELSEWHERE)
        return
    for address in sorted(addresses):
        yield Query("Service", None, fields=f"spec.clusterIP={address}", known_as=SERVICES_ELSEWHERE)


def _event_queries(scope: Scope) -> Iterator[Query]:
    """Probes that fail, and controllers that could not write slices or Endpoints."""
    yield Query("Event", scope.namespace, fields="reason=Unhealthy")
    if 0 < len(scope.names) <= FEW:
        for name in scope.names:
            yield Query("Event", scope.namespace, fields=f"involvedObject.name={name},type=Warning")
        return
    for reason in ("FailedToUpdateEndpointSlices", "FailedToUpdateEndpoint"):
        yield Query("Event", scope.namespace, fields=f"reason={reason}")


def _endpoints(snapshot: Snapshot, service: Service) -> Iterator[Endpoint]:
    return (endpoint for slice_ in snapshot.slices_of(service) for endpoint in slice_.endpoints)
