"""The ways into a Service that its own spec opens: cluster IPs, node ports, load balancer and external addresses."""

from collections.abc import Iterator, Sequence

from kubectl_porttrace.findings import Finding
from kubectl_porttrace.report.v1 import Entrance
from kubectl_porttrace.trace.families import families_of, family_of
from kubectl_porttrace.trace.policies.backends import held_back
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import VerdictWord, Way, entrance_verdict


def entrances_of(traced: TracedService, found: Sequence[Finding]) -> tuple[Entrance, ...]:
    """Every way in, port by port, each judged by itself: by the policy that holds there and the families it takes."""
    if traced.service.external:
        return (_external(traced),)
    return tuple(entrance for port in traced.ports for entrance in _of_port(traced, port, found))


def _external(traced: TracedService) -> Entrance:
    return _entrance("ExternalName", traced.service.spec.external_name, verdict="external")


def _of_port(traced: TracedService, port: TracedPort, found: Sequence[Finding]) -> Iterator[Entrance]:
    service, spec = traced.service, traced.service.spec
    findings = tuple(finding.code for finding in found if port.key in finding.ports)
    for ip in service.cluster_ips:
        yield _entrance("ClusterIP", ip, port, port.spec.port, _verdict(traced, port, "ClusterIP", ip), findings)
    if port.spec.node_port:
        verdict = _verdict(traced, port, "NodePort")
        yield _entrance("NodePort", None, port, port.spec.node_port, verdict, findings)
    for ingress in service.status.load_balancer.ingress:
        verdict = _verdict(traced, port, "LoadBalancer", ingress.ip)
        yield _entrance("LoadBalancer", ingress.ip or ingress.hostname, port, port.spec.port, verdict, findings)
    for ip in spec.external_ips if service.cluster_ips else ():
        yield _entrance("ExternalIP", ip, port, port.spec.port, _verdict(traced, port, "ExternalIP", ip), findings)


def _verdict(traced: TracedService, port: TracedPort, way: Way, ip: str = "") -> VerdictWord:
    """The verdict on one entrance; without an address it takes every family of the Service.

    Where slices were not read, or files do not tell what is behind the Service, it is the port's.
    """
    snapshot, service = traced.snapshot, traced.service
    families = (family_of(ip),) if ip else families_of(service)
    if traced.in_manifests:
        # Which families the pods of a template will have is up to the cluster.
        families = tuple(family for family in families if any(b.family == family for b in port.usable))
    if not families or (traced.slices is None and not traced.in_manifests):
        return port.verdict.word
    left_out = port.pods_left_out
    verdict = entrance_verdict(snapshot, service, port.spec, way, port.backends, families, pods_left_out=left_out)
    return held_back(verdict, [backend for backend in port.backends if backend.family in families]).word


def _entrance(
    kind: str,
    address: str | None,
    port: TracedPort | None = None,
    number: int | None = None,
    verdict: VerdictWord = "unknown",
    findings: tuple[str, ...] = (),
) -> Entrance:
    return Entrance(
        kind=kind,
        object=None,
        address=address or None,
        host=None,
        path=None,
        port=number,
        protocol=port.spec.protocol if port else None,
        service_port=port.spec.port if port else None,
        verdict=verdict,
        findings=findings,
    )
