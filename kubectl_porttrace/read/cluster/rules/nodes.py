"""Nodes: where node ports are, for policy Local, for what pods wait for, and where one may explain unready pods."""

import re
from collections.abc import Iterator

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.unread import NODE_ADDRESSES, Unread
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule

MANY = 10
"""So many nodes are asked for one by one; more of them are listed. So many say where a node port is."""

VERY_MANY = 500
"""Of a cluster with more nodes than that, none is read to see what each has: every node is some 10 KB."""

_NODES = r"0/(?P<all>\d{1,9}) nodes are available:.*\d Insufficient "
"""The scheduler's words for nodes that lack a resource (`pkg/scheduler/framework/types.go:FitError.Error`)."""


def _further(known: Known) -> Iterator[Query]:
    if any(pod.spec.host_ports and not pod.spec.node_name and not pod.is_template for pod in known.asked_pods):
        # There may be too few of them: a port of a node has one pod. Taints and cordons tell which of them count.
        yield Query("Node", None)
    elif any(_depends_on_all(service) or _leaves_out_a_pod(known, service) for service in known.services):
        yield Query("Node", None, metadata_only=True)
    if any(map(_lacks_room, known.unready_pods)) or known.question.advice:
        # Whether others may take the pods too is in their taints.
        yield Query("Node", None)
    if not known.question.workloads and any(port.node_port for each in known.services for port in each.spec.ports):
        yield Query("Node", None, known_as=NODE_ADDRESSES, at_most=MANY)
    yield from _of_unready_pods(known)


def _lacks_room(pod: Pod) -> bool:
    """Whether the scheduler finds too little of a resource on the nodes there are, so that their size tells more."""
    condition = None if pod.spec.node_name else pod.condition("PodScheduled")
    found = re.match(_NODES, condition.message) if condition else None
    return found is not None and int(found["all"]) <= VERY_MANY


def _of_unready_pods(known: Known) -> Iterator[Query]:
    """The nodes that may have taken readiness from their pods, with their status.

    A node that does not report leaves the containers of its pods as they were last reported
    (`pkg/controller/util/node/controller_utils.go:MarkPodsNotReady`), and says nothing of pods that came since.
    """
    names = {pod.spec.node_name for pod in known.unready_pods if pod.spec.node_name and _says_nothing_else(pod)}
    if len(names) > MANY:
        yield Query("Node", None)
        return
    for name in sorted(names):
        yield Query("Node", None, name=name)


def _says_nothing_else(pod: Pod) -> bool:
    return pod.containers_ready or not (pod.status.container_statuses or pod.status.init_container_statuses)


def _left_out(known: Known) -> Iterator[Unread]:
    if not any(query.kind == "Node" and not query.name and not query.at_most for query in known.collected.asked):
        yield Unread("nodes", None, "not-requested", "nodes were not read: nothing here depends on one")


def _depends_on_all(service: Service) -> bool:
    """Whether it is decided node by node, or zone by zone, where its traffic goes."""
    local = "Local" in {service.spec.internal_traffic_policy, service.spec.external_traffic_policy}
    return local or service.topology_aware or service.spec.traffic_distribution is not None


def _leaves_out_a_pod(known: Known, service: Service) -> bool:
    if not service.selects or not known.snapshot.was_read("endpointslices", service.namespace):
        return False
    published = {endpoint.target_ref.name for endpoint in known.endpoints_of(service) if endpoint.target_ref}
    return any(pod.name not in published and pod.ips and not pod.terminal for pod in known.snapshot.pods_of(service))


RULE = Rule(further=_further, left_out=_left_out)
