"""URLs as targets: `https://shop.example.com/cart`. What identifies a user is never kept, so that nothing prints it."""

import re
from collections.abc import Sequence
from ipaddress import ip_address
from types import MappingProxyType
from urllib.parse import parse_qsl, urlsplit

from msgspec.structs import replace

from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.model.written_number import LAST_PORT, port_number
from kubectl_porttrace.question import UrlTarget

FORM = "write a URL as https://shop.example.com/cart"

_PORTS = MappingProxyType({"http": 80, "https": 443})
_HOST = re.compile(r"(?=.{1,253}\Z)[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?(\.[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?)*")
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


def url_target(written: str) -> UrlTarget:
    """Understand a URL.

    Raises:
        UsageError: it is none, or none that an Ingress or a Gateway serves.
    """
    scheme, _, rest = written.partition("://")
    if scheme.lower() not in _PORTS:
        raise UsageError(f'"{shown(written)}" is no URL of the web: it begins with {scheme}://', FORM)
    authority = re.split(r"[/?#]", rest, maxsplit=1)[0].rpartition("@")[2]
    host, port = _host_and_port(written, authority)
    parts = urlsplit(f"{scheme.lower()}://host{rest[len(re.split(r'[/?#]', rest, maxsplit=1)[0]) :]}")
    number = _PORTS[scheme.lower()] if port is None else port
    return UrlTarget(
        scheme=scheme.lower(),
        host=host,
        port=number,
        path=parts.path or "/",
        query=tuple(parse_qsl(parts.query, keep_blank_values=True)),
        written=f"{scheme.lower()}://{authority.lower()}{'/...' if '@' in parts.path else parts.path}",
    )


def shown(url: str) -> str:
    """A URL that is none, as it may be printed: nothing of it where a name and password may stand in it, and no query.

    A password may have a slash in it, where it should not.
    """
    scheme, _, rest = url.partition("://")
    return f"{scheme}://..." if "@" in rest else f"{scheme}://{re.split(r'[?#]', rest, maxsplit=1)[0]}"


def with_request(target: UrlTarget, headers: Sequence[str], method: str) -> UrlTarget:
    """A URL with the headers and the method of a request for it.

    Raises:
        UsageError: one of them is none.
    """
    return replace(target, headers=tuple(map(_header, headers)), method=_method(method) if method else "")


def _header(written: str) -> tuple[str, str]:
    """Name and value of a header, as `version: two`; names in lower case, for case does not count in them."""
    name, colon, value = written.partition(":")
    if not colon or _TOKEN.fullmatch(name.strip()) is None or "\n" in value or "\r" in value:
        raise UsageError(f'--header "{name}" is not a header', 'write --header "version: two"')
    return name.strip().lower(), value.strip()


def _method(written: str) -> str:
    """A method in capitals, as routes name it."""
    if _TOKEN.fullmatch(written) is None:
        raise UsageError(f'--method cannot be "{written}"', "write --method POST")
    return written.upper()


def _host_and_port(written: str, authority: str) -> tuple[str, int | None]:
    bracketed = re.fullmatch(r"\[(?P<ip>[^\]]*)\](?::(?P<port>.*))?", authority)
    if bracketed:
        return _ip(written, bracketed["ip"]), _number(written, bracketed["port"])
    name, colon, port = authority.partition(":")
    host = name.lower().removesuffix(".")
    if not host:
        raise UsageError(f'"{shown(written)}" has no host', FORM)
    if not host.isascii():
        raise UsageError(f'"{shown(written)}" is not written in ASCII', "write the host as DNS has it: xn--...")
    if re.fullmatch(r"[0-9.]+", host):
        return _ip(written, host), _number(written, port if colon else None)
    if _HOST.fullmatch(host) is None:
        raise UsageError(f'"{shown(written)}" has a host that is no name in DNS', FORM)
    return host, _number(written, port if colon else None)


def _ip(written: str, host: str) -> str:
    try:
        return str(ip_address(host))
    except ValueError as error:
        raise UsageError(f'"{shown(written)}" has a host that is no IP address', FORM) from error


def _number(written: str, port: str | None) -> int | None:
    """The port; an empty one is the usual one of the scheme (RFC 3986, 3.2.3)."""
    if not port:
        return None
    number = port_number(port) if len(port) <= len(str(LAST_PORT)) else None
    if number is None:
        raise UsageError(f'"{shown(written)}" has no port from 1 to {LAST_PORT}', FORM)
    return number
