"""What must be said to differ between two reports on the same Services, worked out from their verdicts and numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kubectl_porttrace.report.v1 import Comparison, PortTrace, Report, ServiceTrace

GRAVITY = ("wired", "partial", "broken")
NONE_ONE_MANY = 2


class Changed(NamedTuple):
    """What became of a Service or a port: the word for it, both verdicts, and the fields that differ."""

    word: str
    before: str | None
    after: str | None
    fields: frozenset[str] = frozenset()


Differences = Mapping[str, Changed]
"""By `web` for a Service, and `web http 80/TCP` for a port of it."""


def expected(before: Report, after: Report) -> Differences:
    """What differs; Services and ports are known again by their names."""
    return dict(_expected(before, after))


def said(comparison: Comparison) -> Differences:
    """What a comparison says."""
    return {
        f"{each.object.name} {each.part}".strip(): Changed(
            each.change, each.before, each.after, frozenset(field.field for field in each.fields)
        )
        for each in comparison.differences
    }


def by_port(differences: Differences, before: Report, after: Report) -> Mapping[str, tuple[str, str]]:
    """The verdicts that differ, by `web http`, and `absent` where a port is not there; as -w tells of them."""
    changed: dict[str, tuple[str, str]] = {}
    for title, each in differences.items():
        name, _, part = title.partition(" ")
        if part:
            changed[f"{name} {part.split()[0]}"] = each.before or "absent", each.after or "absent"
        elif each.word in {"appeared", "vanished"}:
            (service,) = (one for one in (*before.services, *after.services) if one.name == name)
            for port in service.ports:
                verdicts = ("absent", port.verdict) if each.word == "appeared" else (port.verdict, "absent")
                changed[f"{name} {port.name}"] = verdicts
    return {title: verdicts for title, verdicts in changed.items() if verdicts[0] != verdicts[1]}


def _expected(before: Report, after: Report) -> Iterator[tuple[str, Changed]]:
    old, new = ({each.name: each for each in report.services} for report in (before, after))
    for name in {**old, **new}:
        if name not in old:
            yield name, Changed("appeared", None, new[name].verdict)
        elif name not in new:
            yield name, Changed("vanished", old[name].verdict, None)
        else:
            yield from _of_service(old[name], new[name])


def _of_service(old: ServiceTrace, new: ServiceTrace) -> Iterator[tuple[str, Changed]]:
    if old.selector != new.selector:
        yield new.name, Changed("changed", old.verdict, new.verdict, frozenset({"selector"}))
    before, after = ({port.name: port for port in service.ports} for service in (old, new))
    for name, port in {**before, **after}.items():
        title = f"{new.name} {name} {port.port}/{port.protocol}"
        if name not in before:
            yield title, Changed("appeared", None, port.verdict)
        elif name not in after:
            yield title, Changed("vanished", port.verdict, None)
        else:
            yield from ((title, each) for each in _of_port(before[name], after[name]))


def _of_port(old: PortTrace, new: PortTrace) -> Iterator[Changed]:
    fields = frozenset(_fields(old, new))
    was, now = old.verdict, new.verdict
    if was != now:
        unknown = "unknown" in {was, now}
        yield Changed("unknown" if unknown else _risen(was, now), was, now, fields)
    elif fields:
        yield Changed("changed", was, now, fields)


def _risen(was: str, now: str) -> str:
    return "worse" if GRAVITY.index(now) > GRAVITY.index(was) else "better"


def _fields(old: PortTrace, new: PortTrace) -> Iterator[str]:
    if old.target_port != new.target_port:
        yield "targetPort"
    numbers = [{each.port for each in port.backends} for port in (old, new)]
    if all(numbers) and numbers[0] != numbers[1]:
        yield "leads to"
    usable = [min(sum(each.usable for each in port.backends), NONE_ONE_MANY) for port in (old, new)]
    if usable[0] != usable[1] and "unknown" not in {old.verdict, new.verdict}:
        yield "backends"
