"""What is sent with each request, byte by byte."""

import http.client
from typing import Any

import msgspec
import pytest

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.login.context import Login
from kubectl_porttrace.read.login.credentials import Credentials
from kubectl_porttrace.read.login.entries import Cluster, User
from kubectl_porttrace.read.login.headers import headers_of, impersonation
from kubectl_porttrace.read.login.server_url import ServerURL


def sent(user: dict[str, Any], authorization: str | None = None) -> dict[str, bytes]:
    """The headers as http.client writes them."""
    login = Login(Cluster(), ServerURL("https://host"), msgspec.convert(user, User), user_name="ann")
    return {name: value.encode("latin-1") for name, value in headers_of(login, Credentials(authorization)).items()}


def test_impersonates_by_headers() -> None:
    extra = {"scopes": ["x", "y"], "A b/c%": ["z"]}
    user = msgspec.convert({"as": "eve", "as-uid": "7", "as-groups": ["a", "b"], "as-user-extra": extra}, User)
    assert impersonation(user) == (
        ("Impersonate-User", "eve"),
        ("Impersonate-Uid", "7"),
        ("Impersonate-Group", "a"),
        ("Impersonate-Group", "b"),
        ("Impersonate-Extra-scopes", "x"),
        ("Impersonate-Extra-scopes", "y"),
        ("Impersonate-Extra-A%20b%2Fc%25", "z"),
    )
    assert impersonation(User()) == ()


@pytest.mark.parametrize("name", ["zoë", "日本", "🙂"])
def test_names_are_sent_in_utf_8(name: str) -> None:
    found = sent({"as": name}, f"Bearer {name}")
    assert found["Impersonate-User"].decode() == name
    assert found["Authorization"].decode() == f"Bearer {name}"


@pytest.mark.parametrize("letter", ["\n", "\r", "\0", "\x1b", "\x7f"])
def test_what_no_header_can_hold_is_refused_and_not_shown(letter: str) -> None:
    for user, authorization in (({}, f"Bearer sec{letter}ret"), ({"as": f"sec{letter}ret"}, None)):
        with pytest.raises(UnreachableError, match="control character") as raised:
            sent(user, authorization)
        assert "ret" not in raised.value.message.replace("secret", "ret" if "sec" in raised.value.message else "")
        assert raised.value.__cause__ is None


def test_what_passes_here_passes_the_client() -> None:
    connection = http.client.HTTPConnection("host")
    connection.putrequest("GET", "/")
    for name, value in sent({"as": "zoë", "as-user-extra": {"ü/(": ["\t"]}}, "Bearer a\tb").items():
        connection.putheader(name, value)
