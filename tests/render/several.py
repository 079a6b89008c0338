"""Reports of several contexts to look at: the same every time, at two widths."""

from collections.abc import Callable, Mapping

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.render import format_named
from kubectl_porttrace.render.contexts import parts
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import ContextReport, ContextReports
from tests.build import cluster, pod, port, service
from tests.build.numbers import from_one
from tests.build.snapshots import LISTED
from tests.render.comparisons import after, before, half_read
from tests.render.running import HTTP, nginx

SCREENS = (("table", 80), ("table", 200), ("wide", 80), ("wide", 200), ("name", 80))
MANY = 12


def healthy() -> Snapshot:
    """So many Services on which nothing is found that those of two contexts are counted."""
    names = [f"app-{number:02}" for number in range(MANY)]
    services = (service(HTTP, name=name, selector={"app": name}) for name in names)
    pods = (pod(nginx(port(8080, "http")), labels={"app": name}, name=f"{name}-0") for name in names)
    return cluster(*services, *pods, listed=LISTED)


def empty() -> Snapshot:
    """Nothing."""
    return cluster(listed=LISTED)


SEVERAL: Mapping[str, Mapping[str, Callable[[], Snapshot] | str]] = {
    "contexts-that-differ": {
        "prod-eu-west-1": before,
        "prod-us-east-1": before,
        "staging": after,
        "gone": 'the kubeconfig has no context "gone"',
        "may-not-read": half_read,
    },
    "contexts-alike": {"prod": after, "staging": after, "a-very-long-name-of-a-context-as-clouds-make-them/eu": after},
    "contexts-healthy": {"prod": healthy, "staging": healthy, "empty": empty},
    "contexts-empty": {"prod": empty, "staging": empty},
}


def several_reports(situation: str) -> ContextReports:
    """The report of each context, or why there is none."""
    return ContextReports(contexts=tuple(_report(*each) for each in SEVERAL[situation].items()))


def _report(context: str, source: Callable[[], Snapshot] | str) -> ContextReport:
    if isinstance(source, str):
        return ContextReport(context=context, report=None, error=source)
    with from_one():
        return ContextReport(context=context, report=diagnose(source()), error=None)


def shown_of_several(situation: str, output: str, screen: Screen) -> str:
    """What is printed of them."""
    return "".join(parts(several_reports(situation), output, screen))


def golden_of_several(situation: str) -> str:
    """The outputs for several contexts, each under a line that says which it is."""
    return "\n".join(
        f"===== -o {output}, {width} columns\n"
        f"{shown_of_several(situation, output, Screen(width=width, wide=format_named(output).wide))}"
        for output, width in SCREENS
    )
