"""What two looks at a cluster say, for tests of what differs."""

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.report.v1 import Report
from kubectl_porttrace.watch.changes import VerdictChange, changes
from kubectl_porttrace.watch.states import states
from tests.build import cluster


def report(*objects: KubernetesObject) -> Report:
    """The report on a cluster that has converged."""
    return diagnose(cluster(*objects))


def between(before: Report, after: Report, *, routes: bool = False, selected: bool = False) -> list[VerdictChange]:
    """The changes from one report to another."""
    return list(changes(states(before, routes=routes), states(after, routes=routes), selected=selected))


def told(before: Report, after: Report, *, routes: bool = False, selected: bool = False) -> list[str]:
    """The same in words."""
    return [str(each) for each in between(before, after, routes=routes, selected=selected)]
