"""What changed between two looks: the verdicts that did, each with its reasons."""

from collections.abc import Iterator, Mapping

import msgspec

from kubectl_porttrace.report.v1 import Report
from kubectl_porttrace.watch.reasons import reasons
from kubectl_porttrace.watch.states import Key, State, states

ABSENT = "absent"
"""The word for a port, or a route, that is not there."""

_FINE = frozenset({"wired", "external"})


class VerdictChange(msgspec.Struct, frozen=True):
    """A verdict that is another than before."""

    title: str
    before: str
    after: str
    reasons: tuple[str, ...]

    def __str__(self) -> str:
        """As in `shop/web http: partial -> wired (3 pods of rs/web-5fd7b5d978 became ready)`."""
        return f"{self.title}: {self.before} -> {self.after} ({'; '.join(self.reasons)})"


def changes(
    before: Mapping[Key, State], after: Mapping[Key, State], *, selected: bool = False
) -> Iterator[VerdictChange]:
    """The verdicts that changed, in the order of the report, then what is not there any more.

    Args:
        before: what was said.
        after: what is said.
        selected: whether only Services with some labels are asked about.
    """
    for key in {**after, **before}:
        old, new = before.get(key), after.get(key)
        was, now = (each.verdict if each else ABSENT for each in (old, new))
        there = new or old
        if was != now and there is not None:
            part = any(each[:3] == key[:3] for each in before) and any(each[:3] == key[:3] for each in after)
            yield VerdictChange(there.title, was, now, reasons(old, new, part=part, selected=selected))


def present(found: Mapping[Key, State], *, problems: bool = False) -> Iterator[str]:
    """A line for each state, with the codes of its findings that are no notes.

    Args:
        found: what is said.
        problems: whether to leave out what is wired and has no such findings.
    """
    for state in found.values():
        codes = [each.code for each in state.findings if each.severity != "note"]
        if problems and not codes and state.verdict in _FINE:
            continue
        told = f" ({', '.join(codes)})" if codes else ""
        yield f"{state.title}: {state.verdict}{told}"


def digest(report: Report) -> object:
    """What counts as a change of a report: verdicts, how many backends are ready, findings; not ages or times."""
    ports = tuple(
        (*key, each.verdict, _ready(each), each.service.selector if each.service else None)
        for key, each in states(report, routes=True).items()
    )
    findings = tuple((each.code, each.subject, each.object, each.path, each.ports) for each in report.findings)
    return ports, findings, tuple((each.resource, each.namespace) for each in report.not_checked)


def _ready(state: State) -> tuple[int, int]:
    backends = state.port.backends if state.port else ()
    return len(backends), sum(each.usable for each in backends)
