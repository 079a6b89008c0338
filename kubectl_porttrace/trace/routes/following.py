"""From an object that names Service ports to the subject that checks judge."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.model.caller_kinds import CALLER_KINDS
from kubectl_porttrace.model.kinds import kind_of
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.reference import Reference, Referrer
from kubectl_porttrace.model.referrers.gateway import Gateway
from kubectl_porttrace.model.referrers.gateway_route import GatewayRoute
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.routes.attachment import Attachment, attachments
from kubectl_porttrace.trace.routes.backend import TracedBackend, trace_backend
from kubectl_porttrace.trace.routes.consumers import consumer_of
from kubectl_porttrace.trace.routes.ingress_classes import controller_of
from kubectl_porttrace.trace.routes.parents import controller_of_gateway
from kubectl_porttrace.trace.routes.referrer import TracedCaller, TracedReferrer, TracedRoute
from kubectl_porttrace.trace.service import TraceService, trace_service


def trace_referrer(snapshot: Snapshot, referrer: Referrer, trace: TraceService = trace_service) -> TracedReferrer:
    """Follow every place of an object that names a Service port.

    Args:
        snapshot: what was read.
        referrer: what names the object; it is among what was read.
        trace: what follows a Service; for several objects that name one, what does so once.
    """
    object_ = snapshot.referring.objects[referrer]
    references = snapshot.referring.of(referrer)
    attached = attachments(snapshot, object_) if isinstance(object_, GatewayRoute) else ()
    consumer = _served_by(snapshot, object_, references, attached)
    known = consumer_of(consumer)
    backends = tuple(trace_backend(snapshot, reference, trace, known) for reference in references)
    if kind_of(object_) in CALLER_KINDS:
        return TracedCaller(snapshot=snapshot, referrer=referrer, object=object_, consumer=consumer, backends=backends)
    return TracedRoute(
        snapshot=snapshot,
        referrer=referrer,
        object=object_,
        consumer=consumer,
        backends=backends,
        attachments=attached,
    )


def backends_to(snapshot: Snapshot, service: Service, trace: TraceService = trace_service) -> Iterator[TracedBackend]:
    """The places of all objects that name a Service, each followed by itself, in the order of the objects.

    Args:
        snapshot: what was read.
        service: the Service.
        trace: what follows it; for many places, what does so once.
    """
    for referrer in sorted(referrers_of(snapshot, *service.key)):
        object_, references = snapshot.referring.objects[referrer], snapshot.referring.of(referrer)
        attached = attachments(snapshot, object_) if isinstance(object_, GatewayRoute) else ()
        known = consumer_of(_served_by(snapshot, object_, references, attached))
        for reference in references:
            if reference.service_key == service.key:
                yield trace_backend(snapshot, reference, trace, known)


def _served_by(
    snapshot: Snapshot, object_: KubernetesObject, references: Iterable[Reference], attached: Iterable[Attachment]
) -> str | None:
    return _of_gateways(snapshot, object_, attached) or _consumer(snapshot, object_, references)


def _of_gateways(snapshot: Snapshot, object_: KubernetesObject, attached: Iterable[Attachment]) -> str | None:
    """The controller that serves all Gateways which a route asks for, or the Gateway itself."""
    if isinstance(object_, Gateway):
        return controller_of_gateway(snapshot, object_)
    controllers = {each.parent.controller for each in attached}
    return controllers.pop() if len(controllers) == 1 else None


def _consumer(snapshot: Snapshot, object_: KubernetesObject, references: Iterable[Reference]) -> str | None:
    """Who serves an object: as its kind says, or its class."""
    named = (reference.consumer for reference in references if reference.consumer)
    return next(named, None) or controller_of(snapshot, object_)


def referrers_of(snapshot: Snapshot, namespace: str, name: str) -> Iterator[Referrer]:
    """The objects that name a Service, each once."""
    return iter(dict.fromkeys(reference.referrer for reference in snapshot.referring.to(namespace, name)))
