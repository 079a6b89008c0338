"""What `--probe` sent, and what came of it: on a wide screen."""

from collections.abc import Iterator

from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import wrap
from kubectl_porttrace.report.v1 import Report


def probed(report: Report, screen: Screen) -> Iterator[str]:
    """Every request with its outcome, one after the other; nothing where none was sent or the screen is not wide."""
    if screen.wide and report.probes:
        sent = (f"{each.request} {each.outcome}" for each in report.probes)
        yield from wrap("; ".join(sent), screen.width, "probed: ", "  ")
