"""PTN23: a policy of a service mesh names a port that the pods of the Service do not have."""

from collections.abc import Iterator, Mapping
from typing import Final

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import declared_ports, some
from kubectl_porttrace.findings import Fix, ObjectReference
from kubectl_porttrace.model.declared import has_port
from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.mesh_policies import AuthorizationPolicy, LinkerdServer, PeerAuthentication
from kubectl_porttrace.model.pod_choice import OtherPolicy, PolicyPort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService

_KINDS: Final[tuple[tuple[str, type[OtherPolicy]], ...]] = (
    ("AuthorizationPolicy", AuthorizationPolicy),
    ("PeerAuthentication", PeerAuthentication),
    ("Server", LinkerdServer),
)
"""The kinds that name ports of pods."""


@check(
    "PTN23",
    "mesh-policy-port-not-of-pods",
    severity="warning",
    certainty="likely",
    needs=("pods",),
    uses=("authorizationpolicies", "peerauthentications", "servers.policy.linkerd.io"),
)
def mesh_port_of_service(traced: TracedService) -> Iterator[Found]:
    """An AuthorizationPolicy, PeerAuthentication or Server names a Service port's number, or a name no container has.

    Why: policies of Istio and Linkerd are applied in the pod, where requests arrive at the pod's port: the number of
    the Service port is not seen there. A rule of an AuthorizationPolicy, the `portLevelMtls` of a PeerAuthentication
    and the `port` of a Server that name it are about no request to this Service. A name in a Server is looked up among
    the ports that the containers declare. Judged are policies that are about pods of this Service alone.

    See: `kubectl get service NAME`, and `targetPort` in `kubectl get service NAME -o yaml`.

    Fix: write the number that the port has on the pods.
    """
    for kind, policy in _about_these_alone(traced):
        ports = policy.pod_ports
        numbers = {each.port for each in ports}
        for named in ports:
            if isinstance(named.port, str):
                yield from _name_unknown(traced, policy, kind, named)
                continue
            meant = _service_port(traced, named.port)
            if meant is not None and numbers.isdisjoint(_on_pods(meant)):
                yield _number_of_service(policy, kind, named, meant)


def _about_these_alone(traced: TracedService) -> Iterator[tuple[str, OtherPolicy]]:
    """The policies with ports whose labels are those of the Service's selector, and maybe more; with their kinds."""
    there = traced.snapshot.once(_with_ports).get(traced.namespace, ())
    pods = [pod for pod in traced.living_pods if not pod.spec.host_network] if there else []
    wanted = traced.service.spec.selector.items()
    for kind, policy in there if wanted and pods else ():
        chosen = [choice.pods for choice in policy.choices if choice.readable]
        alone = bool(chosen) and all(wanted <= each.match_labels.items() for each in chosen)
        if alone and any(each.matches(pod.labels) for each in chosen for pod in pods):
            yield kind, policy


def _with_ports(snapshot: Snapshot) -> Mapping[str, tuple[tuple[str, OtherPolicy], ...]]:
    """The policies that name ports, by namespace, each with its kind."""
    return grouped(
        (each.namespace, (kind, each)) for kind, model in _KINDS for each in snapshot.all_of(model) if each.pod_ports
    )


def _service_port(traced: TracedService, number: int) -> TracedPort | None:
    """The Service port of a number, where the pods use that number for nothing."""
    used = {each for port in traced.ports for each in _on_pods(port)}
    if number in used or any(has_port(pod, number) for pod in traced.living_pods):
        return None
    return next((port for port in traced.ports if port.spec.port == number and port.backends), None)


def _on_pods(port: TracedPort) -> set[int | str]:
    return {each.port for each in port.backends}


def _number_of_service(policy: OtherPolicy, kind: str, named: PolicyPort, meant: TracedPort) -> Found:
    numbers = some(sorted(map(str, _on_pods(meant))))
    return Found(
        message=f"{kind}/{policy.name} names port {named.port}, the number of Service port {meant.title}: it is about "
        f"ports of pods, and there the port is {numbers}",
        path=named.path,
        fix=Fix(text=f"write {numbers} in place of {named.port}"),
        object=ObjectReference(kind=kind, namespace=policy.namespace, name=policy.name),
        ports=(meant,),
    )


def _name_unknown(traced: TracedService, policy: OtherPolicy, kind: str, named: PolicyPort) -> Iterator[Found]:
    pods = traced.living_pods
    if pods and not any(has_port(pod, named.port) for pod in pods):
        yield Found(
            message=f'{kind}/{policy.name} is about port "{named.port}", a name that no container of its pods has',
            path=named.path,
            evidence=(f"the pods declare {declared_ports(pods)}",),
            fix=Fix(text="write the number of the pods' port, or a name that a container gives it"),
            object=ObjectReference(kind=kind, namespace=policy.namespace, name=policy.name),
        )
