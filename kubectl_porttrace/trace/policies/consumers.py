"""Who sends the requests of what names a Service: pods of a Gateway or of a controller, or the API server."""

from collections.abc import Iterator, Mapping, Sequence

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.referrers.consumer_pods import CONTROLLER_PODS, addresses_of, by_balanced_address
from kubectl_porttrace.model.referrers.gateway import GATEWAY_NAME, Gateway
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute, gateways_of
from kubectl_porttrace.model.referrers.ingress import Ingress
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.access import TracedAccess
from kubectl_porttrace.trace.policies.rules import covers
from kubectl_porttrace.trace.policies.selecting import isolation_of
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.ingress_classes import controller_of
from kubectl_porttrace.trace.routes.referrer import TracedReferrer

SYSTEM = "kube-system"
"""The namespace in which what connects for the API server may run."""


def senders(traced: TracedReferrer) -> Iterator[tuple[str, tuple[Pod, ...]]]:
    """Those that send its requests, as far as their pods are known: who, and the pods.

    Whose load balancer has the address of the Ingress or the Gateway takes the requests for certain. Labels are looked
    at where no Service has it alone.
    """
    snapshot = traced.snapshot
    if isinstance(traced.object, GatewayRoute):
        known = snapshot.once(_gateways)
        for gateway in gateways_of(traced.object):
            there = known.get((gateway.namespace, gateway.name))
            pods = snapshot.pods_matching(gateway.namespace, {GATEWAY_NAME: gateway.name})
            yield (there and _by_address(snapshot, there)) or (f"Gateway/{gateway.name}", _living(pods))
    if isinstance(traced.object, Ingress):
        controller = controller_of(snapshot, traced.object) or ""
        pods = tuple(_everywhere(snapshot, CONTROLLER_PODS.get(controller, {})))
        yield _by_address(snapshot, traced.object) or (controller, _living(pods))


def _by_address(snapshot: Snapshot, entered: Ingress | Gateway) -> tuple[str, tuple[Pod, ...]] | None:
    known = snapshot.once(_balanced)
    having = {each.key: each for word in addresses_of(entered) for each in known.get(word, ())}
    # The addresses of nodes, as K3s writes them, are those of all load balancers.
    if len(having) != 1:
        return None
    (service,) = having.values()
    pods = _living(snapshot.pods_matching(service.namespace, service.spec.selector))
    return (f"Service/{service.name} in namespace {service.namespace}", pods) if pods else None


def _balanced(snapshot: Snapshot) -> Mapping[str, Sequence[Service]]:
    return by_balanced_address(snapshot.services)


def _gateways(snapshot: Snapshot) -> Mapping[tuple[str, str], Gateway]:
    return {each.key: each for each in snapshot.all_of(Gateway)}


def access_of(traced: TracedReferrer, backend: TracedBackend, who: str, pods: tuple[Pod, ...]) -> TracedAccess | None:
    """The Service of a backend as these pods reach it; None where there is none, or no port that is meant."""
    if backend.service is None or not pods or not backend.port_keys:
        return None
    return TracedAccess(traced.snapshot, backend.service, f"pods of {who}", pods, ports=backend.port_keys)


def own_namespace_alone(snapshot: Snapshot, port: TracedPort) -> tuple[str, Pod] | None:
    """A policy behind a port, and the pod, where every pod behind it admits pods of its own namespace alone.

    Neither a node nor a pod of another namespace is admitted then, whichever of them connects for the API server.
    """
    pods = [backend.pod for backend in port.usable if backend.pod is not None]
    shut = [_admits_own_namespace(snapshot, port, backend.pod, backend.port) for backend in port.usable if backend.pod]
    return (shut[0], pods[0]) if shut and len(pods) == len(port.usable) and all(shut) else None


def _admits_own_namespace(snapshot: Snapshot, port: TracedPort, pod: Pod, number: int) -> str:
    policies = isolation_of(snapshot, pod, "Ingress").policies
    rules = [
        (policy, rule)
        for policy in policies
        for rule in policy.spec.ingress
        if covers(rule, pod, port.spec.protocol, number) is not False
    ]
    alone = all(
        rule.peers and all(peer.ip_block is None and peer.namespace_selector is None for peer in rule.peers)
        for _, rule in rules
    )
    return rules[0][0].title if rules and alone and not pod.spec.host_network else ""


def _everywhere(snapshot: Snapshot, labels: Mapping[str, str]) -> Iterator[Pod]:
    for namespace in sorted(snapshot.namespaces_with_pods) if labels else ():
        yield from snapshot.pods_matching(namespace, labels)


def _living(pods: Iterator[Pod] | tuple[Pod, ...]) -> tuple[Pod, ...]:
    return tuple(pod for pod in pods if not pod.terminal and pod.ips)
