"""Where the chain of a port breaks, in one line: the way in, the port, and the step that gets no traffic.

The table below it says what becomes of every group of pods; this says in which order the numbers are dialled.
"""

import msgspec

from kubectl_porttrace.render.chain import Chain, Hop, chains_of
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.render.text import columns_of
from kubectl_porttrace.report.v1 import Report, ServiceTrace


def broken_line(service: ServiceTrace, report: Report, screen: Screen) -> str | None:
    """The line of the one port of which a step fails; None where there are several, or where it does not fit.

    `any node:30080 → http 80/TCP → http ✗ 3 of rs/web-5fd7b5d978 (rev 2)   PTR02`; without the codes where these are
    too much. Where several ports break, the table is the better picture.
    """
    broken = [found for chain in chains_of(service, report) if (found := _broken(chain))]
    for codes in (True, False) if len(broken) == 1 else ():
        plain, painted = _line(broken[0], screen, codes=codes)
        if columns_of(plain) <= screen.width:
            return painted
    return None


class _Broken(msgspec.Struct, frozen=True):
    """The steps before the one that fails first, from the outside; that one; and the findings that say why."""

    before: tuple[str, ...]
    failing: str
    codes: tuple[str, ...]


def _broken(chain: Chain) -> _Broken | None:
    """Where a chain breaks; None where no step of it does."""
    for way in chain.ways:
        if way.fails:
            return _Broken((), f"{way.title} {way.dialled}".rstrip(), way.codes)
    outermost = tuple(map(_way_in, chain.ways[:1]))
    if chain.port.fails:
        return _Broken(outermost, chain.port.title, chain.port.codes)
    end = next((end for end in chain.ends if end.fails), None)
    return _Broken((*outermost, chain.port.title, chain.port.dialled), end.title, end.codes) if end else None


def _way_in(way: Hop) -> str:
    """An address as it is dialled; what names the Service by its own name, as in `ing/shop`."""
    return way.title if "/" in way.title else way.dialled


def _line(broken: _Broken, screen: Screen, *, codes: bool) -> tuple[str, str]:
    """The line without colours, for its length, and as it is shown."""
    arrow, cross = (" → ", "✗ ") if screen.boxes else (" -> ", "x ")
    start = f"{arrow.join(broken.before)} " if broken.before else ""
    failing = f"{cross}{broken.failing}"
    told = f"   {','.join(broken.codes)}" if codes else ""
    return f"{start}{failing}{told}", f"{start}{screen.paint(failing, 'broken')}{screen.paint(told, 'strong')}"
