"""A target as a person writes it: `web`, `svc/web`, `web:http`, `web:53/UDP`."""

import re
from collections.abc import Sequence
from ipaddress import ip_address

from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.question import ServiceTarget

_SERVICE_WORDS = {"svc", "service", "services"}
_NAME = re.compile(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?")
_PROTOCOLS = {"TCP", "UDP", "SCTP"}
_FORMS = "write a Service as web, svc/web, web:http, web:80 or web:53/UDP"
_ONLY_SERVICES = "only Services can be followed"


def parse_targets(words: Sequence[str]) -> tuple[ServiceTarget, ...]:
    """Understand the targets of a command line, also as kubectl takes them: `svc web api` is `svc/web svc/api`.

    A first word that names the kind is one only where names follow it; `svc` alone is a Service of that name, and so
    is `svc/svc` anywhere.

    Raises:
        UsageError: one of them is none, or of a kind that is not followed.
    """
    first, *rest = words or ("",)
    named = rest and first.lower() in _SERVICE_WORDS and not any(_names_its_kind(word) for word in rest)
    return tuple(parse_target(word) for word in (rest if named else words))


def _names_its_kind(word: str) -> bool:
    kind, slash, _ = word.partition("/")
    return bool(slash) and kind.lower() in _SERVICE_WORDS


def parse_target(written: str) -> ServiceTarget:
    """Understand one target.

    Raises:
        UsageError: it is none, or one of a kind that is not followed.
    """
    _refuse_other_kinds(written)
    kind, slash, rest = written.partition("/")
    named = slash and kind.lower() in _SERVICE_WORDS
    name, colon, port = (rest if named else written).partition(":")
    port, _, protocol = port.partition("/")
    if not is_name(name) or (colon and not port) or (protocol and protocol.upper() not in _PROTOCOLS):
        raise UsageError(f'"{written}" is not a Service name', _FORMS)
    return ServiceTarget(name, port or None, protocol.upper() or None)


def is_name(word: str) -> bool:
    """Whether a word can be the name of a Service or a namespace: a DNS label."""
    return _NAME.fullmatch(word) is not None


def _refuse_other_kinds(written: str) -> None:
    if "://" in written:
        raise UsageError(
            f'"{written}" is a URL: {_ONLY_SERVICES}', f"{_FORMS}; kubectl get ingress shows what serves it"
        )
    host, _, port = written.rpartition(":")
    if any(_is_address(part.strip("[]")) for part in (written, host)):
        raise UsageError(
            f'"{written}" is an address: {_ONLY_SERVICES}', f"{_FORMS}; kubectl get services -A -o wide shows addresses"
        )
    if written.startswith(":") and port.isdecimal():
        raise UsageError(
            f'"{written}" is a port without a Service: {_ONLY_SERVICES}',
            f"{_FORMS}; kubectl get services -A shows who owns a node port",
        )
    kind, slash, _ = written.partition("/")
    if slash and kind and ":" not in kind and kind.lower() not in _SERVICE_WORDS:
        raise UsageError(
            f'"{written}" is not a Service: {_ONLY_SERVICES}', f"{_FORMS}; without a target all are followed"
        )


def _is_address(word: str) -> bool:
    try:
        ip_address(word)
    except ValueError:
        return False
    return True
