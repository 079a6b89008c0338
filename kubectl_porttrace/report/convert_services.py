"""A traced Service in the words of the contract."""

from collections.abc import Iterable, Sequence

from kubectl_porttrace.findings import Finding
from kubectl_porttrace.model.aliases import alias_behind
from kubectl_porttrace.model.istio_protocol import istio_protocol
from kubectl_porttrace.model.times import in_utc
from kubectl_porttrace.report import v1
from kubectl_porttrace.report.convert_entrances import entrances_of
from kubectl_porttrace.report.convert_pods import pod_count
from kubectl_porttrace.report.v1 import PortTrace, ServiceTrace, UnresolvedPod
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.families import families_of
from kubectl_porttrace.trace.listening.evidence import listening_at
from kubectl_porttrace.trace.mesh import has_istio
from kubectl_porttrace.trace.owners import KnowsOwners
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


def service_trace(traced: TracedService, findings: Sequence[Finding]) -> ServiceTrace:
    """The report's value for one Service.

    Args:
        traced: the Service, followed.
        findings: what is wrong with it, for the codes each port refers to.
    """
    service, spec = traced.service, traced.service.spec
    created = service.metadata.creation_timestamp
    counted = traced.pods is not None and service.selects
    return ServiceTrace(
        namespace=service.namespace,
        name=service.name,
        type=spec.type,
        headless=service.headless,
        cluster_ips=service.cluster_ips,
        ip_families=() if service.external else families_of(service),
        external_name=spec.external_name or None,
        selector=spec.selector or None,
        internal_traffic_policy=spec.internal_traffic_policy or None,
        external_traffic_policy=spec.external_traffic_policy or None,
        pods=pod_count(traced.pods or (), len(traced.ready_pods)) if counted else None,
        foreseen=traced.foreseen,
        verdict=traced.verdict.word,
        ports=tuple(port_trace(traced, port, findings) for port in traced.ports),
        entrances=entrances_of(traced, findings),
        converging=traced.converging,
        leads_to=_stands_for(traced),
        created_at=in_utc(created).replace(microsecond=0) if created else None,
    )


def _stands_for(traced: TracedService) -> v1.ObjectReference | None:
    end = alias_behind(traced.snapshot, traced.service).end
    return v1.ObjectReference(kind="Service", namespace=end.namespace, name=end.name) if end else None


def port_trace(traced: TracedService, port: TracedPort, findings: Iterable[Finding]) -> PortTrace:
    """The report's value for one port."""
    concerning = [finding for finding in findings if port.key in finding.ports]
    return PortTrace(
        name=port.spec.name,
        protocol=port.spec.protocol,
        port=port.spec.port,
        node_port=port.spec.node_port or None,
        target_port=port.spec.target,
        app_protocol=port.spec.app_protocol,
        verdict=port.verdict.word,
        backends=traced.of_pods(_backends, port.backends, port.spec.protocol),
        unresolved=tuple(_unresolved(traced, port, concerning)),
        findings=tuple(dict.fromkeys(code for finding in concerning for code in finding.codes)),
        istio=_istio(traced, port),
    )


def _istio(traced: TracedService, port: TracedPort) -> v1.IstioProtocol | None:
    if not has_istio(traced):
        return None
    taken = istio_protocol(port.spec)
    return v1.IstioProtocol(protocol=taken.protocol, by=taken.by)


def _unresolved(traced: TracedService, port: TracedPort, findings: Sequence[Finding]) -> Iterable[UnresolvedPod]:
    reason = next((each.code for each in findings if each.code[2] in "SR"), None)
    for pod in port.unresolved:
        owner = traced.owner(pod)
        yield UnresolvedPod(
            pod=pod.name,
            owner=owner.title,
            finding=reason,
            replica_set=owner.replica_set,
            revision=owner.revision,
        )


def _backends(subject: KnowsOwners, backends: tuple[Backend, ...], protocol: str) -> tuple[v1.BackendTrace, ...]:
    return tuple([_backend(subject, backend, protocol) for backend in backends])


def _foreseen(backend: Backend) -> bool:
    """Whether it is one that does not exist yet: nobody has published it."""
    return backend.pod is not None and backend.pod.is_template


def _backend(subject: KnowsOwners, backend: Backend, protocol: str) -> v1.BackendTrace:
    pod, declaration, foreseen = backend.pod, backend.declaration, _foreseen(backend)
    listening = listening_at(subject.snapshot, backend, protocol)
    owner = subject.owner(pod) if pod else None
    # By place, in the order of its fields: by their names, a value of so many takes ten times as long to make.
    return v1.BackendTrace(
        None if foreseen else backend.ip,
        backend.port,
        backend.ready,
        backend.serving,
        backend.terminating,
        backend.usable,
        backend.node,
        backend.zone,
        backend.slice.name if backend.slice and not foreseen else None,
        pod.name if pod else None,
        owner.title if owner else None,
        declaration.container.name if declaration else None,
        declaration.kind if declaration else None,
        (declaration.port.name or None) if declaration else None,
        declaration is not None,
        backend.network_policy,
        listening.word,
        listening.by,
        listening.hint,
        listening.localhost,
        pod is not None and pod.spec.host_network,
        owner.replica_set if owner else None,
        owner.revision if owner else None,
    )
