"""What `--until` waits for, and what of it is not so yet."""

from collections.abc import Iterator

from kubectl_porttrace.findings import SEVERITIES
from kubectl_porttrace.report.v1 import Report
from kubectl_porttrace.watch.states import states

_FINE = frozenset({"wired", "external"})
"""ExternalName: nothing in the cluster routes it, so there is nothing to wait for."""


def unmet(report: Report, until: str, fail_on: str, *, routes: bool) -> Iterator[str]:
    """What is not yet as it is waited for, in words; nothing where all is.

    Args:
        report: what is so now.
        until: `wired`: every port that was asked about is wired; `healthy`: and nothing is found.
        fail_on: the severity from which on findings count; `never` for none.
        routes: whether routes were asked for by name.
    """
    found = states(report, routes=routes)
    if not found:
        yield "there is no Service"
    for state in found.values():
        if state.verdict not in _FINE:
            yield f"{state.title} is {state.verdict}"
    if until == "healthy" and fail_on in SEVERITIES:
        grave = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        yield from (f"{each.code}: {each.message}" for each in report.findings if each.severity in grave)
