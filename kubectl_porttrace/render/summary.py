"""The last lines: counts, what `wired` means, what is not shown."""

import shlex
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import get_args

from kubectl_porttrace.render.object_name import kind_and_name
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import ObjectReference, PortTrace, RouteTrace, Summary, VerdictWord
from kubectl_porttrace.wording import count

WIRED_MEANS = "wired = routed to a usable backend"
NOT_IN_API = "what listens there is not in the API"
NOT_OF_ALL = "where no word says so, what listens there is not in the API"


def wired_means(ports: Iterable[PortTrace]) -> str:
    """What `wired` says, and that the API does not tell what listens, where nothing else shows it of a wired port."""
    known = [
        any(backend.listening != "unknown" for backend in port.backends if backend.usable)
        for port in ports
        if port.verdict == "wired"
    ]
    if known and all(known):
        return WIRED_MEANS
    return f"{WIRED_MEANS}; {NOT_OF_ALL if any(known) else NOT_IN_API}"


def summary_line(summary: Summary, routes: Iterable[RouteTrace], screen: Screen) -> str:
    """`12 Services (2 external), 17 ports: 9 wired, 7 broken; 4 routes: 3 wired, 1 broken; 7 errors, 5 notes`.

    Of what names Services only that is counted by which requests come in: Ingresses, routes, Gateways.
    """
    external = f" ({summary.external} external)" if summary.external else ""
    services = f"{count(summary.services, 'Service')}{external}, {count(summary.ports, 'port')}"
    verdicts = ", ".join(
        f"{number} {word}"
        for word, number in (
            ("wired", summary.wired),
            ("partial", summary.partial),
            ("broken", summary.broken),
            ("unknown", summary.unknown),
        )
        if number
    )
    findings = ", ".join(
        [
            *([count(summary.errors, "error")] if summary.errors else []),
            *([count(summary.warnings, "warning")] if summary.warnings else []),
            *hidden_notes(summary, screen),
        ]
    )
    counted = f"{services}: {verdicts}" if verdicts else services
    return "; ".join([counted, *_counted(routes), findings or "no findings"])


def _counted(routes: Iterable[RouteTrace]) -> Iterator[str]:
    """As in `4 routes: 3 wired, 1 broken`; nothing where there is none."""
    verdicts = Counter(route.verdict for route in routes if route.role == "traffic")
    if verdicts:
        told = ", ".join(f"{verdicts[word]} {word}" for word in get_args(VerdictWord) if verdicts[word])
        yield f"{count(verdicts.total(), 'route')}: {told}"


def hidden_notes(summary: Summary, screen: Screen) -> Iterator[str]:
    """What was found and is not shown here: `5 notes (-o wide)`, `1 ignored`, `12 known findings of the ...`."""
    if summary.notes:
        yield count(summary.notes, "note") + ("" if screen.notes else " (-o wide)")
    if summary.ignored:
        yield f"{summary.ignored} ignored"
    if summary.known:
        yield f"{count(summary.known, 'known finding')} of the baseline not shown"


def command_for(subject: ObjectReference, screen: Screen) -> str:
    """The command that shows one subject in full, from the same source and judged in the same way."""
    namespace = ["-n", subject.namespace] if subject.namespace else []
    name = kind_and_name(subject.kind, subject.name)
    return shlex.join(["kubectl", "porttrace", name, *namespace, *screen.flags])
