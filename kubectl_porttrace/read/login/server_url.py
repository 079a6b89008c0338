"""The URL of an API server: what is shown and asked of it, and what it says of who asks.

Source: `k8s.io/client-go/rest/url_utils.go:DefaultServerURL`; `net/http/client.go:send` for the user in a URL.
"""

import re
from base64 import b64encode
from urllib.parse import SplitResult, unquote, urlsplit

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.login.hidden_value import HiddenValue

_USER = r"(?<=//)[^/?#\s]*@"


class ServerURL(HiddenValue, frozen=True):
    """Where a server is; `url` has no user in it, `authorization` is the header that stands for the user."""

    url: str
    authorization: str | None = None

    @property
    def secure(self) -> bool:
        """Whether what is sent there is encrypted."""
        return self.url.startswith("https:")


def server_url(written: str, *, certified: bool) -> ServerURL:
    """The URL as kubectl takes it: query and fragment are dropped, a user in it is sent by the Basic scheme.

    Args:
        written: as in a kubeconfig or `--server`.
        certified: whether there is a certificate to check it by; then https is what a missing scheme means.

    Raises:
        UnreachableError: it is none.
    """
    url = written if "://" in written else f"{'https' if certified else 'http'}://{written}"
    try:
        parts = urlsplit(url)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
        valid = valid and written.isprintable() and " " not in written
    except ValueError:
        valid = False
    if not valid:
        raise UnreachableError(
            f'"{without_user(written)}" is not a server URL', "check server in the kubeconfig, or --server"
        )
    host = parts.netloc.rpartition("@")[2]
    return ServerURL(f"{parts.scheme}://{host}{parts.path}".rstrip("/"), basic_authorization(parts))


def without_user(url: str) -> str:
    """A URL, or what was meant as one, without the user and the password in it."""
    return re.sub(_USER, "", url if "//" in url else f"//{url}").removeprefix("" if "//" in url else "//")


def basic_authorization(parts: SplitResult) -> str | None:
    """The header that stands for the user of a URL; None where it has none."""
    user, at, _ = parts.netloc.rpartition("@")
    if not at:
        return None
    name, _, password = user.partition(":")
    return basic(unquote(name), unquote(password))


def basic(name: str, password: str) -> str:
    """The value of a header that says a name and a password."""
    return "Basic " + b64encode(f"{name}:{password}".encode("utf-8", "surrogateescape")).decode("ascii")
