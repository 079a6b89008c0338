"""Where a server is, as kubectl understands what is written."""

import pytest

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.login.server_url import basic, server_url, without_user


@pytest.mark.parametrize(
    ("written", "url"),
    [
        pytest.param("https://host:6443/", "https://host:6443", id="slash"),
        pytest.param("https://host/k8s/c-1/?q=1#f", "https://host/k8s/c-1", id="query-and-fragment"),
        pytest.param("https://[::1]:6443", "https://[::1]:6443", id="v6"),
        pytest.param("host:8080", "http://host:8080", id="no-scheme"),
        pytest.param("http://ann:secret@host:80", "http://host:80", id="user"),
        pytest.param("http://a@b:secret@host", "http://host", id="two-signs"),
    ],
)
def test_the_url_that_is_asked_and_shown(written: str, url: str) -> None:
    found = server_url(written, certified=False)
    assert found.url == url
    assert "secret" not in repr(found)


def test_a_certificate_makes_a_missing_scheme_https() -> None:
    assert server_url("host", certified=True).url == "https://host"


def test_the_user_of_a_url() -> None:
    assert server_url("http://ann:p%3A%40@host", certified=False).authorization == basic("ann", "p:@")
    assert server_url("http://host", certified=False).authorization is None


@pytest.mark.parametrize(
    "written",
    [
        "https://a:secret@[::",
        "https://a:secret@host:x",
        "ftp://a:secret@host",
        "a:secret@host:x",
        "http://a:secret@h\nost",
    ],
)
def test_what_is_no_url_is_told_without_its_password(written: str) -> None:
    with pytest.raises(UnreachableError, match="not a server URL") as raised:
        server_url(written, certified=False)
    assert "secret" not in raised.value.message


def test_without_user() -> None:
    assert without_user("https://a:b@c/d@e") == "https://c/d@e"
    assert without_user("a:b@c") == "c"
    assert without_user("c:80") == "c:80"
