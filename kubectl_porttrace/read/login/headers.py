"""The headers of every request: who asks, and as whom.

Source: `k8s.io/client-go/transport/round_trippers.go`.
"""

from string import ascii_letters, digits
from urllib.parse import quote

import urllib3

from kubectl_porttrace import __version__
from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.login.context import Login
from kubectl_porttrace.read.login.credentials import Credentials
from kubectl_porttrace.read.login.entries import User

_NAME_LETTERS = frozenset(ascii_letters + digits + "!#$&'*+-.^_`|~")
_SECRET = "Authorization"  # noqa: S105 - the name of a header


def headers_of(login: Login, credentials: Credentials) -> urllib3.HTTPHeaderDict:
    """What to send with each request.

    Raises:
        UnreachableError: a value has a character that no header can have.
    """
    headers = urllib3.HTTPHeaderDict({"User-Agent": f"kubectl-porttrace/{__version__}"})
    headers["Accept-Encoding"] = "identity" if login.cluster.disable_compression else "gzip"
    if credentials.authorization:
        headers[_SECRET] = _sendable(_SECRET, credentials.authorization, login)
    for name, value in impersonation(login.user):
        headers.add(name, _sendable(name, value, login))
    return headers


def impersonation(user: User) -> tuple[tuple[str, str], ...]:
    """The headers that ask the API server to take the caller for somebody else; a group each has its own."""
    if not user.as_:
        return ()
    headers = [("Impersonate-User", user.as_)]
    if user.as_uid:
        headers.append(("Impersonate-Uid", user.as_uid))
    headers += [("Impersonate-Group", group) for group in user.as_groups]
    for key, values in user.as_user_extra.items():
        headers += [(f"Impersonate-Extra-{_escaped(key)}", value) for value in values]
    return tuple(headers)


def _escaped(key: str) -> str:
    """A name that a header may have (`headerKeyEscape`)."""
    return "".join(
        letter if letter in _NAME_LETTERS else quote(letter, safe="", errors="surrogateescape") or letter
        for letter in key
    )


def _sendable(name: str, value: str, login: Login) -> str:
    """The value in the form in which http.client sends UTF-8: each byte as one letter.

    What a header cannot have is what Go's `httpguts.ValidHeaderFieldValue` refuses. The value is never shown.
    """
    if any(letter != "\t" and (letter < " " or letter == "\x7f") for letter in value):
        impersonated = f"{name.removeprefix('Impersonate-').lower()} to impersonate"
        what = f'token or password of user "{login.user_name}"' if name == _SECRET else impersonated
        raise UnreachableError(
            f"the {what} cannot be sent: it has a line break or another control character",
            "check that nothing else was copied with it",
        )
    return value.encode("utf-8", "surrogateescape").decode("latin-1")
