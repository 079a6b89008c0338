"""Where the facts of a report came from, and what was asked."""

from datetime import datetime
from typing import Literal

from kubectl_porttrace.report.v1.value import ReportValue


class ReportSource(ReportValue, frozen=True):
    """Where the facts came from."""

    type: Literal["cluster", "file", "demo"]
    context: str | None
    server: str | None
    files: tuple[str, ...]
    observed_at: datetime


class Scope(ReportValue, frozen=True):
    """What was asked, so that what is not in the report either does not exist, or was not asked about.

    `namespaces` are those of which every Service was looked at that `targets` and `selector` let through, null for all
    of them. `complete` is false for manifests: what is not in them may exist all the same. `targets` is empty where
    nothing was asked for by name. `ignored` are the codes that `--ignore` left out.
    """

    namespaces: tuple[str, ...] | None
    complete: bool
    targets: tuple[str, ...]
    selector: str
    routes: bool
    advice: bool
    ignored: tuple[str, ...]
