"""What is sent of who asks, and what is refused before anything is sent: beside the real kubectl, byte by byte."""

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.cluster import Cluster
from tests.cluster.plugin import executable
from tests.http_server import HttpServer

TELLING = ("authorization", "proxy-authorization", "impersonate-")
REFUSAL = b'{"kind":"Status","apiVersion":"v1","status":"Failure","message":"no","reason":"Forbidden","code":403}'
NO_PROXIES = ("HTTPS_PROXY", "HTTP_PROXY", "NO_PROXY", "ALL_PROXY")

Sent = tuple[str, tuple[tuple[str, str], ...]]


@contextmanager
def recorder() -> Iterator[tuple[str, list[Sent]]]:
    """A server that refuses everything, and which hosts it was asked for with which headers that tell of the user."""
    seen: list[Sent] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told = sorted(
                (name.lower(), value) for name, value in self.headers.items() if name.lower().startswith(TELLING)
            )
            host = self.path.split("/")[2] if self.path.startswith("http") else ""
            seen.append((host, tuple(told)))
            self.send_response(403)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(REFUSAL)))
            self.end_headers()
            self.wfile.write(REFUSAL)

        def do_CONNECT(self) -> None:
            told = sorted(
                (name.lower(), value) for name, value in self.headers.items() if name.lower().startswith(TELLING)
            )
            seen.append((self.path, tuple(told)))
            self.send_error(403)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the base class names it so
            pass

    server = HttpServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}", seen
    finally:
        server.shutdown()
        server.server_close()


def config(server: str, user: dict[str, Any], cluster: dict[str, Any]) -> dict[str, Any]:
    return {
        "apiVersion": "v1",
        "kind": "Config",
        "current-context": "c",
        "clusters": [{"name": "c", "cluster": {"server": server, **cluster}}],
        "users": [{"name": "u", "user": user}],
        "contexts": [{"name": "c", "context": {"cluster": "c", "user": "u"}}],
    }


EVE = {"as": "eve", "as-groups": ["g", "h"], "as-uid": "7", "as-user-extra": {"A b/c": ["ü", "x"]}}


@pytest.mark.parametrize(
    ("user", "cluster", "flags", "env"),
    [
        pytest.param({"token": "t"}, {}, (), {}, id="token"),
        pytest.param({}, {}, ("--token", "t"), {}, id="token-of-a-flag"),
        pytest.param({"username": "a", "password": "b"}, {}, (), {}, id="password"),
        pytest.param({"token": "t"}, {"server": "http://ann:pa%40ss@HOST"}, (), {}, id="user-in-the-url"),
        pytest.param({}, {"server": "http://ann@HOST/prefix/?q=1#f"}, (), {}, id="user-without-a-password"),
        pytest.param(EVE, {}, (), {}, id="somebody-else"),
        pytest.param(EVE, {}, ("--as", "bob"), {}, id="another-keeps-the-groups"),
        pytest.param(EVE, {}, ("--as", "zoë", "--as-group", "日本"), {}, id="other-letters"),
        pytest.param(EVE, {}, ("--as-uid", "9"), {}, id="another-uid"),
        pytest.param({"as-groups": ["g"]}, {}, (), {}, id="groups-of-nobody"),
        pytest.param({}, {}, ("--as-group", "g"), {}, id="groups-of-nobody-by-flag"),
        pytest.param({"token": 5}, {}, (), {}, id="token-of-digits"),
        pytest.param({"as-groups": "abc"}, {}, (), {}, id="groups-as-text"),
        pytest.param({}, {"insecure-skip-tls-verify": "false"}, (), {}, id="verification-as-text"),
        pytest.param({}, {"server": "http://api.invalid", "proxy-url": "http://a:b@HOST"}, (), {}, id="proxy"),
        pytest.param({}, {"proxy-url": "http://HOST"}, (), {"NO_PROXY": "*"}, id="proxy-to-this-machine"),
        pytest.param({}, {"proxy-url": "HOST"}, (), {}, id="proxy-without-a-scheme"),
        pytest.param({}, {"proxy-url": "ftp://HOST"}, (), {}, id="proxy-of-another-scheme"),
        pytest.param({}, {"server": "http://api.invalid"}, (), {"HTTP_PROXY": "http://a:b%20c@HOST"}, id="environment"),
        pytest.param({}, {"server": "http://api.invalid"}, (), {"http_proxy": "HOST"}, id="environment-no-scheme"),
        pytest.param({}, {"server": "http://api.invalid"}, (), {"ALL_PROXY": "http://HOST"}, id="all-proxy"),
        pytest.param({}, {}, (), {"HTTP_PROXY": "http://a:b@HOST"}, id="environment-to-this-machine"),
        pytest.param(
            {"token": "t"}, {"server": "https://api.invalid"}, (), {"HTTPS_PROXY": "http://a:b@HOST"}, id="tunnel"
        ),
        pytest.param(
            {}, {"server": "http://10.255.255.1:1"}, ("--request-timeout", "1s"),
            {"HTTP_PROXY": "http://HOST", "NO_PROXY": "10.0.0.0/8"}, id="cidr",
        ),
    ],
)  # fmt: skip
def test_the_same_is_sent_as_by_kubectl(
    control_plane: Cluster,
    tmp_path: Path,
    user: dict[str, Any],
    cluster: dict[str, Any],
    flags: tuple[str, ...],
    env: dict[str, str],
) -> None:
    with recorder() as (url, seen):
        host = url.removeprefix("http://")
        content = json.dumps(config(url, user, cluster)).replace("HOST", host)
        (tmp_path / "config").write_text(content)
        plain = {name: value for name, value in os.environ.items() if name.upper() not in NO_PROXIES}
        proxied = {name: value.replace("HOST", host) for name, value in env.items()}
        sent: list[list[Sent]] = []
        for command in (
            [control_plane.connection.kubectl, "get", "--raw", "/api/v1/services"],
            [str(executable()), "web"],
        ):
            result = subprocess.run(
                [*command, "--kubeconfig", str(tmp_path / "config"), *flags],
                capture_output=True,
                text=True,
                check=False,
                timeout=300,
                env={**plain, **proxied, "HOME": str(tmp_path)},
            )
            assert result.returncode != 0
            sent.append(sorted(set(seen)))
            seen.clear()
    assert sent[1] == sent[0]
