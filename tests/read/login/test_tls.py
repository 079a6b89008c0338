"""One TLS context for all connections: the authorities it trusts, and the client certificate."""

import contextlib
import socket
import ssl
import subprocess
import tempfile
from base64 import b64encode
from pathlib import Path

import certifi
import pytest
from urllib3.util.ssl_ import ssl_wrap_socket

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.login.entries import Cluster
from kubectl_porttrace.read.login.pem import Pem, pem_of
from kubectl_porttrace.read.login.tls import tls_context


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate that signs itself, and its key."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "tls.crt", folder / "tls.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=ann", "-days", "2"]
    subprocess.run([*command, "-keyout", str(key), "-out", str(certificate)], check=True, capture_output=True)
    return certificate, key


def test_only_the_given_authority_is_trusted(pair: tuple[Path, Path]) -> None:
    written = "# naïve\n" + pair[0].read_text()
    for entry in (
        Cluster(certificate_authority=str(pair[0])),
        Cluster(certificate_authority_data=b64encode(written.encode()).decode()),
    ):
        context = tls_context(entry, None, None)
        assert context.verify_mode is ssl.CERT_REQUIRED
        assert context.check_hostname
        assert [dict(each)["subject"] for each in context.get_ca_certs()] == [((("commonName", "ann"),),)]


def test_without_one_those_of_the_system_are_trusted_or_those_that_come_along(monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ssl.get_default_verify_paths()._replace(cafile=certifi.where(), capath=None)  # type: ignore[arg-type]
    loaded: list[bool] = []
    monkeypatch.setattr(ssl, "get_default_verify_paths", lambda: paths)
    monkeypatch.setattr(ssl.SSLContext, "load_default_certs", lambda _: loaded.append(True))
    assert tls_context(Cluster(), None, None).get_ca_certs() == []
    assert loaded == [True]
    paths = paths._replace(cafile=None)  # type: ignore[arg-type]
    assert len(tls_context(Cluster(), None, None).get_ca_certs()) > 50
    assert loaded == [True]


def test_verification_is_left_out_where_the_kubeconfig_says_so() -> None:
    assert tls_context(Cluster(insecure_skip_tls_verify=True), None, None).verify_mode is ssl.CERT_NONE


def test_a_connection_leaves_the_context_of_the_others_as_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    # Another thread may be copying out of it, without Python's lock.
    changes: list[object] = []
    setting = ssl.SSLContext.set_alpn_protocols

    def watched(context: ssl.SSLContext, protocols: list[str]) -> None:
        changes.append(protocols)
        setting(context, protocols)

    monkeypatch.setattr(ssl.SSLContext, "set_alpn_protocols", watched)
    context = tls_context(Cluster(), None, None)
    assert changes == [["http/1.1"]]
    for _ in range(3):
        ssl_wrap_socket(socket.socket(), ssl_context=context, server_hostname="kubernetes").close()
        # The server is told the protocol all the same.
        assert b"\x08http/1.1" in _greeting(context)
    assert changes == [["http/1.1"]]


def _greeting(context: ssl.SSLContext) -> bytes:
    incoming, outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    with contextlib.suppress(ssl.SSLWantReadError):
        context.wrap_bio(incoming, outgoing, server_hostname="kubernetes").do_handshake()
    return outgoing.read()


def test_an_authority_that_is_not_to_be_looked_at_is_a_mistake(pair: tuple[Path, Path]) -> None:
    cluster = Cluster(insecure_skip_tls_verify=True, certificate_authority=str(pair[0]))
    with pytest.raises(UnreachableError, match="insecure-skip-tls-verify"):
        tls_context(cluster, None, None)


def test_a_key_held_by_the_kubeconfig_is_gone_from_the_disk_at_once(
    pair: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    seen: list[tuple[int, int]] = []
    load = ssl.SSLContext.load_cert_chain

    def watched(context: ssl.SSLContext, certificate: Path, key: Path, password: str) -> None:
        seen.append((len(list(tmp_path.iterdir())), key.parent.stat().st_mode & 0o077))
        load(context, certificate, key, password)

    monkeypatch.setattr(ssl.SSLContext, "load_cert_chain", watched)
    held = [Pem("client", content=path.read_bytes()) for path in pair]
    tls_context(Cluster(), *held)
    assert seen == [(2, 0)]
    assert list(tmp_path.iterdir()) == []
    tls_context(Cluster(), *(Pem("client", file=path) for path in pair))


@pytest.mark.parametrize("given", [0, 1], ids=["no-key", "no-certificate"])
def test_a_certificate_needs_its_key(pair: tuple[Path, Path], given: int) -> None:
    both: list[Pem | None] = [None, None]
    both[given] = Pem("client", file=pair[given])
    with pytest.raises(UnreachableError, match="without its"):
        tls_context(Cluster(), *both)


def test_a_key_behind_a_password_is_refused_and_not_asked_for(pair: tuple[Path, Path], tmp_path: Path) -> None:
    locked = tmp_path / "locked.key"
    command = ["openssl", "rsa", "-aes256", "-passout", "pass:secret", "-in", str(pair[1]), "-out", str(locked)]
    subprocess.run(command, check=True, capture_output=True)
    with pytest.raises(UnreachableError, match=r"client-certificate .* cannot be used"):
        tls_context(Cluster(), Pem("client-certificate", file=pair[0]), Pem("client-key", file=locked))


@pytest.mark.parametrize(
    ("path", "written", "words"),
    [
        pytest.param("/none", "", 'client-key "/none" cannot be used: there is no such file', id="file"),
        pytest.param("/a\0b", "", "there is no such file", id="a-name-that-no-file-has"),
        pytest.param("/" + "a" * 300, "", "file name too long", id="a-long-name"),
        pytest.param("", "Q", "client-key-data of the kubeconfig .* not base64", id="base64"),
        pytest.param("", "!!!!", "not base64", id="other-letters"),
    ],
)
def test_what_cannot_be_read_is_named(path: str, written: str, words: str) -> None:
    with pytest.raises(UnreachableError, match=words):
        pem_of("client-key", path, written)


def test_base64_may_have_line_breaks() -> None:
    pem = pem_of("client-key", "", "S0\nVZ\n")
    assert pem is not None
    assert pem.content == b"KEY"


def test_nothing_given_is_nothing() -> None:
    assert pem_of("client-key", "", "") is None
