"""A URL that was asked about, with the rules that are for it and the Services behind each."""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.reference import Referrer
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import UrlTarget
from kubectl_porttrace.trace.lookups.url_matches import UrlMatch, url_matches
from kubectl_porttrace.trace.routes.backend import Trace, TracedBackend
from kubectl_porttrace.trace.routes.following import trace_referrer
from kubectl_porttrace.trace.routes.referrer import TracedReferrer, counts
from kubectl_porttrace.trace.service import trace_service
from kubectl_porttrace.trace.verdict import Verdict, worst


class TracedMatch(msgspec.Struct, frozen=True):
    """A rule that is for the URL: whether it wins at its entrance, and the backends it sends to, without mirrors."""

    match: UrlMatch
    wins: bool
    backends: tuple[TracedBackend, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of the backends that get requests; unknown where these are no Services."""
        return worst((each.verdict for each in self.backends if counts(each.reference)), Verdict.UNKNOWN)


class TracedUrl(msgspec.Struct, frozen=True):
    """A URL, followed through every rule that is for it; `routes` have only the places that are for it."""

    snapshot: Snapshot
    target: UrlTarget
    matches: tuple[TracedMatch, ...]
    routes: tuple[TracedReferrer, ...] = ()

    @property
    def kind(self) -> str:
        """It is no object of the API."""
        return "URL"

    @property
    def namespace(self) -> str:
        """None: what serves it may be in any."""
        return ""

    @property
    def name(self) -> str:
        """As it was asked for, without what identifies a user."""
        return self.target.written

    @property
    def drifting(self) -> bool:
        """Whether slices of a Service behind it differ from what they should be."""
        return any(each.service.drifting for match in self.matches for each in match.backends if each.service)

    @property
    def converging(self) -> bool:
        """Whether they are still catching up with a change."""
        return any(each.service.converging for match in self.matches for each in match.backends if each.service)


def trace_url(snapshot: Snapshot, target: UrlTarget, trace: Trace = trace_service) -> TracedUrl:
    """Follow a URL.

    Args:
        snapshot: what was read.
        target: what was asked for.
        trace: what follows a Service; for several subjects, one that does so once.
    """
    found = []
    routes: dict[Referrer, TracedReferrer] = {}
    for entrance in url_matches(snapshot, target):
        for place, match in enumerate(entrance):
            if match.referrer not in routes:
                routes[match.referrer] = trace_referrer(snapshot, match.referrer, trace)
            backends = (each for each in routes[match.referrer].backends if _is_at(each.reference.path, match.path))
            traffic = tuple(each for each in backends if each.reference.role == "traffic")
            found.append(TracedMatch(match, not place and not match.needs, traffic))
    whole = (routes[each] for each in sorted(routes))
    return TracedUrl(snapshot, target, tuple(found), tuple(_only(route, found) for route in whole))


def _only(route: TracedReferrer, found: Iterable[TracedMatch]) -> TracedReferrer:
    """A route with the backends of the rules that are for the URL, mirrors among them."""
    places = [each.match.path for each in found if each.match.referrer == route.referrer]
    backends = (each for each in route.backends if any(_is_at(each.reference.path, place) for place in places))
    return replace(route, backends=tuple(backends))


def _is_at(path: str, place: str) -> bool:
    return path == place or path.startswith(f"{place}.")
