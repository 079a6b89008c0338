"""The ways to a cluster, right and wrong."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.plugin import Porttrace
from tests.end_to_end.in_process import InProcess
from tests.end_to_end.kubeconfigs import API, verdicts, with_plugin, written
from tests.end_to_end.proxied import proxy
from tests.end_to_end.refused import assert_refused
from tests.read.scripted import http_server


@pytest.fixture
def run(porttrace: Porttrace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> InProcess:
    """The command, in this process."""
    return InProcess(porttrace, monkeypatch, capsys)


@pytest.fixture
def config(control_plane: Cluster, namespace: Namespace) -> dict[str, Any]:
    """The admin's kubeconfig in the test's namespace, to be changed."""
    content: dict[str, Any] = json.loads(control_plane.kubeconfig(namespace=namespace.name).read_text())
    return content


@pytest.mark.usefixtures("web")
class TestRight:
    def test_the_current_context(self, run: InProcess, web: Namespace) -> None:
        result = run("web", "-o", "json")
        assert verdicts(result) == ["web"]
        source = json.loads(result.stdout)["source"]
        assert (source["type"], source["context"], source["files"]) == ("cluster", "test", [])
        assert source["server"] == run.cluster.connection.server
        assert json.loads(result.stdout)["services"][0]["namespace"] == web.name

    def test_several_files_and_the_flags_that_choose(
        self, run: InProcess, web: Namespace, config: dict[str, Any], tmp_path: Path
    ) -> None:
        clusters = written(tmp_path, {"clusters": config["clusters"]}, "clusters")["KUBECONFIG"]
        users = written(tmp_path, {"users": config["users"]}, "users")["KUBECONFIG"]
        context = {"name": "half", "context": {"cluster": "gone", "user": "gone", "namespace": web.name}}
        contexts = written(tmp_path, {"contexts": [context]}, "contexts")["KUBECONFIG"]
        env = {"KUBECONFIG": os.pathsep.join([clusters, users, "/none", contexts])}
        flags = ("--context", "half", "--cluster", "test", "--user", "admin")
        assert verdicts(run("web", *flags, "-o", "json", env=env)) == ["web"]

    def test_the_flag_for_the_file(self, run: InProcess) -> None:
        path = run.environment()["KUBECONFIG"]
        result = run("web", "--kubeconfig", path, "-o", "json", env={"KUBECONFIG": "/none"})
        assert verdicts(result) == ["web"]

    def test_flags_alone(self, run: InProcess, web: Namespace) -> None:
        connection = run.cluster.connection
        cluster = ("--server", connection.server, "--certificate-authority", connection.certificate_authority)
        user = ("--token", connection.tokens["admin"], "-n", web.name, "--request-timeout", "5m")
        assert verdicts(run("web", *cluster, *user, "-o", "json", env={"KUBECONFIG": "/none"})) == ["web"]

    def test_an_unverified_server(self, run: InProcess) -> None:
        result = run("web", "--insecure-skip-tls-verify", "-o", "json")
        assert verdicts(result) == ["web"]
        assert result.stderr == ""

    def test_another_name_for_the_server(self, run: InProcess, config: dict[str, Any], tmp_path: Path) -> None:
        result = run("web", "--tls-server-name", "kubernetes.default", "-o", "json")
        assert verdicts(result) == ["web"]
        config["clusters"][0]["cluster"]["tls-server-name"] = "elsewhere.example.com"
        assert_refused(run("web", env=written(tmp_path, config)), 1, "mismatch", "--tls-server-name")

    def test_somebody_else(self, run: InProcess, config: dict[str, Any], tmp_path: Path) -> None:
        assert_refused(run("web", "--as", "nothing"), 1, '"nothing"')
        assert verdicts(run("web", "--as", "view-only", "-o", "json")) == ["web"]
        groups = ("--as-group", "a", "--as-group", "system:masters")
        assert verdicts(run("web", "--as", "nothing", *groups, "--as-uid", "7", "-o", "json")) == ["web"]
        config["users"][0]["user"]["as"] = "nothing"
        assert_refused(run("web", env=written(tmp_path, config)), 1, '"nothing"')

    def test_a_credential_plugin(self, run: InProcess, config: dict[str, Any], tmp_path: Path) -> None:
        env = written(tmp_path, with_plugin(config, token=run.cluster.connection.tokens["admin"]))
        assert verdicts(run("web", "-o", "json", env=env)) == ["web"]

    def test_a_proxy(self, run: InProcess, config: dict[str, Any], tmp_path: Path) -> None:
        with proxy() as (url, hosts):
            assert verdicts(run("web", "--proxy-url", url, "-o", "json")) == ["web"]
            assert hosts
            hosts.clear()
            config["clusters"][0]["cluster"]["proxy-url"] = url
            assert verdicts(run("web", "-o", "json", env=written(tmp_path, config))) == ["web"]
            assert hosts

    def test_the_default_namespace(
        self, run: InProcess, web: Namespace, config: dict[str, Any], tmp_path: Path
    ) -> None:
        del config["contexts"][0]["context"]["namespace"]
        env = written(tmp_path, config)
        assert_refused(run("web", env=env), 1, 'namespace "default"')
        assert verdicts(run("web", "-n", web.name, "-o", "json", env=env)) == ["web"]


class TestWrong:
    def test_no_kubeconfig(self, run: InProcess) -> None:
        assert_refused(run("web", env={"KUBECONFIG": "/none"}), 1, "there is no kubeconfig", "--demo")

    @pytest.mark.parametrize(
        ("content", "words"),
        [
            pytest.param("\x00\x01\x02", ("is not a kubeconfig",), id="binary"),
            pytest.param("- a\n- b\n", ("is not a kubeconfig",), id="list"),
            pytest.param("clusters: [", ("is not a kubeconfig",), id="cut-short"),
            pytest.param("", ("no cluster to ask",), id="empty"),
            pytest.param("kind: Secret\n", ("is not a kubeconfig", "Secret"), id="another-object"),
        ],
    )
    def test_what_is_no_kubeconfig(self, run: InProcess, tmp_path: Path, content: str, words: tuple[str, ...]) -> None:
        assert_refused(run("web", env=written(tmp_path, content)), 1, *words)

    def test_a_kubeconfig_that_does_not_exist(self, run: InProcess) -> None:
        assert_refused(run("web", "--kubeconfig", "/none"), 1, "/none", "--kubeconfig")

    @pytest.mark.parametrize(
        ("flags", "words"),
        [
            pytest.param(("--context", "tset"), ("context", "tset", "test"), id="context"),
            pytest.param(("--cluster", "tset"), ("cluster", "tset", "test"), id="cluster"),
            pytest.param(("--user", "amdin"), ("user", "amdin", "admin"), id="user"),
            pytest.param(("--certificate-authority", "/none"), ("/none",), id="no-authority"),
            pytest.param(("--client-certificate", "/none"), ("/none",), id="no-certificate"),
            pytest.param(("--server", "https://127.0.0.1:1"), ("127.0.0.1:1", "refused"), id="unreachable"),
            pytest.param(("--server", "https://none.invalid"), ("none.invalid", "no address"), id="no-such-host"),
            pytest.param(("--server", "https://[::"), ("not a server URL",), id="no-url"),
            pytest.param(("--proxy-url", "http://127.0.0.1:1"), ("proxy",), id="dead-proxy"),
            pytest.param(("--proxy-url", "ftp://127.0.0.1:1"), ("proxy",), id="no-proxy"),
            pytest.param(("--tls-server-name", "example.com"), ("certificate", "mismatch"), id="server-name"),
            pytest.param(("--as-group", "x"), ("--as",), id="group-of-nobody"),
        ],
    )
    def test_flags_that_lead_nowhere(self, run: InProcess, flags: tuple[str, ...], words: tuple[str, ...]) -> None:
        result = run("web", *flags)
        assert_refused(result, 2 if flags[0] == "--as-group" else 1, *words)

    def test_an_expired_token(self, run: InProcess) -> None:
        assert_refused(run("web", "--token", "expired"), 1, "Unauthorized", "log in")

    def test_a_refused_certificate(self, run: InProcess, config: dict[str, Any], tmp_path: Path) -> None:
        del config["clusters"][0]["cluster"]["certificate-authority"]
        result = run("web", env=written(tmp_path, config))
        assert_refused(result, 1, "certificate of https://127.0.0.1", "certificate-authority")

    def test_an_authority_that_is_no_certificate(self, run: InProcess, config: dict[str, Any], tmp_path: Path) -> None:
        (tmp_path / "ca.crt").write_text("no certificate")
        config["clusters"][0]["cluster"]["certificate-authority"] = "ca.crt"
        assert_refused(
            run("web", env=written(tmp_path, config)), 1, "certificate-authority", "ca.crt", "no certificate"
        )
        for written_there in ("Q", "Q0E="):
            config["clusters"][0]["cluster"] = {
                "server": "https://[::1]:1",
                "certificate-authority-data": written_there,
            }
            assert_refused(run("web", env=written(tmp_path, config)), 1, "certificate-authority-data", "cannot be used")

    def test_plain_http_to_a_tls_port(self, run: InProcess) -> None:
        server = run.cluster.connection.server.replace("https", "http")
        assert_refused(run("web", "--server", server), 1, "Kubernetes")

    def test_tls_to_a_plain_port(self, run: InProcess) -> None:
        with http_server(lambda _: (200, "text/html", b"<html>")) as url:
            assert_refused(run("web", "--server", url.replace("http", "https")), 1, "TLS")

    @pytest.mark.parametrize("status", [200, 302, 401, 404, 503])
    def test_a_server_of_another_kind(self, run: InProcess, status: int) -> None:
        with http_server(lambda _: (status, "text/html", b"<html>hello</html>")) as url:
            result = run("web", "--server", url)
        assert_refused(result, 1, url, "does not answer as a Kubernetes API server", "text/html")

    def test_json_of_another_kind(self, run: InProcess) -> None:
        with http_server(lambda _: (200, "application/json", b'{"hello": [1, null]}')) as url:
            assert_refused(run("web", "--server", url), 1, "Kubernetes")

    def test_json_that_is_cut_short(self, run: InProcess) -> None:
        body = b'{"kind": "Service", "metadata": {"name": "w'
        with http_server(lambda _: (200, "application/json", body)) as url:
            assert_refused(run("web", "--server", url), 1, "cut short")
        with http_server(lambda _: (200, "application/json", body), cut=True) as url:
            assert_refused(run("web", "--server", url), 1, "broke during an answer")

    def test_a_server_that_takes_too_long(self, run: InProcess) -> None:
        with http_server(lambda _: (200, "application/json", b"{}"), delay=600) as url:
            # Had it waited for the answer, it would not have been refused.
            result = run("web", "--server", url, "--request-timeout", "1s")
        assert_refused(result, 1, "did not answer in time", "--request-timeout")

    @pytest.mark.parametrize("timeout", ["soon", "-1", "5x"])
    def test_a_timeout_that_is_none(self, run: InProcess, timeout: str) -> None:
        assert_refused(run("web", "--request-timeout", timeout), 2, timeout)

    def test_a_plugin_that_is_not_installed(self, run: InProcess, config: dict[str, Any], tmp_path: Path) -> None:
        config["users"][0]["user"] = {
            "exec": {"command": "no-such-login", "apiVersion": API, "interactiveMode": "Never"}
        }
        result = run("web", env=written(tmp_path, config))
        assert_refused(result, 1, '"no-such-login"', "admin", "not installed")
        config["users"][0]["user"]["exec"]["installHint"] = "brew install\nno-such-login"
        result = run("web", env=written(tmp_path, config))
        assert_refused(result, 1, "hint: brew install no-such-login")

    @pytest.mark.parametrize(
        ("script", "words"),
        [
            pytest.param("exit 1", ("plugin", "exit code 1"), id="fails"),
            pytest.param("echo no json", ("plugin", "failed"), id="no-json"),
            pytest.param("""echo '{"kind": "x", "apiVersion": "v0", "status": {}}'""", ("v0",), id="version"),
            pytest.param("true", ("plugin", "failed"), id="says-nothing"),
        ],
    )
    def test_a_plugin_that_fails(
        self, run: InProcess, config: dict[str, Any], tmp_path: Path, script: str, words: tuple[str, ...]
    ) -> None:
        result = run("web", env=written(tmp_path, with_plugin(config, script=script)))
        assert_refused(result, 1, *words)

    def test_what_a_failing_plugin_said_stands_above_the_failure(
        self, run: InProcess, config: dict[str, Any], tmp_path: Path
    ) -> None:
        result = run("web", env=written(tmp_path, with_plugin(config, script="echo please log in >&2; exit 1")))
        assert (result.returncode, result.stdout) == (1, "")
        assert result.stderr.startswith('please log in\nerror: the credential plugin "sh" of user "admin" failed')

    def test_a_namespace_that_does_not_exist(self, run: InProcess) -> None:
        assert_refused(run("web", "-n", "no-such"), 1, 'namespace "no-such" not found')
        assert_refused(run("-n", "no-such"), 1, 'namespace "no-such" not found')

    def test_a_service_that_does_not_exist(self, run: InProcess, web: Namespace) -> None:
        assert_refused(run("wbe"), 1, f'service "wbe" not found in namespace "{web.name}"', "did you mean web?")
