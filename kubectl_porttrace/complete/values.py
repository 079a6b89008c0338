"""Values that the program itself knows: its flags, formats and levels."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.complete.flags import Flag
from kubectl_porttrace.complete.protocol import Candidate
from kubectl_porttrace.complete.words import CommandLine
from kubectl_porttrace.demos import DEMOS, LIST
from kubectl_porttrace.options import FAIL_ON, PROBES, SORT_BY, UNTIL
from kubectl_porttrace.render.formats import FORMATS

OUTPUTS = tuple(Candidate(each.name) for each in FORMATS)
LEVELS = tuple(map(Candidate, FAIL_ON))
ORDERS = tuple(map(Candidate, SORT_BY))
DEMO_NAMES = (*(Candidate(name, told) for name, told in DEMOS.items()), Candidate(LIST, "what there is"))
WAYS = tuple(map(Candidate, PROBES))
STATES = tuple(map(Candidate, UNTIL))


def remaining(flags: Iterable[Flag], line: CommandLine) -> Iterator[Candidate]:
    """The flags that can still be given."""
    for flag in flags:
        if flag.several or not line.has(flag.name):
            yield from (Candidate(spelling, flag.description) for spelling in flag.spellings)
