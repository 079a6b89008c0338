"""Which rule serves a URL that was asked about, and which others are for it, above the routes themselves."""

from collections.abc import Iterator

from kubectl_porttrace.render.named_by import title_of
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import wrap
from kubectl_porttrace.report.v1 import Report, UrlBackend, UrlMatch, UrlTrace
from kubectl_porttrace.wording import some

FEW = 5
"""So many rules of one URL are told before the rest is counted."""


def url_lines(report: Report, screen: Screen) -> list[str]:
    """`https://shop.example.com/cart goes by ing/shop in shop ...: svc/cart port 80, wired`; then the other rules."""
    return [line for url in report.urls for line in _of_url(url, screen)]


def url_sentences(url: UrlTrace) -> Iterator[str]:
    """The same of one URL, each rule on one line however long."""
    entrances = {(each.entrance, each.entrance_namespace) for each in url.matches}
    for match in url.matches:
        verb = "goes by" if match.wins else "is matched with a lower rank by"
        if match.needs:
            verb = "go by" if match.would_win else "be matched with a lower rank by"
            verb = f"would, with {' '.join(match.needs)}, {verb}"
        subject = url.asked if match.wins else "it"
        likely = "likely " if match.likely else ""
        yield f"{subject} {likely}{verb} {_route(match, several=len(entrances) > 1)}: {_backends(match)}"
    if url.not_evaluated:
        others = [f"{title_of(each, each.namespace)} in {each.namespace}" for each in url.not_evaluated]
        its = "its" if len(others) == 1 else "their"
        yield f"{some(others)} may serve its host as well: {its} rules are not evaluated"


def _of_url(url: UrlTrace, screen: Screen) -> Iterator[str]:
    sentences = list(url_sentences(url))
    shown = sentences if screen.wide else sentences[:FEW]
    for sentence in shown:
        yield from wrap(sentence, screen.width, rest="  ")
    if len(sentences) > len(shown):
        yield screen.paint(f"and {len(sentences) - len(shown)} more (-o wide)", "dim")
    if len({(each.entrance, each.entrance_namespace) for each in url.matches}) > 1:
        yield from wrap("which entrance a client reaches depends on DNS, where no name was looked up", screen.width)


def _route(match: UrlMatch, *, several: bool) -> str:
    """`ing/shop in shop, /cart (Prefix) of shop.example.com`, with the entrance where there are several."""
    where = f" in {match.route.namespace}" if match.route.namespace else ""
    title = title_of(match.route, match.route.namespace)
    path = f"{match.match} ({match.match_type or 'any way'})" if match.match is not None else "the default backend"
    host = f" of {match.host}" if match.host else " of any host"
    entrance = match.entrance or "its controller"
    listener = f", listener {match.listener}" if match.listener else ""
    at = f" at {entrance}{listener}" if several or match.listener else ""
    return f"{title}{where}, {path}{host}{at}"


def _backends(match: UrlMatch) -> str:
    return "; ".join(map(_backend, match.backends)) or "it names no Service there"


def _backend(backend: UrlBackend) -> str:
    weight = f", weight {backend.weight}" if backend.weight not in {None, 1} else ""
    return f"svc/{backend.service.name} in {backend.service.namespace} port {backend.port}{weight}, {backend.verdict}"
