"""Which proxy leads to a server: the rules of Go's client."""

import pytest

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.login.proxies import Proxy, proxy_of
from kubectl_porttrace.read.login.server_url import basic

THERE = {"HTTPS_PROXY": "http://proxy:3128"}


@pytest.mark.parametrize(
    ("server", "environ", "url"),
    [
        pytest.param("https://api", THERE, "http://proxy:3128", id="https"),
        pytest.param("https://api", {"https_proxy": "http://low"}, "http://low", id="small-letters"),
        pytest.param("https://api", {**THERE, "https_proxy": "http://low"}, "http://proxy:3128", id="capitals-first"),
        pytest.param("https://api", {"HTTP_PROXY": "http://proxy"}, None, id="of-the-other-scheme"),
        pytest.param("http://api", {"HTTP_PROXY": "http://proxy"}, "http://proxy", id="http"),
        pytest.param(
            "https://api", {"ALL_PROXY": "http://proxy", "all_proxy": "http://proxy"}, None, id="all-is-nothing"
        ),
        pytest.param("https://api", {"HTTPS_PROXY": "proxy:3128"}, "http://proxy:3128", id="no-scheme-is-http"),
        pytest.param("https://api", {"HTTPS_PROXY": "https://proxy"}, "https://proxy", id="encrypted"),
        pytest.param("https://127.0.0.1:6443", THERE, None, id="loopback"),
        pytest.param("https://127.9.9.9", THERE, None, id="all-of-loopback"),
        pytest.param("https://[::1]:6443", THERE, None, id="loopback-v6"),
        pytest.param("https://localhost", THERE, None, id="localhost"),
    ],
)
def test_the_environment_names_one(server: str, environ: dict[str, str], url: str | None) -> None:
    found = proxy_of("", server, environ)
    assert (found.url if found else None) == url


@pytest.mark.parametrize(
    ("host", "no_proxy", "direct"),
    [
        pytest.param("api.example.com", "*", True, id="all"),
        pytest.param("api.example.com", "other, example.com", True, id="a-domain-below"),
        pytest.param("example.com", "example.com", True, id="the-domain-itself"),
        pytest.param("badexample.com", "example.com", False, id="only-an-ending"),
        pytest.param("api.example.com", ".example.com", True, id="dot"),
        pytest.param("example.com", ".example.com", False, id="dot-means-below"),
        pytest.param("api.example.com", "*.example.com", True, id="wildcard"),
        pytest.param("example.com", "*.example.com", False, id="wildcard-means-below"),
        pytest.param("API.example.com", "api.EXAMPLE.com", True, id="letters-of-any-case"),
        pytest.param("api.example.com", "example.com:6443", True, id="its-port"),
        pytest.param("api.example.com", "example.com:443", False, id="another-port"),
        pytest.param("10.1.2.3", "10.0.0.0/8", True, id="cidr"),
        pytest.param("10.1.2.3", "10.1.2.9/24", True, id="cidr-of-a-host"),
        pytest.param("11.1.2.3", "10.0.0.0/8", False, id="outside"),
        pytest.param("10.1.2.3", "10.1.2.3:6443", True, id="address-and-port"),
        pytest.param("10.1.2.3", "1.2.3", False, id="ending-of-an-address"),
        pytest.param("[fd00::1]", "fd00::/8", True, id="cidr-v6"),
        pytest.param("[fd00::1]", "[fd00::1]:6443", True, id="address-v6-and-port"),
        pytest.param("10.1.2.3", "10.1.2.3/99", False, id="no-cidr"),
        pytest.param("api.example.com", "", False, id="nothing"),
        pytest.param("api.example.com", ",", False, id="empty-entries"),
    ],
)
def test_no_proxy(host: str, no_proxy: str, direct: bool) -> None:  # noqa: FBT001
    for name in ("NO_PROXY", "no_proxy"):
        assert (proxy_of("", f"https://{host}:6443", {**THERE, name: no_proxy}) is None) is direct


def test_the_kubeconfigs_goes_before_all() -> None:
    for server in ("https://127.0.0.1", "https://api"):
        assert proxy_of("http://mine", server, {**THERE, "NO_PROXY": "*"}) == Proxy("http://mine")


def test_its_user_is_sent_and_not_shown() -> None:
    found = proxy_of("http://ann:pa%40ss@proxy:1", "https://api", {})
    assert found == Proxy("http://proxy:1", basic("ann", "pa@ss"))
    assert "ann" not in repr(found)


@pytest.mark.parametrize("url", ["ftp://ann:secret@proxy", "proxy:1", "http://ann:secret@", "http://ann:secret@h:x"])
def test_one_that_cannot_be_used_is_told_without_its_password(url: str) -> None:
    with pytest.raises(UnreachableError, match="cannot be used") as raised:
        proxy_of(url, "https://api", {})
    assert "secret" not in raised.value.message


def test_socks_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kubectl_porttrace.read.login.proxies.find_spec", lambda _: None)
    with pytest.raises(UnreachableError, match="PySocks") as raised:
        proxy_of("socks5://ann:secret@proxy", "https://api", {})
    assert "secret" not in raised.value.message
    assert "pip install PySocks" in raised.value.hint
    monkeypatch.setattr("kubectl_porttrace.read.login.proxies.find_spec", lambda name: name)
    assert proxy_of("socks5://ann:secret@proxy", "https://api", {}) == Proxy("socks5h://ann:secret@proxy:1080")
