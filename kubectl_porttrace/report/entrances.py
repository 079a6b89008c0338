"""The ways into a Service that its own spec opens: cluster IPs, node ports, load balancer and external addresses."""

from collections.abc import Iterator, Sequence

from kubectl_porttrace.checks.runner import Issue
from kubectl_porttrace.report.values import Entrance
from kubectl_porttrace.trace.families import family_of
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict, VerdictWord


def entrances_of(traced: TracedService, issues: Sequence[Issue]) -> tuple[Entrance, ...]:
    """Every way in, port by port. One entrance of a family without backends is broken though the port is partial."""
    if traced.service.external:
        return (_external(traced),)
    return tuple(entrance for port in traced.ports for entrance in _of_port(traced, port, issues))


def _external(traced: TracedService) -> Entrance:
    return _entrance("ExternalName", traced.service.spec.external_name, verdict="external")


def _of_port(traced: TracedService, port: TracedPort, issues: Sequence[Issue]) -> Iterator[Entrance]:
    service, spec = traced.service, traced.service.spec
    findings = tuple(issue.check.code for issue in issues if port.index in issue.ports)
    for kind, address, number in (
        *(("ClusterIP", ip, port.spec.port) for ip in service.cluster_ips),
        *((("NodePort", None, port.spec.node_port),) if port.spec.node_port else ()),
        *(
            ("LoadBalancer", ingress.ip or ingress.hostname, port.spec.port)
            for ingress in service.status.load_balancer.ingress
        ),
        *(("ExternalIP", ip, port.spec.port) for ip in spec.external_ips if service.cluster_ips),
    ):
        yield _entrance(kind, address, port, number, _verdict(port, address), findings)


def _verdict(port: TracedPort, address: str | None) -> VerdictWord:
    """The port's verdict, but for an address of a family that alone has nothing behind it, or alone has something."""
    families = {backend.family for backend in port.usable}
    literal = address is not None and any(mark in address for mark in ".:") and not address[-1:].isalpha()
    if literal and port.verdict is Verdict.PARTIAL and family_of(address or "") not in families:
        return Verdict.BROKEN.word
    return port.verdict.word


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
