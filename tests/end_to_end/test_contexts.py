"""Several contexts in one run: side by side, and what fails in one keeps nothing from the others."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from kubectl_porttrace.report.schema import schema_of_contexts
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.in_process import InProcess
from tests.end_to_end.kubeconfigs import written
from tests.end_to_end.refused import assert_refused

HTTP = service_port(80, "http", "http")


@pytest.fixture(scope="module")
def shops(control_plane: Cluster) -> Iterator[tuple[Namespace, Namespace]]:
    """Two namespaces that stand for two clusters: in the second the name of the port is missing."""
    made = control_plane.new_namespace("prod"), control_plane.new_namespace("staging")
    for namespace, name in zip(made, ("http", "web"), strict=True):
        namespace.apply(service("web", HTTP))
        namespace.run_pod(pod("web-0", container("app", container_port(8080, name))))
        namespace.wait_for_endpoints("web", 1)
    yield made
    for namespace in made:
        namespace.remove()


@pytest.fixture
def run(
    control_plane: Cluster,
    shops: tuple[Namespace, Namespace],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> InProcess:
    """The command, in this process."""
    return InProcess(Porttrace(control_plane, shops[0].name, tmp_path), monkeypatch, capsys)


@pytest.fixture
def config(control_plane: Cluster, shops: tuple[Namespace, Namespace]) -> dict[str, Any]:
    """A kubeconfig with a context for each, in its namespace."""
    content: dict[str, Any] = json.loads(control_plane.kubeconfig(namespace=shops[0].name).read_text())
    (context,) = content["contexts"]
    content["contexts"] = [
        {"name": name, "context": context["context"] | {"namespace": namespace.name}}
        for name, namespace in zip(("prod", "staging"), shops, strict=True)
    ]
    return content | {"current-context": "prod"}


@contextmanager
def and_one_that_hangs(config: dict[str, Any]) -> Iterator[dict[str, Any]]:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        cluster = {"server": f"http://127.0.0.1:{silent.getsockname()[1]}"}
        yield config | {
            "clusters": [*config["clusters"], {"name": "silent", "cluster": cluster}],
            "contexts": [*config["contexts"], {"name": "hangs", "context": {"cluster": "silent", "user": ""}}],
        }


@pytest.mark.parametrize("words", [("--context", "prod,staging"), ("--all-contexts",)])
def test_a_column_says_which(run: InProcess, config: dict[str, Any], tmp_path: Path, words: tuple[str, ...]) -> None:
    result = run(*words, env=written(tmp_path, config))
    assert (result.returncode, result.stderr) == (3, "")
    header, *rows = result.stdout.partition("\n\n")[0].splitlines()
    assert header.split()[:3] == ["CONTEXT", "NAMESPACE", "SERVICE"]
    assert [(row.split()[0], "broken" in row) for row in rows] == [("staging", True), ("prod", False)]
    assert "2 contexts: 2 Services, 2 ports: 1 wired, 1 broken; 1 error" in result.stdout
    assert "--context staging" in result.stdout


def test_the_document_has_a_report_for_each(run: InProcess, config: dict[str, Any], tmp_path: Path) -> None:
    env = written(tmp_path, config)
    document = json.loads(run("--context", "staging,prod,gone", "-o", "json", env=env).stdout)
    jsonschema.validate(document, schema_of_contexts())
    assert document["kind"] == "PortTraceReports"
    assert [each["context"] for each in document["contexts"]] == ["staging", "prod", "gone"]
    assert [each["report"] is None for each in document["contexts"]] == [False, False, True]
    alone = json.loads(run("--context", "staging", "-o", "json", env=env).stdout)
    assert document["contexts"][0]["report"]["services"] == alone["services"]
    assert "gone" in document["contexts"][2]["error"]


def test_names_say_which(run: InProcess, config: dict[str, Any], tmp_path: Path, shops: Any) -> None:
    result = run("--all-contexts", "-o", "name", env=written(tmp_path, config))
    assert result.stdout == f"service/web -n {shops[1].name} --context staging\n"


def test_one_that_fails_keeps_nothing_from_the_others(run: InProcess, config: dict[str, Any], tmp_path: Path) -> None:
    env = written(tmp_path, config)
    result = run("--context", "prod,gone", env=env)
    assert result.returncode == 0
    assert result.stderr == 'error: gone: the kubeconfig has no context "gone"\n'
    assert "wired" in result.stdout
    nothing = run("--context", "gone,away", env=env)
    assert (nothing.returncode, nothing.stdout) == (1, "")
    assert nothing.stderr.count("error: ") == 2


@pytest.mark.parametrize("written_as", ["prod,prod", "prod,", " prod , prod"])
def test_a_context_is_asked_once(run: InProcess, config: dict[str, Any], tmp_path: Path, written_as: str) -> None:
    result = run("--context", written_as, "-o", "json", env=written(tmp_path, config))
    assert (result.returncode, result.stderr) == (0, "")
    assert [each["context"] for each in json.loads(result.stdout)["contexts"]] == ["prod"]


@pytest.mark.parametrize("context", [",", "gone"])
def test_no_context_of_that_name(run: InProcess, config: dict[str, Any], tmp_path: Path, context: str) -> None:
    result = run("--context", context, env=written(tmp_path, config))
    assert_refused(result, 1, f'no context "{context}"', "prod, staging")


def test_a_service_that_is_in_one_alone(run: InProcess, config: dict[str, Any], tmp_path: Path, shops: Any) -> None:
    shops[0].apply(service("only-here", HTTP, selector={"app": "web"}))
    try:
        shops[0].wait_for_endpoints("only-here", 1)
        result = run("only-here", "--all-contexts", env=written(tmp_path, config))
    finally:
        # Other tests of this namespace come after this one, in whatever order.
        shops[0].delete("Service", "only-here")
        shops[0].wait_for(lambda: not shops[0].slices("only-here"), "the end of its slices")
    assert result.returncode == 0
    assert "only-here" in result.stdout
    assert result.stderr.startswith("error: staging: ")
    assert len(result.stderr.splitlines()) == 1


def test_one_that_hangs(run: InProcess, config: dict[str, Any], tmp_path: Path) -> None:
    with and_one_that_hangs(config) as with_silent:
        result = run("--context", "hangs,gone", "--request-timeout", "1s", env=written(tmp_path, with_silent))
    assert result.returncode == 1
    assert result.stderr.startswith("error: hangs: ")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        pytest.param(("-o", "tree"), ("-o tree", "table, wide, json, yaml, name"), id="format"),
        pytest.param(("--token", "secret"), ("--token",), id="token"),
        pytest.param(("--against", "prod"), ("--against",), id="against"),
        pytest.param(("--until", "wired"), ("--until",), id="until"),
        pytest.param(("--save", "x"), ("--save",), id="save"),
    ],
)
def test_what_is_of_one_context(
    run: InProcess, config: dict[str, Any], tmp_path: Path, words: tuple[str, ...], said: tuple[str, ...]
) -> None:
    result = run("--context", "prod,staging", *words, env=written(tmp_path, config))
    assert_refused(result, 2, *said)
    assert "secret" not in result.stderr


def test_a_context_with_a_comma_in_its_name(run: InProcess, config: dict[str, Any], tmp_path: Path) -> None:
    config["contexts"].append({"name": "prod,eu", "context": config["contexts"][0]["context"]})
    result = run("--context", "prod,eu", "-o", "json", env=written(tmp_path, config))
    assert json.loads(result.stdout)["source"]["context"] == "prod,eu"
