"""`-o html`: one page that holds all it needs, for a browser, a printer, a mail or an incident's record."""

from collections.abc import Iterator

from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.html.contents import contents
from kubectl_porttrace.render.html.template import written
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Report


def render(report: Report, screen: Screen) -> str:
    """The page as a whole; it asks no network for anything."""
    return "".join(parts(report, screen))


def parts(report: Report, screen: Screen) -> Iterator[str]:
    """The same, part by part: of many Services the whole is long."""
    yield from written(contents(clean_report(report), report, screen))
