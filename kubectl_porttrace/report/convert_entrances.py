"""The ways into a Service that its own spec opens: cluster IPs, node ports, load balancer and external addresses."""

from collections.abc import Iterator, Sequence

from kubectl_porttrace.findings import Finding
from kubectl_porttrace.report.v1 import Entrance
from kubectl_porttrace.trace.families import family_of
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict, VerdictWord, inside_verdict


def entrances_of(traced: TracedService, found: Sequence[Finding]) -> tuple[Entrance, ...]:
    """Every way in, port by port. One entrance of a family without backends is broken though the port is partial."""
    if traced.service.external:
        return (_external(traced),)
    return tuple(entrance for port in traced.ports for entrance in _of_port(traced, port, found))


def _external(traced: TracedService) -> Entrance:
    return _entrance("ExternalName", traced.service.spec.external_name, verdict="external")


def _of_port(traced: TracedService, port: TracedPort, found: Sequence[Finding]) -> Iterator[Entrance]:
    service, spec = traced.service, traced.service.spec
    findings = tuple(finding.code for finding in found if port.key in finding.ports)
    for ip in service.cluster_ips:
        yield _entrance("ClusterIP", ip, port, port.spec.port, _at_cluster_ip(traced, port, ip), findings)
    if port.spec.node_port:
        yield _entrance("NodePort", None, port, port.spec.node_port, port.verdict.word, findings)
    for ingress in service.status.load_balancer.ingress:
        verdict = _at_address(port, ingress.ip) if ingress.ip else port.verdict.word
        yield _entrance("LoadBalancer", ingress.ip or ingress.hostname, port, port.spec.port, verdict, findings)
    for ip in spec.external_ips if service.cluster_ips else ():
        yield _entrance("ExternalIP", ip, port, port.spec.port, _at_address(port, ip), findings)


def _at_cluster_ip(traced: TracedService, port: TracedPort, ip: str) -> VerdictWord:
    """The port's verdict, but broken where only this way in is dead: no backend of its family, or local to no node."""
    backends = [backend for backend in port.backends if backend.family == family_of(ip)]
    inside = inside_verdict(traced.snapshot, traced.service, backends)
    dead = port.verdict is Verdict.PARTIAL and inside is Verdict.BROKEN
    return Verdict.BROKEN.word if dead else port.verdict.word


def _at_address(port: TracedPort, ip: str) -> VerdictWord:
    """The port's verdict, but broken where only the address's own family has nothing behind it."""
    served = {backend.family for backend in port.usable}
    dead = port.verdict is Verdict.PARTIAL and family_of(ip) not in served
    return Verdict.BROKEN.word if dead else port.verdict.word


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
