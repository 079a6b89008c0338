"""What a report gets beside what was found: fingerprints, places in files, and what a baseline knows already.

A table needs none of it, and nothing of it is imported then.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING

from kubectl_porttrace.options import Options
from kubectl_porttrace.render.formats import FORMATS
from kubectl_porttrace.streams import printable, write_error

if TYPE_CHECKING:  # imported where they are used
    from kubectl_porttrace.read.files.baseline import Baseline
    from kubectl_porttrace.report.v1 import Report


class Marking:
    """What a run asks for of it.

    Attributes:
        places: whether the format says where findings stand, and by what they are known again.
    """

    def __init__(self, options: Options) -> None:
        """Read the baseline, before anything else is read.

        Raises:
            UnreadableError: it is no report.
        """
        self.places = any(each.marked for each in FORMATS if each.name == options.output)
        self._baseline = _baseline(options.baseline)
        self._quiet = options.quiet

    def marked(self, report: "Report", locate: "Callable[[Report], Report]") -> "Report":
        """The report with what is asked for.

        Args:
            report: what was found.
            locate: adds the places of its findings.
        """
        if not self.places and self._baseline is None:
            return report
        from kubectl_porttrace.report.fingerprints import fingerprinted

        found = fingerprinted(locate(report) if self.places else report)
        return found if self._baseline is None else self._without_known(found, self._baseline)

    def _without_known(self, report: "Report", baseline: "Baseline") -> "Report":
        from kubectl_porttrace.report.known import without_known

        if not self._quiet and baseline.is_about_others(report.services):
            self._quiet = True  # said once, however often what is watched changes
            write_error(f"{printable(baseline.other_namespaces)}\n")
        return without_known(report, baseline.severities)


def _baseline(path: str | None) -> "Baseline | None":
    if path is None:
        return None
    from kubectl_porttrace.read.files.baseline import read_baseline

    return read_baseline(path)
