"""Names in the cluster's DNS as targets: `web.shop`, `pod-0.web.shop.svc`, `_http._tcp.web.shop.svc.cluster.local`."""

import re
from ipaddress import ip_address

from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.model.dns_name import DOMAIN
from kubectl_porttrace.question import AddressTarget

_POD = re.compile(rf"(?P<ip>[0-9a-f-]+)\.[-a-z0-9]+\.pod(\.{re.escape(DOMAIN)})?")
_DOTTED = re.compile(r"[-_A-Za-z0-9]*(\.[-_A-Za-z0-9]*)+")
_PORT_NAME = re.compile(r"(?!\d+\Z)[A-Za-z0-9]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?")


def named_target(host: str, port: int | None, protocol: str | None, written: str) -> AddressTarget:
    """What a name with dots asks for: it may be one of the cluster's DNS, or that of a load balancer or a node.

    Raises:
        UsageError: it is the name of a port, and a number comes after it.
    """
    name = host.lower()
    absolute, name = name.endswith("."), name.removesuffix(".")
    if name.startswith("_") and port is not None:
        raise UsageError(
            f'"{written}" is the name of a port, which has its number in DNS', f"write {name} without a number"
        )
    pod = _POD.fullmatch(name)
    ip = _undashed(pod["ip"]) if pod else None
    if ip is not None:
        return AddressTarget(ip, port, protocol, written)
    return AddressTarget(name, port, protocol, written, in_dns=True, absolute=absolute)


def refuse_misspelt(written: str, host: str, port: str | None) -> None:
    """Refuse a name that no DNS takes, with the one that is probably meant.

    Raises:
        UsageError: it is such a name.
    """
    if _DOTTED.fullmatch(host) is None or not host.strip(".0123456789"):
        return
    plain = re.sub(r"\.{2,}", ".", host.lstrip("."))
    if plain != host:
        said = "has two dots in a row" if ".." in host else "begins with a dot"
        raise UsageError(
            f'"{written}" {said}, and no part of a name is empty', f"write {written.replace(host, plain, 1)}"
        )
    digits, _, _ = (port or "").partition("/")
    if digits and _PORT_NAME.fullmatch(digits):
        raise UsageError(
            f'"{written}" has the name of a port, and clients dial a number',
            f"write {host} alone, or _{digits}._tcp.{host} for the record that DNS has of the port",
        )


def _undashed(written: str) -> str | None:
    """The address in the name of a pod, `10-244-0-9.shop.pod`: DNS writes dots and colons as hyphens."""
    separator = "." if written.count("-") == len("...") and "--" not in written else ":"
    try:
        return str(ip_address(written.replace("-", separator)))
    except ValueError:
        return None
