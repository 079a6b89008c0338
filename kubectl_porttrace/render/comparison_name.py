"""`--against -o name`: what got worse, as kubectl names it, for another command to read."""

from kubectl_porttrace.render.clean import clean_report
from kubectl_porttrace.render.name import line_of
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Report


def render(report: Report, screen: Screen) -> str:
    """A line for each object of which a verdict got worse, or that has a new error or warning."""
    comparison = clean_report(report).comparison
    if comparison is None:
        return ""
    worse = [each.object for each in comparison.differences if each.change == "worse"]
    new = (each for each in comparison.findings if each.change in {"appeared", "worse"} and each.severity != "note")
    named = dict.fromkeys([*worse, *(subject for each in new for subject in each.subjects)])
    return "".join(f"{line_of(subject, namespaced=screen.namespaces)}\n" for subject in named)
