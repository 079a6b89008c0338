"""A URL with the rules that are for it in the words of the contract."""

from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.reference import Referrer
from kubectl_porttrace.report.v1 import ObjectReference, RouteService, UrlBackend, UrlMatch, UrlTrace
from kubectl_porttrace.trace.lookups.url import TracedMatch, TracedUrl
from kubectl_porttrace.trace.routes.backend import TracedBackend


def url_trace(traced: TracedUrl) -> UrlTrace:
    """The report's value for one URL."""
    target = traced.target
    return UrlTrace(
        asked=target.written,
        scheme=target.scheme,
        host=target.host,
        port=target.port,
        path="/..." if "@" in target.path else target.path,
        method=target.method or None,
        matches=tuple(map(_match, traced.matches)),
        not_evaluated=tuple(map(_object, traced.others)),
    )


def _object(referrer: Referrer) -> ObjectReference:
    kind = KIND_BY_NAME[referrer.kind].name
    return ObjectReference(kind=kind, namespace=referrer.namespace or None, name=referrer.name)


def _match(traced: TracedMatch) -> UrlMatch:
    match = traced.match
    return UrlMatch(
        entrance=match.entrance or None,
        entrance_namespace=match.entrance_namespace or None,
        listener=match.listener or None,
        route=_object(match.referrer),
        path=match.path,
        host=match.host or None,
        match=match.match,
        match_type=match.match_type,
        wins=traced.wins,
        needs=match.needs,
        would_win=traced.would_win,
        likely=match.likely,
        verdict=traced.verdict.word,
        backends=tuple(map(_backend, traced.backends)),
    )


def _backend(traced: TracedBackend) -> UrlBackend:
    reference = traced.reference
    return UrlBackend(
        path=reference.path,
        service=RouteService(namespace=reference.service_namespace, name=reference.service_name, exists=traced.exists),
        port=reference.written_port,
        service_port=traced.ports[0].spec.port if traced.ports else None,
        weight=reference.weight,
        verdict=traced.verdict.word,
    )
