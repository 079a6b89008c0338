"""Addresses and numbers as targets: `10.96.0.10:53`, `[fd00::1]:443`, `:30080/UDP`, `node/node-1:30080`, `10.0.0.7`."""

import re
from ipaddress import ip_address

from kubectl_porttrace.dns_target import named_target, refuse_misspelt
from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.model.written_number import LAST_PORT, port_number
from kubectl_porttrace.question import PROTOCOLS, AddressTarget

FORMS = "write an address as 10.96.0.10, 10.96.0.10:53, [fd00::1]:443, web.shop.svc:80, node/node-1:30080 or :30080/UDP"

_NODE_WORDS = {"no", "node", "nodes"}
_LABEL = r"_?[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?"
_HOST = re.compile(rf"(?=.{{1,253}}\Z){_LABEL}(\.{_LABEL})*\.?")
_NUMBERS = re.compile(r"[0-9.]+")


def address_target(written: str) -> AddressTarget | None:
    """What a word asks for, where it is an address, the name of a host or a port alone; None where it is neither.

    A name without a dot is a Service, unless `node/` stands before it. No name is looked up.

    Raises:
        UsageError: it is meant to be one, and is none.
    """
    if not written.isascii() and "." in written and "/" not in written.partition(":")[0]:
        raise UsageError(f'"{written}" is not written in ASCII', "write the name as DNS has it: xn--...")
    kind, slash, rest = written.partition("/")
    named = bool(slash) and kind.lower() in _NODE_WORDS
    host, port = _split(rest if named else written)
    if not named:
        refuse_misspelt(written, host, port)
    if not named and not _is_meant(written, host):
        return None
    number, protocol = (None, None) if port is None else _port(written, port)
    understood = _host(written, host, named=named)
    if not named and "." in understood and not AddressTarget(understood).is_ip:
        return named_target(host, number, protocol, written)
    return AddressTarget(understood, number, protocol, written)


def _split(word: str) -> tuple[str, str | None]:
    """Host and port: an IPv6 address in brackets may have a port, one without them has none."""
    if word.startswith("["):
        inside, closed, after = word[1:].partition("]")
        if not closed:
            return word, None
        return inside, after[1:] if after.startswith(":") else "" if after else None
    if word.count(":") > 1:
        return word, None
    host, colon, port = word.partition(":")
    return host, port if colon else None


def _is_meant(written: str, host: str) -> bool:
    """Whether it is meant as an address: brackets, colons of IPv6, a port alone, numbers or a name with dots."""
    if written.startswith(("[", ":")) or written.count(":") > 1:
        return True
    return "." in host and "/" not in host and (_NUMBERS.fullmatch(host) or _HOST.fullmatch(host)) is not None


def _host(written: str, host: str, *, named: bool) -> str:
    if not host and not named and written.startswith(":"):
        return ""
    if "%" in host:
        raise UsageError(
            f'"{written}" has a zone, which means something on one machine alone', "write the address without %ZONE"
        )
    if ":" in host or "[" in written or _NUMBERS.fullmatch(host):
        return _ip(written, host)
    if _HOST.fullmatch(host) is None:
        raise UsageError(f'"{written}" is neither an address nor the name of a host', FORMS)
    return host.removesuffix(".").lower()


def _ip(written: str, host: str) -> str:
    """An address as the API server writes it."""
    try:
        return str(ip_address(host))
    except ValueError:
        pass
    if any(len(part) > 1 and part.startswith("0") for part in host.split(".")) and ":" not in host:
        # Some programs read these as octal (`k8s.io/utils/net/parse.go`).
        raise UsageError(f'"{written}" has leading zeros, which programs read in two ways', "write it without them")
    raise UsageError(f'"{written}" is not an IP address', FORMS)


def _port(written: str, port: str) -> tuple[int, str | None]:
    digits, slash, protocol = port.partition("/")
    number = port_number(digits) if len(digits) <= len(str(LAST_PORT)) else None
    if number is None:
        raise UsageError(f'"{written}" has no port from 1 to {LAST_PORT}', FORMS)
    if slash and protocol.upper() not in PROTOCOLS:
        raise UsageError(f'"{written}" has no protocol that a Service may have: TCP, UDP or SCTP', FORMS)
    return number, protocol.upper() or None
