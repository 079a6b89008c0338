"""`--against` on the command line, where no cluster is needed: what it takes, what it prints, how it exits."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import jsonschema
import pytest

from kubectl_porttrace import cli
from kubectl_porttrace.report.schema import schema
from tests.end_to_end.refused import assert_refused
from tests.test_imports import PACKAGE, loaded

Run = Callable[..., "subprocess.CompletedProcess[str]"]

HEADERS = ("CHANGE", "OBJECT", "PART", "BEFORE", "NOW", "FINDINGS")

SHOP = """
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80, targetPort: http}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: app, ports: [{name: http, containerPort: 8080}]}]}
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("KUBECONFIG", os.devnull)

    def runs(*args: str) -> "subprocess.CompletedProcess[str]":
        code = cli.run_command(args)
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(args, code, out, err)

    return runs


@pytest.fixture
def files(tmp_path: Path, run: Run) -> dict[str, str]:
    """A shop, the same with a fault, and the report on the shop in each of the ways it can be kept."""
    paths = {name: str(tmp_path / name) for name in ("good.yaml", "bad.yaml", "good.json", "report.yaml", "saved.json")}
    Path(paths["good.yaml"]).write_text(SHOP)
    Path(paths["bad.yaml"]).write_text(SHOP.replace("name: http, containerPort", "name: web, containerPort"))
    for name, flags in (("good.json", ("-o", "json")), ("report.yaml", ("-o", "yaml"))):
        Path(paths[name]).write_text(run("-f", paths["good.yaml"], *flags).stdout)
    run("-f", paths["good.yaml"], "--save", paths["saved.json"])
    return paths


@pytest.mark.parametrize("kept", ["good.json", "report.yaml", "saved.json"])
def test_what_got_worse_exits_3(run: Run, files: dict[str, str], kept: str) -> None:
    result = run("-f", files["bad.yaml"], "--against", files[kept])
    assert (result.returncode, result.stderr) == (3, "")
    assert result.stdout.split()[:9] == [
        "CHANGE",
        "OBJECT",
        "PART",
        "BEFORE",
        "NOW",
        "FINDINGS",
        "worse",
        "web",
        "http",
    ]
    assert "new error PTR01 shop/web" in result.stdout


def test_nothing_changed_is_said_and_exits_0(run: Run, files: dict[str, str]) -> None:
    """What was found before does not count, not even an error."""
    Path(files["good.json"]).write_text(run("-f", files["bad.yaml"], "-o", "json").stdout)
    result = run("-f", files["bad.yaml"], "--against", files["good.json"])
    assert (result.returncode, result.stderr) == (0, "")
    assert "nothing changed; 1 Service as before" in result.stdout


def test_what_got_better_exits_0(run: Run, files: dict[str, str]) -> None:
    Path(files["good.json"]).write_text(run("-f", files["bad.yaml"], "-o", "json").stdout)
    result = run("-f", files["good.yaml"], "--against", files["good.json"])
    assert result.returncode == 0
    assert "better" in result.stdout
    assert "gone error PTR01" in result.stdout


@pytest.mark.parametrize(("level", "code"), [("never", 0), ("error", 3)])
def test_how_bad_it_has_to_be(run: Run, files: dict[str, str], level: str, code: int) -> None:
    assert run("-f", files["bad.yaml"], "--against", files["good.json"], "--fail-on", level).returncode == code


def test_the_json_document_has_a_section_for_it(run: Run, files: dict[str, str]) -> None:
    document = json.loads(run("-f", files["bad.yaml"], "--against", files["good.json"], "-o", "json").stdout)
    jsonschema.validate(document, schema())
    comparison = document["comparison"]
    assert comparison["name"] == files["good.json"]
    assert [(each["change"], each["severity"]) for each in comparison["differences"]] == [("worse", "error")]
    assert document["services"][0]["name"] == "web"
    assert document["scope"] == {
        "namespaces": None,
        "complete": False,
        "targets": [],
        "selector": "",
        "routes": True,
        "advice": False,
        "ignored": [],
    }


def test_names_are_of_what_got_worse(run: Run, files: dict[str, str]) -> None:
    assert run("-f", files["bad.yaml"], "--against", files["good.json"], "-o", "name").stdout == "service/web -n shop\n"
    assert run("-f", files["good.yaml"], "--against", files["good.json"], "-o", "name").stdout == ""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        pytest.param("", ("empty",), id="empty"),
        pytest.param(SHOP.partition("---")[0], ("a Service, and not a report", "-f"), id="a-manifest"),
        pytest.param(SHOP, ("more than one document",), id="manifests"),
        pytest.param("[1, 2]", ("not a report",), id="a-list"),
        pytest.param('{"apiVersion": "porttrace/v1", "kind": "PortTraceRep', ("not valid JSON",), id="cut-off"),
        pytest.param('{"apiVersion": "porttrace/v1", "kind": "PortTraceReport"}', ("source",), id="nothing-in-it"),
        pytest.param(
            '{"apiVersion": "porttrace/v2", "kind": "PortTraceReport"}', ("porttrace/v2", "porttrace/v1"), id="newer"
        ),
        pytest.param("\x00\x01", ("not valid YAML",), id="no-text"),
        pytest.param('{"version": "2.1.0", "runs": []}', ("-o sarif", "no Services"), id="sarif"),
        pytest.param(
            '{"apiVersion": "porttrace/v1", "kind": "PortTraceReports", "contexts": []}',
            ("the reports of several contexts",),
            id="contexts",
        ),
    ],
)
def test_a_file_that_is_no_report(run: Run, files: dict[str, str], content: str, words: tuple[str, ...]) -> None:
    Path(files["good.json"]).write_text(content)
    assert_refused(run("-f", files["good.yaml"], "--against", files["good.json"]), 1, "good.json", *words)


def test_a_folder_and_a_name_of_nothing(run: Run, files: dict[str, str], tmp_path: Path) -> None:
    assert_refused(run("-f", files["good.yaml"], "--against", str(tmp_path)), 1, "a folder")
    missing = run("-f", files["good.yaml"], "--against", "no-such")
    assert_refused(missing, 1, "no-such", "no such file")


def test_a_context_that_does_not_exist(
    run: Run, files: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = tmp_path / "config"
    config.write_text(
        json.dumps(
            {
                "clusters": [{"name": "c", "cluster": {"server": "https://127.0.0.1:1"}}],
                "contexts": [{"name": "prod", "context": {"cluster": "c", "user": ""}}],
            }
        )
    )
    monkeypatch.setenv("KUBECONFIG", str(config))
    assert_refused(run("-f", files["good.yaml"], "--against", "prdo"), 1, "prdo", "no such file", 'did you mean "prod"')
    assert_refused(run("-f", files["good.yaml"], "--against", "prod"), 1, "--against prod", "127.0.0.1:1")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        pytest.param(("-o", "tree"), ("-o tree", "table, wide, markdown, json, yaml, github, name"), id="format"),
        pytest.param(("-o", "sarif"), ("-o sarif", "--baseline FILE -o sarif"), id="sarif"),
        pytest.param(("-o", "junit"), ("-o junit", "--baseline FILE -o junit"), id="junit"),
        pytest.param((":80",), ("--against", ":80"), id="address"),
        pytest.param(("--against", ""), ("--against", "empty"), id="empty"),
    ],
)
def test_wrong_usage(run: Run, files: dict[str, str], args: tuple[str, ...], words: tuple[str, ...]) -> None:
    assert_refused(run("-f", files["good.yaml"], "--against", files["good.json"], *args), 2, *words)


COMPARING = {f"{PACKAGE}.{name}" for name in ("against", "read.files.earlier", "compare.reports", "render.comparison")}


def test_what_compares_is_loaded_where_it_is_asked_for(files: dict[str, str]) -> None:
    modules = loaded("-f", files["good.yaml"], "--against", files["good.json"])
    assert modules >= COMPARING
    assert f"{PACKAGE}.render.human" not in modules
    assert loaded("-f", files["good.yaml"]) & COMPARING == set()


LAYING = {
    f"{PACKAGE}.{name}" for name in ("sessions.over_cluster", "overlay.laid_over", "compare.narrowed", "contexts")
}


def test_what_lays_files_over_a_cluster_is_loaded_where_it_is_asked_for(files: dict[str, str]) -> None:
    assert loaded("-f", files["good.yaml"], "--against", files["good.json"]) & LAYING == set()
