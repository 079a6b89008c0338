"""URLs, and the rules of routes that are for them."""

from kubectl_porttrace.report.v1.findings import ObjectReference
from kubectl_porttrace.report.v1.routes import RouteService
from kubectl_porttrace.report.v1.value import ReportValue
from kubectl_porttrace.report.v1.words import VerdictWord


class UrlBackend(ReportValue, frozen=True):
    """A Service that a rule sends to; `port` is as written, `servicePort` the number that it means, null where none."""

    path: str
    service: RouteService
    port: int | str | None
    service_port: int | None
    weight: int | None
    verdict: VerdictWord


class UrlMatch(ReportValue, frozen=True):
    """A rule that is for the URL.

    `wins` is whether it gets the requests that come in by `entrance`, a Gateway or a controller of Ingresses (null
    where that is not known); rules after it have a lower rank. `needs` is what a request would need beside,
    and `wouldWin` whether the rule would get it then. `likely` is whether the controller alone decides that the rule is
    for it. `path` is the field path in the route.
    """

    entrance: str | None
    entrance_namespace: str | None
    listener: str | None
    route: ObjectReference
    path: str
    host: str | None
    match: str | None
    match_type: str | None
    wins: bool
    needs: tuple[str, ...]
    likely: bool
    verdict: VerdictWord
    backends: tuple[UrlBackend, ...]
    would_win: bool = False


class UrlTrace(ReportValue, frozen=True):
    """A URL that was asked about, without what identifies a user, and without parameters.

    `not_evaluated` are objects that may serve its host as well: the rules of their kinds are not evaluated.
    """

    asked: str
    scheme: str
    host: str
    port: int
    path: str
    method: str | None
    matches: tuple[UrlMatch, ...]
    not_evaluated: tuple[ObjectReference, ...] = ()
