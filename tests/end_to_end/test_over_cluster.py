"""`--over-cluster` on a real cluster: what files would do to what runs there, before anybody applies them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.in_process import InProcess
from tests.end_to_end.refused import assert_refused

HTTP = service_port(80, "http", "http")
ANOTHER_NAME = container("app", container_port(8080, "web"))


@pytest.fixture(scope="module")
def shop(control_plane: Cluster) -> Any:
    """A namespace with a Deployment, its Service, and the Service of another team for the same pods."""
    namespace = control_plane.new_namespace("overlay")
    namespace.apply(
        service("web", HTTP),
        service("billing", HTTP, selector={"app": "web"}),
        deployment("web", container("app", container_port(8080, "http")), replicas=2),
    )
    namespace.wait_for_pods(2, app="web")
    namespace.wait_for_endpoints("web", 2)
    namespace.wait_for_endpoints("billing", 2)
    yield namespace
    namespace.remove()


@pytest.fixture
def run(
    control_plane: Cluster,
    shop: Namespace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> InProcess:
    """The command, in this process."""
    return InProcess(Porttrace(control_plane, shop.name, tmp_path), monkeypatch, capsys)


def rendered(folder: Path, *manifests: Manifest) -> str:
    """A folder with a file for each manifest."""
    for number, each in enumerate(manifests):
        (folder / f"{number}.json").write_text(json.dumps({"apiVersion": "v1", "kind": "Service"} | each))
    return str(folder)


def test_a_change_that_breaks_the_service_of_another_team(run: InProcess, tmp_path: Path) -> None:
    folder = rendered(tmp_path, deployment("web", ANOTHER_NAME, replicas=2))
    result = run("-f", folder, "--over-cluster")
    assert result.returncode == 3
    shown = result.stdout
    assert "2 Services, 2 ports: 2 broken" in shown
    assert "3 worse" not in shown
    assert "2 worse, 2 new findings" in shown
    assert shown.count("worse ") >= 2
    report = json.loads(run("-f", folder, "--over-cluster", "-o", "json").stdout)
    assert {each["name"]: (each["verdict"], each["foreseen"]) for each in report["services"]} == {
        "billing": ("broken", True),
        "web": ("broken", True),
    }
    assert report["source"]["type"] == "cluster"
    assert report["source"]["files"] == [folder]
    assert {each["object"]["name"] for each in report["comparison"]["differences"]} == {"billing", "web"}


def test_what_the_files_hold_has_its_place_in_them(run: InProcess, tmp_path: Path) -> None:
    folder = rendered(tmp_path, service("web", service_port(80, "nowhere", "http")))
    result = run("-f", folder, "--over-cluster", "-o", "json")
    file = (tmp_path / "0.json").as_posix()
    places = {each["code"]: each["location"] for each in json.loads(result.stdout)["findings"]}
    assert places["PTR01"] == {"file": file, "line": 1}
    told = run("-f", folder, "--over-cluster", "-o", "github")
    assert told.returncode == 3
    assert f"::error file={file},line=1,title=PTR01 " in told.stdout
    assert "::error title=worse::" in told.stdout
    assert "billing" not in told.stdout


def test_a_change_that_changes_nothing(run: InProcess, tmp_path: Path) -> None:
    folder = rendered(tmp_path, service("web", HTTP))
    result = run("-f", folder, "--over-cluster", "--against", "live")
    assert (result.returncode, result.stderr) == (0, "")
    assert "nothing changed; 2 Services as before" in result.stdout
    assert "billing" not in result.stdout


def test_a_service_asked_for_by_name(run: InProcess, tmp_path: Path) -> None:
    folder = rendered(tmp_path, deployment("web", ANOTHER_NAME, replicas=2))
    result = run("billing", "-f", folder, "--over-cluster", "-o", "json")
    assert [each["name"] for each in json.loads(result.stdout)["services"]] == ["billing"]
    assert result.returncode == 3


def test_a_namespace_that_is_yet_to_be_made(run: InProcess, tmp_path: Path) -> None:
    there = {"namespace": "not-yet-made"}
    maker, web = deployment("web", container("app", container_port(8080, "http"))), service("web", HTTP)
    for each in (maker, web):
        each["metadata"] |= there
    result = run("-f", rendered(tmp_path, maker, web), "--over-cluster", "-o", "json")
    (found,) = json.loads(result.stdout)["services"]
    assert (result.returncode, found["namespace"], found["verdict"]) == (0, "not-yet-made", "wired")


def test_an_immutable_field(run: InProcess, tmp_path: Path, shop: Namespace) -> None:
    folder = rendered(tmp_path, service("web", HTTP, clusterIP="None"))
    had = shop.get("Service", "web")["spec"]["clusterIP"]
    assert_refused(run("-f", folder, "--over-cluster"), 1, f"Service {shop.name}/web", had, "None")


def test_another_selector_of_a_deployment(run: InProcess, tmp_path: Path, shop: Namespace) -> None:
    changed = deployment("web", container("app", container_port(8080, "http")), replicas=2)
    changed["spec"]["selector"] = {"matchLabels": {"app": "wbe"}}
    changed["spec"]["template"]["metadata"]["labels"] = {"app": "wbe"}
    result = run("-f", rendered(tmp_path, changed), "--over-cluster")
    words = ("spec.selector cannot be changed from app=web to app=wbe", "delete the object first")
    assert_refused(result, 1, f"Deployment {shop.name}/web", *words)


def test_a_recording_is_nothing_to_apply(run: InProcess, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    assert run("--save", str(saved)).returncode == 0
    assert_refused(run("-f", str(saved), "--over-cluster"), 1, "not manifests to apply")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("--over-cluster",), "needs -f", id="without-files"),
        pytest.param(("-f", "x", "--over-cluster", "--probe"), "--probe", id="probe"),
        pytest.param(("-f", "x", "--over-cluster", "--save", "y"), "--save", id="save"),
        pytest.param(("-f", "x", "--over-cluster", "-l", "a=b"), "-l", id="labels"),
        pytest.param(("-f", "x", "--over-cluster", "-w"), "-w", id="watch"),
        pytest.param(("-f", "x", "--over-cluster", "-o", "tree"), "-o tree", id="format"),
    ],
)
def test_wrong_usage(run: InProcess, words: tuple[str, ...], said: str) -> None:
    assert_refused(run(*words), 2, "--over-cluster", said)
