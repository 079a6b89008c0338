"""What else uses a Service port: probes of its pods, names that stand for it, endpoints by hand, own annotations."""

from collections.abc import Iterator

from kubectl_porttrace.model.endpointslice import CONTROLLER, MIRRORING_CONTROLLER
from kubectl_porttrace.model.gke_annotations import NamedPort, named_ports
from kubectl_porttrace.model.service import PROMETHEUS_PORT, ServicePort
from kubectl_porttrace.model.written_number import port_number
from kubectl_porttrace.trace.probes import hooks, probes
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.uses.dependent import Change, Dependent, Use
from kubectl_porttrace.trace.uses.references import numbers_of
from kubectl_porttrace.trace.written_where import written_where


def of_probes(traced: TracedService) -> Iterator[Use]:
    """The probes and hooks by which the kubelet dials the same port of the same pods, at their own address.

    A name is looked up in the container, so that it survives another number.
    """
    for alike in traced.alike_pods:
        pod = alike[0]
        for use in (*probes(pod.spec), *(each for each in hooks(pod.spec) if not each.fails)):
            if use.number is None or use.action.host:
                continue
            place = written_where(traced, pod, f"{use.path}.port")
            found = Dependent(
                purpose="probe",
                kind=place.kind,
                namespace=pod.namespace,
                name=place.name,
                path=place.path,
                written=str(use.action.port),
                broken_by=() if isinstance(use.action.port, str) else ("containerPort",),
                by_service=False,
            )
            for port in traced.ports:
                if port.spec.protocol == "TCP" and use.number in numbers_of(port):
                    yield port.key, found


def of_aliases(traced: TracedService) -> Iterator[Use]:
    """The Services that are only a name for this one: their clients dial its numbers, those of the pods if headless.

    Which of its ports they dial is not in any object.
    """
    changes: tuple[Change, ...] = ("containerPort",) if traced.service.headless else ("port", "removal")
    for service in sorted(traced.snapshot.services, key=lambda each: each.key):
        if service.alias_of == traced.service.key:
            for port in traced.ports:
                found = Dependent(
                    purpose="alias",
                    kind="Service",
                    namespace=service.namespace,
                    name=service.name,
                    path="spec.externalName",
                    broken_by=changes,
                    certain=False,
                )
                yield port.key, found


def of_endpoints(traced: TracedService) -> Iterator[Use]:
    """The slices that no controller of this Service writes: they are joined to its ports by name and protocol.

    Source: `pkg/proxy/endpointslicecache.go:endpointInfoByServicePort`.
    """
    for slice_ in traced.slices or ():
        if slice_.managed_by == CONTROLLER:
            continue
        mirrored = slice_.managed_by == MIRRORING_CONTROLLER
        for place, offered in enumerate(slice_.ports):
            for port in traced.ports:
                if (offered.name, offered.protocol) == (port.spec.name, port.spec.protocol):
                    found = Dependent(
                        purpose="endpoints",
                        kind="Endpoints" if mirrored else "EndpointSlice",
                        namespace=slice_.namespace,
                        name=traced.name if mirrored else slice_.name,
                        path="subsets" if mirrored else f"ports[{place}].name",
                        written=offered.name,
                        broken_by=("name",),
                    )
                    yield port.key, found


def of_annotations(traced: TracedService) -> Iterator[Use]:
    """What annotations of the Service itself say of its ports: those of GKE, and that of Prometheus by convention."""
    service = traced.service
    scraped = port_number(service.metadata.annotations.get(PROMETHEUS_PORT, ""))
    for port in traced.ports:
        for named in named_ports(service):
            changes = _by_annotation(named, port.spec)
            if changes:
                yield port.key, _annotation(traced, named.annotation, named.written, (*changes, "removal"))
        if scraped is not None and scraped in numbers_of(port):
            # It is the number that is dialled on the pods (PTM, `annotated_port`).
            yield port.key, _annotation(traced, PROMETHEUS_PORT, str(scraped), ("containerPort",))


def _by_annotation(named: NamedPort, port: ServicePort) -> tuple[Change, ...]:
    if named.by_name and port.name and named.written == port.name:
        return ("name",)
    return ("port",) if named.by_number and named.written == str(port.port) else ()


def _annotation(traced: TracedService, annotation: str, written: str, changes: tuple[Change, ...]) -> Dependent:
    return Dependent(
        purpose="annotation",
        kind="Service",
        namespace=traced.namespace,
        name=traced.name,
        path=f"metadata.annotations[{annotation}]",
        written=written,
        broken_by=changes,
        by_service="containerPort" not in changes,
    )
