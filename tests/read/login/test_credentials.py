"""Tokens, passwords, certificates, and who gives them."""

import io
import json
import time
from base64 import b64encode, urlsafe_b64encode
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, TextIO

import msgspec
import pytest

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.login.context import Login
from kubectl_porttrace.read.login.credentials import Credentials, credentials_of
from kubectl_porttrace.read.login.entries import Cluster, User
from kubectl_porttrace.read.login.server_url import basic, server_url
from tests.read.scripted import http_server

CERTIFICATE = {"client-certificate-data": b64encode(b"CERT").decode(), "client-key-data": b64encode(b"KEY").decode()}
API = "client.authentication.k8s.io/v1"


VERSION = {"apiVersion": API, "interactiveMode": "Never"}


def given(
    user: dict[str, Any],
    save: Callable[[Mapping[str, str]], None] = lambda _: None,
    server: str = "https://host",
    messages: TextIO | None = None,
) -> Credentials:
    cluster = Cluster(server=server)
    login = Login(
        cluster=cluster, server=server_url(server, certified=False), user=msgspec.convert(user, User), user_name="ann"
    )
    return credentials_of(login, save, messages)


@pytest.mark.parametrize(
    ("user", "header"),
    [
        pytest.param({}, None, id="nobody"),
        pytest.param({"token": "secret"}, "Bearer secret", id="token"),
        pytest.param({"token": " secret\n"}, "Bearer secret", id="token-with-a-newline"),
        pytest.param({"username": "ann", "password": "pass:word"}, "Basic YW5uOnBhc3M6d29yZA==", id="password"),
        pytest.param({"username": "ann"}, None, id="half-a-password"),
        pytest.param({"token": "secret", "exec": {"command": "none"}}, "Bearer secret", id="token-before-plugin"),
    ],
)
def test_what_the_header_says(user: dict[str, Any], header: str | None) -> None:
    assert given(user).authorization == header


def test_a_token_in_a_file_goes_before_a_written_one_as_long_as_it_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "token").write_text("fresh\n")
    assert given({"tokenFile": str(tmp_path / "token"), "token": "stale"}).authorization == "Bearer fresh"
    assert given({"tokenFile": str(tmp_path / "gone"), "token": "stale"}).authorization == "Bearer stale"
    with pytest.raises(UnreachableError, match="cannot be read: no such file"):
        given({"tokenFile": str(tmp_path / "gone")})


def test_a_certificate_goes_along_with_a_token(tmp_path: Path) -> None:
    (tmp_path / "tls.crt").write_text("CERT")
    found = given({"token": "secret", **CERTIFICATE, "client-certificate": str(tmp_path / "tls.crt")})
    assert found.authorization == "Bearer secret"
    assert found.certificate is not None
    assert found.key is not None
    assert (found.certificate.content, found.certificate.file, found.key.content) == (b"CERT", None, b"KEY")
    in_file = given({"client-certificate": str(tmp_path / "tls.crt")}).certificate
    assert in_file is not None
    assert in_file.file == tmp_path / "tls.crt"


def test_secrets_are_not_printed() -> None:
    assert "secret" not in repr(given({"token": "secret", **CERTIFICATE}))
    assert "KEY" not in repr(given(CERTIFICATE))


def plugin(folder: Path, status: dict[str, Any], version: str = API) -> dict[str, Any]:
    script = folder / "login"
    answer = {"kind": "ExecCredential", "apiVersion": version, "status": status}
    script.write_text(
        f"#!/bin/sh\nprintf '%s' \"$KUBERNETES_EXEC_INFO\" > {folder}/told\necho '{json.dumps(answer)}'\n"
    )
    script.chmod(0o755)
    return {"exec": {"command": str(script), **VERSION, "apiVersion": version, "provideClusterInfo": True}}


def test_a_plugin_gives_a_token_or_a_certificate_or_both(tmp_path: Path) -> None:
    assert given(plugin(tmp_path, {"token": "minted"})).authorization == "Bearer minted"
    told = json.loads((tmp_path / "told").read_text())
    assert told["spec"]["cluster"]["server"] == "https://host"
    both = given(plugin(tmp_path, {"token": "t", "clientCertificateData": "PEM", "clientKeyData": "KEY"}))
    assert both.authorization == "Bearer t"
    assert both.certificate is not None
    assert both.key is not None
    assert (both.certificate.content, both.key.content) == (b"PEM", b"KEY")


@pytest.mark.parametrize(
    "user",
    [
        pytest.param({"token": "secret"}, id="token"),
        pytest.param({"tokenFile": "/none"}, id="token-file"),
        pytest.param({"username": "ann", "password": "secret"}, id="password"),
        pytest.param({"exec": {"command": "false"}}, id="plugin"),
        pytest.param({"auth-provider": {"name": "oidc", "config": {}}}, id="provider"),
        pytest.param({"client-key-data": "?"}, id="key"),
    ],
)
def test_nothing_secret_goes_over_plain_http_and_nobody_is_asked_for_it(user: dict[str, Any]) -> None:
    assert given(user, server="http://host") == Credentials()


def test_the_user_of_a_url_is_sent_by_it_alone() -> None:
    for server in ("http://ann:pa%40ss@host", "https://ann:pa%40ss@host"):
        assert given({"token": "secret"}, server=server).authorization == basic("ann", "pa@ss")
    assert given({}, server="http://ann@host").authorization == basic("ann", "")


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        pytest.param({"command": ""}, "no command", id="no-command"),
        pytest.param({"apiVersion": ""}, "no apiVersion", id="no-version"),
        pytest.param({"apiVersion": API.replace("v1", "v1alpha1")}, "v1alpha1", id="old-version"),
        pytest.param({"interactiveMode": ""}, "no interactiveMode", id="v1-without-mode"),
        pytest.param({"interactiveMode": "Sometimes"}, "Sometimes", id="mode"),
        pytest.param({"env": [{"value": "b"}]}, "no name", id="variable-without-name"),
    ],
)
def test_what_kubectl_refuses_of_a_plugins_entry_is_not_run(tmp_path: Path, entry: dict[str, Any], words: str) -> None:
    user = plugin(tmp_path, {"token": "minted"})
    user["exec"] |= entry
    with pytest.raises(UnreachableError, match=words):
        given(user)
    assert not (tmp_path / "told").exists()


def test_the_older_version_needs_no_mode(tmp_path: Path) -> None:
    user = plugin(tmp_path, {"token": "minted"}, API.replace("v1", "v1beta1"))
    del user["exec"]["interactiveMode"]
    assert given(user).authorization == "Bearer minted"


def test_a_plugin_is_not_asked_beside_a_password(tmp_path: Path) -> None:
    user = {"username": "ann", "password": "pass:word", **plugin(tmp_path, {"token": "minted"})}
    assert given(user).authorization == "Basic YW5uOnBhc3M6d29yZA=="
    assert not (tmp_path / "told").exists()


@pytest.mark.parametrize("status", [{}, {"token": ""}])
def test_a_plugin_that_gives_nothing_has_failed(tmp_path: Path, status: dict[str, Any]) -> None:
    with pytest.raises(UnreachableError, match="gave no credentials"):
        given(plugin(tmp_path, status))


@pytest.mark.parametrize(
    ("script", "words"),
    [
        pytest.param("echo secret", "did not print an ExecCredential", id="no-json"),
        pytest.param(
            'echo \'{"token": "secret", "status": {"token": 5}}\'', "did not print an ExecCredential", id="wrong-type"
        ),
        pytest.param("exit 7", "exit code 7", id="fails"),
        pytest.param("kill -9 $$", "exit code -9", id="killed"),
        pytest.param("yes | head -c 20000000", "more than 16 MiB", id="too-much"),
        pytest.param(
            f"echo '{json.dumps({'apiVersion': API, 'status': {'clientKeyData': 'secret'}})}'", "not both", id="half"
        ),
    ],
)
def test_a_plugin_that_fails_is_told_without_what_it_printed(script: str, words: str) -> None:
    with pytest.raises(UnreachableError, match=words) as raised:
        given({"exec": {"command": "sh", "args": ["-c", script], **VERSION}})
    assert "secret" not in raised.value.message


def test_what_a_plugin_says_is_passed_on_while_it_runs_without_what_a_terminal_would_obey(tmp_path: Path) -> None:
    class Sink(io.StringIO):
        def write(self, said: str) -> int:
            (tmp_path / "seen").touch()
            return super().write(said)

    wait = f"for i in $(seq 2400); do [ -e {tmp_path}/seen ] && break; sleep 0.05; done; [ -e {tmp_path}/seen ]"
    answer = json.dumps({"apiVersion": API, "status": {"token": "minted"}})
    script = f"printf 'code \\033[31m1234\\007' >&2; {wait} && echo '{answer}'"
    sink = Sink()
    plugin = {"exec": {"command": "sh", "args": ["-c", script], **VERSION}}
    assert given(plugin, messages=sink).authorization == "Bearer minted"
    assert sink.getvalue() == "code [31m1234"


def test_not_all_is_passed_on_of_a_plugin_that_never_stops() -> None:
    answer = json.dumps({"apiVersion": API, "status": {"token": "minted"}})
    script = f"yes | head -c 20000000 >&2; sleep 120 >/dev/null & echo '{answer}'"
    sink = io.StringIO()
    begin = time.monotonic()
    plugin = {"exec": {"command": "sh", "args": ["-c", script], **VERSION}}
    assert given(plugin, messages=sink).authorization == "Bearer minted"
    assert len(sink.getvalue()) < 70_000
    assert sink.getvalue().endswith("said more]\n")
    assert time.monotonic() - begin < 60


def jwt(expires: float) -> str:
    parts = ({"alg": "none"}, {"exp": int(expires)}, {"sig": 1})
    return ".".join(urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)


def oidc(token: str, issuer: str = "http://127.0.0.1:1") -> dict[str, Any]:
    told = {"id-token": token, "refresh-token": "r", "client-id": "c", "client-secret": "s", "idp-issuer-url": issuer}
    return {"auth-provider": {"name": "oidc", "config": told}}


def test_a_token_of_an_identity_provider_is_used_while_it_is_valid() -> None:
    token = jwt(time.time() + 3600)
    assert given(oidc(token)).authorization == f"Bearer {token}"


def test_an_expired_one_is_renewed_and_saved(monkeypatch: pytest.MonkeyPatch) -> None:
    fresh = jwt(time.time() + 3600)
    saved: list[str] = []
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")

    def answer(path: str) -> tuple[int, str, bytes]:
        known = {"token_endpoint": f"{issuer}/token"}
        minted = {"id_token": fresh, "refresh_token": "next", "access_token": "a", "token_type": "bearer"}
        return 200, "application/json", json.dumps(known if "openid" in path else minted).encode()

    with http_server(answer) as issuer:
        user = oidc(jwt(time.time() - 60), issuer)
        found = given(user, save=lambda config: saved.append(config["refresh-token"]))
    assert found.authorization == f"Bearer {fresh}"
    assert saved == ["next"]


def test_a_provider_that_refuses_is_told_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OAUTHLIB_INSECURE_TRANSPORT", "1")
    expired = jwt(time.time() - 60)
    with http_server(lambda _: (200, "application/json", b'{"token_endpoint": "http://127.0.0.1:1"}')) as issuer:
        for nowhere in (oidc(expired, issuer), oidc(expired), {"auth-provider": {"name": "oidc", "config": {}}}):
            with pytest.raises(UnreachableError, match='identity provider of user "ann" gave no token'):
                given(nowhere)


def test_a_provider_that_nobody_knows_gives_nothing() -> None:
    assert given({"auth-provider": {"name": "azure"}}).authorization is None
