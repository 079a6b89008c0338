"""`-o table` and `-o wide`: what a person reads."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.service import service_screen
from kubectl_porttrace.render.text import separated
from kubectl_porttrace.render.unchecked import unchecked
from kubectl_porttrace.report.v1 import Report


def render(report: Report, screen: Screen) -> str:
    """One Service in full, or a line for each port of several; workloads and routes in full where asked for."""
    return "".join(parts(report, screen))


def parts(report: Report, screen: Screen) -> Iterator[str]:
    """The same, a line at a time: of many Services the whole is long."""
    if not report.services and not report.workloads and not report.routes and not report.addresses and not report.urls:
        return
    yield from separated(_blocks(clean_report(report), screen))


def _blocks(report: Report, screen: Screen) -> Iterator[Iterable[str]]:
    if report.addresses or report.urls:
        from kubectl_porttrace.render.answers import answer_blocks

        yield from answer_blocks(report, screen)
    if not report.services and not report.workloads and not report.routes:
        yield unchecked(report, screen)
    elif report.workloads:
        from kubectl_porttrace.render.workload import workload_screen

        yield from workload_screen(report, screen)
    elif screen.routes:
        from kubectl_porttrace.render.routes import route_screen

        yield from route_screen(report, screen)
    elif len(report.services) == 1:
        yield from service_screen(report, screen)
    else:
        from kubectl_porttrace.render.overview import overview_screen

        yield from overview_screen(report, screen)
    if any(service.uses_not_read is not None for service in report.services):
        from kubectl_porttrace.render.used import used_blocks

        yield from used_blocks(report, screen)
