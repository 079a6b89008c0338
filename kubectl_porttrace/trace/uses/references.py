"""Objects that name a Service port: routes, webhooks, monitors and whatever else is a reference.

Which changes one survives is not guessed from how it is written: the port is changed, and the reference followed again,
by the contract or as its controller does.
"""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.reference import HEALTH_PORT, ByNumber, DeclaredPort, Reference, Role
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute, ParentReference
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.written_number import LAST_PORT
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.consumers import Consumer, taken_instead
from kubectl_porttrace.trace.routes.following import backends_to
from kubectl_porttrace.trace.routes.resolving import Ambiguous, PodPorts, Resolved, resolve
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.uses.dependent import Change, Dependent, Purpose, Use

_PURPOSES: Final[Mapping[Role, Purpose]] = MappingProxyType(
    {
        "traffic": "traffic",
        "mirror": "mirror",
        "policy": "settings",
        "informational": "settings",
        "scrape": "scrape",
        "control-plane": "control-plane",
    }
)

_OTHER_NAME: Final = "another-name-than-any-that-is-written"


class Changed(msgspec.Struct, frozen=True):
    """A Service with one port changed, and the numbers to which its ports then resolve."""

    service: Service
    on_pods: PodPorts


def of_references(traced: TracedService) -> Iterator[Use]:
    """The places of all objects that name a port of the Service."""
    for backend in backends_to(traced.snapshot, traced.service, lambda _snapshot, _service: traced):
        yield from _of_reference(traced, backend.reference, backend.consumer)
        if backend.reference.health_port:
            yield from _of_reference(traced, _health(backend), backend.consumer)
    yield from _of_meshes(traced)


def _health(backend: TracedBackend) -> Reference:
    """The second port that a reference names, as one of its own."""
    reference = backend.reference
    return replace(reference, port=ByNumber(reference.health_port), port_path=HEALTH_PORT, port_at="", health_port=0)


def _of_reference(traced: TracedService, reference: Reference, consumer: Consumer | None) -> Iterator[Use]:
    if isinstance(reference.port, DeclaredPort) or reference.dials == "pods-alone":
        yield from _of_declared(traced, reference)
        return
    on_pods = {port.index: numbers_of(port) for port in traced.ports}
    meant = _taken(reference, consumer, Changed(traced.service, on_pods))
    resolution = resolve(reference, traced.service, on_pods)
    if not meant and isinstance(resolution, Ambiguous):
        for place in resolution.indices:
            yield traced.ports[place].key, replace(_dependent(reference), certain=False)
    for place in sorted(meant):
        broken = tuple(_breaking(traced, reference, consumer, place, alone=len(meant) == 1))
        yield traced.ports[place].key, replace(_dependent(reference), broken_by=broken)


def _breaking(
    traced: TracedService, reference: Reference, consumer: Consumer | None, place: int, *, alone: bool
) -> Iterator[Change]:
    for change, changed in _changes(traced, place):
        if place not in _taken(reference, consumer, changed):
            yield change
    if alone:
        yield "removal"


def _changes(traced: TracedService, place: int) -> Iterator[tuple[Change, Changed]]:
    """The Service with each field of one port changed to what nothing else is called."""
    ports, on_pods = traced.service.spec.ports, {port.index: numbers_of(port) for port in traced.ports}
    number = _unused(traced)
    port = ports[place]
    yield "name", Changed(_with(traced.service, place, replace(port, name=_OTHER_NAME)), on_pods)
    kept = replace(port, port=number, target_port=port.target)
    yield "port", Changed(_with(traced.service, place, kept), on_pods)
    moved = _with(traced.service, place, replace(port, target_port=number))
    yield "targetPort", Changed(moved, {**on_pods, place: frozenset({number})})


def _with(service: Service, place: int, port: ServicePort) -> Service:
    ports = (*service.spec.ports[:place], port, *service.spec.ports[place + 1 :])
    return replace(service, spec=replace(service.spec, ports=ports))


def _unused(traced: TracedService) -> int:
    """A number that is none of the Service's, nor of any place that names it."""
    references = traced.snapshot.referring.to(*traced.service.key)
    known = {number for port in traced.ports for number in numbers_of(port)}
    known |= {number for port in traced.service.spec.ports for number in (port.port, port.node_port)}
    known |= {each.written_port for each in references if isinstance(each.written_port, int)}
    known |= {each.health_port for each in references}
    return next(number for number in range(LAST_PORT, 0, -1) if number not in known)


def _taken(reference: Reference, consumer: Consumer | None, changed: Changed) -> frozenset[int]:
    """The places of the ports to which a reference leads: as its controller reads it, else by the contract."""
    instead = taken_instead(consumer, reference, changed.service)
    if instead is not None:
        return frozenset({instead})
    found = resolve(reference, changed.service, changed.on_pods)
    return frozenset(found.indices) if isinstance(found, Resolved) else frozenset()


def _of_declared(traced: TracedService, reference: Reference) -> Iterator[Use]:
    """The Service ports that lead where a monitor goes by what pods declare, whatever the Service makes of it."""
    wanted = reference.port.port if isinstance(reference.port, DeclaredPort) else None
    changes: tuple[Change, ...] = ("containerPort",) if isinstance(wanted, int) else ()
    for port in traced.ports:
        if wanted is None or wanted in numbers_of(port) or wanted in _names_of(port):
            yield port.key, replace(_dependent(reference), by_service=False, broken_by=changes)


def _of_meshes(traced: TracedService) -> Iterator[Use]:
    """The routes of the Gateway API that have the Service as their parent: a mesh applies them to its clients."""
    for route in traced.snapshot.all_of(GatewayRoute):
        for place, parent in enumerate(route.spec.parent_refs):
            at = parent.namespace or route.namespace, parent.name
            if (parent.group, parent.kind) != ("", "Service") or at != traced.service.key:
                continue
            found = _as_parent(route, place, parent)
            for port in traced.ports:
                if parent.port in {0, port.spec.port} and parent.section_name in {"", port.spec.name}:
                    yield port.key, found


def _as_parent(route: GatewayRoute, place: int, parent: ParentReference) -> Dependent:
    """A number and a name have to mean one port, where both are written."""
    by_name: tuple[Change, ...] = ("name",) if parent.section_name else ()
    by_number: tuple[Change, ...] = ("port",) if parent.port else ()
    field = ".sectionName" if by_name else ".port" if by_number else ""
    return Dependent(
        purpose="traffic",
        kind=route.kind,
        namespace=route.namespace,
        name=route.name,
        path=f"spec.parentRefs[{place}]{field}",
        written=parent.section_name or str(parent.port or ""),
        broken_by=(*by_name, *by_number, "removal") if field else (),
    )


def _dependent(reference: Reference) -> Dependent:
    referrer, written = reference.referrer, reference.written_port
    path = f"{reference.path}.{reference.port_path}" if reference.port_path else reference.path
    return Dependent(
        purpose=_PURPOSES[reference.role],
        kind=KIND_BY_NAME[referrer.kind].name,
        namespace=referrer.namespace,
        name=referrer.name,
        path=reference.port_at or path,
        written="" if written is None else str(written),
    )


def numbers_of(port: TracedPort) -> frozenset[int]:
    """The numbers to which a port leads on the pods: as slices say, and as its targetPort resolves."""
    resolved = {each.resolution.number for each in port.resolutions if each.resolution}
    return frozenset({backend.port for backend in port.backends} | resolved)


def _names_of(port: TracedPort) -> frozenset[str]:
    declared = {each.resolution.declaration for each in port.resolutions if each.resolution}
    declared |= {backend.declaration for backend in port.backends}
    return frozenset(each.port.name for each in declared if each is not None)
