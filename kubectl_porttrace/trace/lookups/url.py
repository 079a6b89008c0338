"""A URL that was asked about, with the rules that are for it and the Services behind each."""

import msgspec

from kubectl_porttrace.model.reference import Referrer
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import UrlTarget
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.referrer import TracedReferrer, counts
from kubectl_porttrace.trace.verdict import Verdict, worst

Rank = tuple[object, ...]


class UrlMatch(msgspec.Struct, frozen=True):
    """A rule that is for a URL.

    Attributes:
        entrance: what serves it: `ingress-nginx`, or `Gateway/edge`.
        entrance_namespace: the namespace of a Gateway; empty for a controller of Ingresses.
        referrer: the Ingress or HTTPRoute.
        path: the field path of its backends: of an Ingress one, of an HTTPRoute the rule.
        listener: the listener of the Gateway; empty for an Ingress.
        host: the host as it is written; empty for any.
        match: the path as it is written; None where paths do not matter.
        match_type: how it is compared.
        needs: what the request would need beside, as flags; with nothing of it, the rule may win.
        likely: whether the controller, and not the contract, decides that it matches.
        rank: what decides which of several wins: the greatest.
    """

    entrance: str
    entrance_namespace: str
    referrer: Referrer
    path: str
    listener: str
    host: str
    match: str | None
    match_type: str | None
    needs: tuple[str, ...]
    likely: bool
    rank: Rank


class TracedMatch(msgspec.Struct, frozen=True):
    """A rule that is for the URL: whether it wins at its entrance, and the backends it sends to, without mirrors.

    `would_win` says of one that needs more of the request whether it would win with that.
    """

    match: UrlMatch
    wins: bool
    backends: tuple[TracedBackend, ...]
    would_win: bool = False

    @property
    def verdict(self) -> Verdict:
        """The worst of the backends that get requests; unknown where these are no Services."""
        return worst((each.verdict for each in self.backends if counts(each.reference)), Verdict.UNKNOWN)


class TracedUrl(msgspec.Struct, frozen=True):
    """A URL, followed through every rule that is for it; `routes` have only the places that are for it.

    `others` may serve its host as well: their rules are not evaluated.
    """

    snapshot: Snapshot
    target: UrlTarget
    matches: tuple[TracedMatch, ...]
    routes: tuple[TracedReferrer, ...] = ()
    others: tuple[Referrer, ...] = ()

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
