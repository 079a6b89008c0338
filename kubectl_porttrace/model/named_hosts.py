"""The hosts that a program is told of: in its command line, in its environment, or in the name of its container."""

import re
from collections.abc import Iterable, Iterator

MOST = 4000
"""So much of a command line is looked at."""

_HOST = r"(?P<host>[a-z](?:[-a-z0-9.]*[a-z0-9])?)"
_IN_TEXT = (
    rf"[a-z][a-z0-9+]*://(?:[^\s/@]*@)?{_HOST}",
    rf"(?<![\w./@-]){_HOST}:\d{{1,5}}\b",
    r"(?P<host>[a-z][-a-z0-9]*\.[a-z0-9][-a-z0-9]*\.svc\b)",
    rf"(?:^|\s)(?:-h|--host|--hostname)[=\s]\s*{_HOST}(?=[\s;:]|$)",
    (
        r"\b(?:nc|ncat|netcat|telnet|nslookup|dig|ping|getent\s+hosts|wait-for(?:-it)?(?:\.sh)?)\s+"
        rf"(?:-\S+\s+(?:\d+\s+)?)*{_HOST}(?=[\s;:]|$)"
    ),
)
_WAITING = r"(?:wait|await|check)(?:-?for|-on|-until)?-(?P<host>[a-z].*)"
_OF_HOST = r"(?:HOST|HOSTNAME|ADDR|ADDRESS|SERVICE|ENDPOINT)$"


def hosts_in(words: Iterable[str], environment: Iterable[tuple[str, str]], name: str) -> Iterator[str]:
    """The hosts that are named in a way that only hosts are.

    Args:
        words: the command and its arguments.
        environment: variables with their values.
        name: that of the container, as `wait-for-db`.
    """
    yield from _in_text(" ".join(words))
    for variable, value in environment:
        yield from _in_text(value)
        if re.search(_OF_HOST, variable) and re.fullmatch(_HOST, value):
            yield value
    found = re.fullmatch(_WAITING, name)
    if found is not None:
        yield found["host"]


def service_of(host: str, namespace: str) -> str | None:
    """The Service of a namespace that a host name means there: `db`, `db.shop`, `db.shop.svc.cluster.local`."""
    name, _, rest = host.partition(".")
    within, _, domain = rest.partition(".")
    here = not rest or (within == namespace and (not domain or domain.split(".", 1)[0] == "svc"))
    return name if name and here and name != "localhost" else None


def _in_text(text: str) -> Iterator[str]:
    for pattern in _IN_TEXT:
        for found in re.finditer(pattern, text[:MOST]):
            yield found["host"]
