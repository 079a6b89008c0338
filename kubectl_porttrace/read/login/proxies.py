"""The proxy on the way to a server: the kubeconfig's, else the environment's.

Source: `golang.org/x/net/http/httpproxy/proxy.go` (`ProxyFromEnvironment`), `clientcmd/helpers.go:parseProxyURL`.
"""

from collections.abc import Mapping
from importlib.util import find_spec
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.login.hidden_value import HiddenValue
from kubectl_porttrace.read.login.server_url import basic_authorization, without_user

_PORTS = {"http": 80, "https": 443}


class Proxy(HiddenValue, frozen=True):
    """A proxy. The URL of a SOCKS proxy holds its user, which SOCKS asks for; that of others does not."""

    url: str
    authorization: str | None = None

    @property
    def socks(self) -> bool:
        """Whether it speaks SOCKS and not HTTP."""
        return self.url.startswith("socks")


def proxy_of(proxy_url: str, server: str, environ: Mapping[str, str]) -> Proxy | None:
    """The proxy to a server; None for the direct way.

    Args:
        proxy_url: the kubeconfig's or `--proxy-url`, which goes before everything; empty where there is none.
        server: the URL of the server.
        environ: the environment: HTTPS_PROXY or HTTP_PROXY by the server's scheme, and NO_PROXY, in either case.

    Raises:
        UnreachableError: it is no proxy that can be used.
    """
    if proxy_url:
        return _proxy(proxy_url, "proxy-url in the kubeconfig, or --proxy-url")
    parts = urlsplit(server)
    name = f"{parts.scheme}_proxy".upper()
    written = environ.get(name) or environ.get(name.lower()) or ""
    host, port = (parts.hostname or "").rstrip("."), parts.port or _PORTS[parts.scheme]
    if (
        not written
        or _is_near(host)
        or _is_excepted(host, port, environ.get("NO_PROXY") or environ.get("no_proxy") or "")
    ):
        return None
    # What has no scheme is an HTTP proxy.
    return _proxy(written if "://" in written else f"http://{written}", name)


def _proxy(url: str, whence: str) -> Proxy:
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise _unusable(url, "it is not a URL", whence) from None
    if parts.scheme not in {"http", "https", "socks5", "socks5h"}:
        raise _unusable(url, "it must be http, https or socks5", whence)
    if not host or not url.isprintable():
        raise _unusable(url, "it is not a URL", whence)
    if parts.scheme in _PORTS:
        netloc = parts.netloc.rpartition("@")[2]
        return Proxy(f"{parts.scheme}://{netloc}", basic_authorization(parts))
    if find_spec("socks") is None:
        raise _unusable(url, "SOCKS needs the Python package PySocks", whence, "install it: pip install PySocks")
    # As for Go, the proxy looks up the server's name, whichever of the two schemes is written.
    return Proxy(f"socks5h://{parts.netloc if port else f'{parts.netloc}:1080'}")


def _unusable(url: str, reason: str, whence: str, hint: str = "") -> UnreachableError:
    return UnreachableError(f'the proxy "{without_user(url)}" cannot be used: {reason}', hint or f"check {whence}")


def _is_near(host: str) -> bool:
    """Whether it is this machine, to which the environment's proxies never lead."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def _is_excepted(host: str, port: int, no_proxy: str) -> bool:
    return any(_matches(host.lower(), port, entry.strip().lower()) for entry in no_proxy.split(","))


def _matches(host: str, port: int, entry: str) -> bool:
    """Whether one entry of NO_PROXY means a host: `*`, an address, a CIDR, or a domain; a port may follow."""
    if not entry:
        return False
    if entry == "*":
        return True
    try:
        address = ip_address(host)
    except ValueError:
        address = None
    if address is not None and "/" in entry:
        try:
            return address in ip_network(entry, strict=False)
        except ValueError:
            return False
    name, named_port = _split_port(entry)
    if named_port and named_port != str(port):
        return False
    if address is not None:
        return name == str(address)
    domain = name.removeprefix("*")
    if domain.startswith("."):
        return host.endswith(domain)
    return host == domain or host.endswith(f".{domain}")


def _split_port(entry: str) -> tuple[str, str]:
    """Name and port of an entry: `host:80`, `[::1]:80`, `::1`."""
    if entry.startswith("["):
        name, _, rest = entry[1:].partition("]")
        return name, rest.removeprefix(":")
    if entry.count(":") == 1:
        name, _, port = entry.partition(":")
        return name, port
    return entry, ""
