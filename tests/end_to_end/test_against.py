"""`--against` on a real cluster: before and after a change, and from one context to another."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.in_process import InProcess
from tests.end_to_end.kubeconfigs import written
from tests.end_to_end.refused import assert_refused

HTTP = service_port(80, "http", "http")


@pytest.fixture
def run(porttrace: Porttrace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> InProcess:
    """The command, in this process."""
    return InProcess(porttrace, monkeypatch, capsys)


@pytest.fixture
def shop(namespace: Namespace) -> Namespace:
    """A namespace with one Service that works."""
    namespace.apply(service("web", HTTP))
    namespace.run_pod(pod("web-0", container("app", container_port(8080, "http"))))
    namespace.wait_for_endpoints("web", 1)
    return namespace


@pytest.fixture
def contexts(control_plane: Cluster, shop: Namespace, tmp_path: Path) -> dict[str, str]:
    """The environment of a kubeconfig with the context `again` for the same cluster, and `hangs` for one that does."""
    config: dict[str, Any] = json.loads(control_plane.kubeconfig(namespace=shop.name).read_text())
    (context,) = config["contexts"]
    config["contexts"].append({"name": "again", "context": context["context"] | {"namespace": "elsewhere"}})
    return written(tmp_path, config, "contexts")


@pytest.mark.parametrize("flags", [("-o", "json"), ("--save",)], ids=["printed", "saved"])
def test_before_and_after_a_change(run: InProcess, shop: Namespace, tmp_path: Path, flags: tuple[str, ...]) -> None:
    before = tmp_path / "before.json"
    if flags == ("--save",):
        run("--save", str(before))
    else:
        before.write_text(run(*flags).stdout)
    same = run("--against", str(before))
    assert (same.returncode, same.stderr) == (0, "")
    assert "nothing changed; 1 Service as before" in same.stdout

    shop.patch("Service", "web", {"spec": {"ports": [HTTP | {"targetPort": "web"}]}})
    shop.wait_for(lambda: not any(each.get("ports") for each in shop.slices("web")), "a slice without the port")
    worse = run("--against", str(before), "-o", "json")
    assert worse.returncode == 3
    comparison = json.loads(worse.stdout)["comparison"]
    (found,) = comparison["differences"]
    assert (found["change"], found["before"], found["after"], found["severity"]) == (
        "worse",
        "wired",
        "broken",
        "error",
    )
    assert {"field": "targetPort", "before": "http", "after": "web"} in found["fields"]
    assert ("appeared", "PTR01") in {(each["change"], each["code"]) for each in comparison["findings"]}
    assert run("--against", str(before), "--fail-on", "never").returncode == 0


def test_another_context_is_asked_about_the_same_namespace(
    run: InProcess, shop: Namespace, contexts: dict[str, str]
) -> None:
    result = run("--against", "again", env=contexts)
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("against again: nothing changed; 1 Service as before")
    assert run("web", "--against", "again", env=contexts).returncode == 0
    assert shop.name not in result.stdout


def test_manifests_against_the_cluster_they_are_for(
    run: InProcess, shop: Namespace, contexts: dict[str, str], tmp_path: Path
) -> None:
    manifest = service("web", HTTP | {"targetPort": "web"}) | {"apiVersion": "v1", "kind": "Service"}
    manifest["metadata"]["namespace"] = shop.name
    path = tmp_path / "web.json"
    path.write_text(json.dumps(manifest))
    for other in ("again", "live"):
        result = run("-f", str(path), "--against", other, "-o", "json", env=contexts)
        comparison = json.loads(result.stdout)["comparison"]
        (found,) = comparison["differences"]
        assert found["object"] == {"kind": "Service", "namespace": shop.name, "name": "web"}
        assert {"field": "targetPort", "before": "http", "after": "web"} in found["fields"]


def test_a_context_that_hangs(run: InProcess, contexts: dict[str, str], shop: Namespace, tmp_path: Path) -> None:
    config = json.loads(Path(contexts["KUBECONFIG"]).read_text())
    saved = tmp_path / "saved.json"
    assert run("-n", shop.name, "--save", str(saved)).returncode == 0
    with socket.create_server(("127.0.0.1", 0)) as silent:
        server = f"http://127.0.0.1:{silent.getsockname()[1]}"
        config["clusters"].append({"name": "silent", "cluster": {"server": server}})
        config["contexts"].append({"name": "hangs", "context": {"cluster": "silent", "user": ""}})
        Path(contexts["KUBECONFIG"]).write_text(json.dumps(config))
        result = run("-f", str(saved), "--against", "hangs", "--request-timeout", "1s", env=contexts)
    assert_refused(result, 1, "--against hangs: ", server)
