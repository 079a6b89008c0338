"""The archive's program leaves its surroundings as they are, and logs in as the source does."""

import base64
import json
import os
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from release.frozen import surroundings
from tests.cluster.plugin import EXECUTABLE
from tests.http_server import HttpServer

Programs = dict[str, Path]


def run(
    program: Path, folder: Path, user: dict[str, Any], server: str, authority: Path | None = None, **environment: str
) -> None:
    """Ask a server that has nothing, as a user of whom only the login matters."""
    trusted = {"certificate-authority": str(authority)} if authority else {}
    config = {
        "current-context": "it",
        "contexts": [{"name": "it", "context": {"cluster": "it", "user": "me"}}],
        "clusters": [{"name": "it", "cluster": {"server": server, **trusted}}],
        "users": [{"name": "me", "user": user}],
    }
    (folder / "config").write_text(json.dumps(config))
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LD_", "SSL_"))}
    everything = kept | {"NO_PROXY": "127.0.0.1", "KUBECONFIG": str(folder / "config")} | environment
    subprocess.run([program, "web"], env=everything, capture_output=True, check=False, timeout=300)


@pytest.mark.parametrize(
    "given", [{}, {"LD_LIBRARY_PATH": "/opt/lib"}], ids=["no-library-path", "library-path-of-the-user"]
)
def test_a_credential_plugin_gets_the_users_own_libraries(
    archived: Path, tmp_path: Path, given: dict[str, str]
) -> None:
    plugin = tmp_path / "plugin"
    plugin.write_text(f"#!/bin/sh\nenv > {tmp_path}/seen\nexit 1\n")
    plugin.chmod(0o755)
    user = {
        "exec": {"apiVersion": "client.authentication.k8s.io/v1", "command": str(plugin), "interactiveMode": "Never"}
    }
    run(archived, tmp_path, user, "https://127.0.0.1:1", None, **given)
    seen = dict(line.split("=", 1) for line in (tmp_path / "seen").read_text().splitlines() if "=" in line)
    assert {name: value for name, value in seen.items() if name.startswith("LD_")} == given
    assert Path(seen.get("SSL_CERT_FILE", "/")).exists()


def test_certificates_are_taken_from_where_the_system_has_them(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)
    there = "/etc/pki/tls/certs/ca-bundle.crt"
    monkeypatch.setattr(os.path, "exists", lambda path: path in {there, "/etc/ssl/cert.pem"})
    surroundings.find_certificates()
    assert os.environ["SSL_CERT_FILE"] == there
    monkeypatch.setenv("SSL_CERT_FILE", "/of/the/user")
    surroundings.find_certificates()
    assert os.environ["SSL_CERT_FILE"] == "/of/the/user"


class Identity(BaseHTTPRequestHandler):
    """An identity provider that renews tokens, and an API server that remembers who asked."""

    asked: list[tuple[str, str | None]]

    def _answer(self, document: Any) -> None:
        self.asked.append((self.path, self.headers.get("Authorization")))
        body = json.dumps(document).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self) -> None:
        where = f"https://{self.headers['Host']}"
        self._answer({"token_endpoint": f"{where}/token"} if "well-known" in self.path else {})

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer({"id_token": "renewed", "refresh_token": "next", "access_token": "a", "token_type": "bearer"})

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
        pass


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    """A certificate of this machine and its key: no credential is sent without TLS."""
    paths = tmp_path / "server.crt", tmp_path / "server.key"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=127.0.0.1", "-days", "2"]
    alternative = ["-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(
        [*command, *alternative, "-out", paths[0], "-keyout", paths[1]], check=True, capture_output=True, timeout=180
    )
    return paths


@pytest.fixture
def identity(certificate: tuple[Path, Path]) -> Iterator[tuple[str, list[tuple[str, str | None]]]]:
    asked: list[tuple[str, str | None]] = []
    server = HttpServer(("127.0.0.1", 0), type("Remembering", (Identity,), {"asked": asked}))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"https://127.0.0.1:{server.server_address[1]}", asked
    server.shutdown()
    server.server_close()
    thread.join()


def token(expires: float) -> str:
    parts: tuple[dict[str, Any], ...] = ({"alg": "none"}, {"exp": int(expires)}, {})
    return ".".join(base64.urlsafe_b64encode(json.dumps(part).encode()).decode().rstrip("=") for part in parts)


@pytest.mark.parametrize("which", ["archive", "source"])
def test_an_expired_token_is_renewed(
    request: pytest.FixtureRequest,
    which: str,
    tmp_path: Path,
    identity: tuple[str, list[tuple[str, str | None]]],
    certificate: tuple[Path, Path],
) -> None:
    """The one login that takes the whole Kubernetes client, with oauthlib and requests."""
    program = request.getfixturevalue("archived") if which == "archive" else Path(sys.executable).parent / EXECUTABLE
    url, asked = identity
    config = {"idp-issuer-url": url, "client-id": "me", "client-secret": "s", "refresh-token": "r"}
    config["idp-certificate-authority-data"] = base64.b64encode(certificate[0].read_bytes()).decode()
    provider = {"name": "oidc", "config": {**config, "id-token": token(time.time() - 1000)}}
    run(program, tmp_path, {"auth-provider": provider}, url, certificate[0])
    assert [path for path, _ in asked][:2] == ["/.well-known/openid-configuration", "/token"]
    assert {who for _, who in asked[2:]} == {"Bearer renewed"}
