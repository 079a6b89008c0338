"""A URL followed through the rules that are for it; imported where one is asked about, as `owners` is for addresses."""

from collections.abc import Iterable

from msgspec.structs import replace

from kubectl_porttrace.model.reference import Referrer
from kubectl_porttrace.model.requested_routes import may_serve
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import UrlTarget
from kubectl_porttrace.trace.lookups.url import TracedMatch, TracedUrl
from kubectl_porttrace.trace.lookups.url_matches import url_matches
from kubectl_porttrace.trace.routes.following import trace_referrer
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from kubectl_porttrace.trace.service import TraceService, trace_service


def trace_url(snapshot: Snapshot, target: UrlTarget, trace: TraceService = trace_service) -> TracedUrl:
    """Follow a URL.

    Args:
        snapshot: what was read.
        target: what was asked for.
        trace: what follows a Service; for several subjects, one that does so once.
    """
    found = []
    routes: dict[Referrer, TracedReferrer] = {}
    for entrance in url_matches(snapshot, target):
        best = next((each.rank for each in entrance if not each.needs), None)
        for place, match in enumerate(entrance):
            if match.referrer not in routes:
                routes[match.referrer] = trace_referrer(snapshot, match.referrer, trace)
            backends = (each for each in routes[match.referrer].backends if _is_at(each.reference.path, match.path))
            traffic = tuple(each for each in backends if each.reference.role == "traffic")
            would_win = bool(match.needs) and (best is None or match.rank > best)
            found.append(TracedMatch(match, not place and not match.needs, traffic, would_win))
    whole = (routes[each] for each in sorted(routes))
    others = tuple(may_serve(snapshot, target))
    return TracedUrl(snapshot, target, tuple(found), tuple(_only(route, found) for route in whole), others)


def _only(route: TracedReferrer, found: Iterable[TracedMatch]) -> TracedReferrer:
    """A route with the backends of the rules that are for the URL, mirrors among them."""
    places = [each.match.path for each in found if each.match.referrer == route.referrer]
    backends = (each for each in route.backends if any(_is_at(each.reference.path, place) for place in places))
    return replace(route, backends=tuple(backends))


def _is_at(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}.")
