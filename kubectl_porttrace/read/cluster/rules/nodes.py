"""Nodes: for policy Local; and where a pod with an address is in no slice, which a missing node explains."""

from collections.abc import Iterator

from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Unread
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule


def _further(known: Known) -> Iterator[Query]:
    if any(_local(service) or _leaves_out_a_pod(known, service) for service in known.services):
        yield Query("Node", None, metadata_only=True)


def _left_out(known: Known) -> Iterator[Unread]:
    if not known.collected.has_asked_for("Node"):
        yield Unread("nodes", None, "not-requested", "nodes were not read: nothing here depends on one")


def _local(service: Service) -> bool:
    return "Local" in {service.spec.internal_traffic_policy, service.spec.external_traffic_policy}


def _leaves_out_a_pod(known: Known, service: Service) -> bool:
    if not service.selects or not known.snapshot.was_read("endpointslices", service.namespace):
        return False
    published = {endpoint.target_ref.name for endpoint in known.endpoints_of(service) if endpoint.target_ref}
    return any(pod.name not in published and pod.ips and not pod.terminal for pod in known.snapshot.pods_of(service))


RULE = Rule(further=_further, left_out=_left_out)
