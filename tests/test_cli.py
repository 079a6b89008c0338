"""The command line, in this process or as a program, without a cluster."""

import io
import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kubectl_porttrace import __version__, cli, streams
from kubectl_porttrace.errors import UnreachableError
from tests.end_to_end.refused import assert_refused

Run = Callable[..., "subprocess.CompletedProcess[str]"]

BROKEN = """
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports:
  - {name: http, port: 80, targetPort: http}
  - {name: admin, port: 81, targetPort: 8081}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: app, ports: [{name: web, containerPort: 8080}, {containerPort: 8081}]}]}
---
apiVersion: v1
kind: Service
metadata: {name: outside, namespace: other, labels: {tier: base}}
spec: {type: ExternalName, externalName: example.com}
"""


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str]) -> Run:
    def runs(*args: str) -> "subprocess.CompletedProcess[str]":
        code = cli.run_command(args)
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(args, code, out, err)

    return runs


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "shop.yaml"
    path.write_text(BROKEN)
    return str(path)


def names(result: "subprocess.CompletedProcess[str]") -> list[str]:
    return [each["name"] for each in json.loads(result.stdout)["services"]]


def test_help_fits_80_columns(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    for flag in ("-h", "--help"):
        result = run(flag)
        assert (result.returncode, result.stderr) == (0, "")
        assert max(map(len, result.stdout.splitlines())) <= 80
        assert result.stdout.startswith("Usage: kubectl porttrace")


def test_help_names_every_flag(run: Run) -> None:
    ours = (
        "-f -R -o -n -A -l -h --filename --recursive --output --namespace --all-namespaces --selector --help --version"
    )
    more = "--no-headers --no-color --fail-on --ignore --explain --list-checks --save --demo --context --cluster --user"
    kubectl = "-s --kubeconfig --as --as-group --as-uid --token --server --certificate-authority --client-certificate"
    last = "--advice --client-key --insecure-skip-tls-verify --tls-server-name --proxy-url --request-timeout"
    listed = run("--help").stdout.replace(",", " ").split()
    assert [flag for flag in f"{ours} {more} {kubectl} {last}".split() if flag not in listed] == []


def test_version(run: Run) -> None:
    result = run("--version")
    assert (result.returncode, result.stdout) == (0, f"kubectl porttrace {__version__}\n")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        pytest.param(("--bogus",), ("--bogus", "--help"), id="unknown-flag"),
        pytest.param(("--namspace", "x"), ("--namspace", "--namespace"), id="nearly-a-flag"),
        pytest.param(("-n",), ("-n", "argument"), id="flag-without-its-value"),
        pytest.param(("-o", "xml"), ("xml", "html, json, yaml, sarif, junit, github, name"), id="format"),
        pytest.param(("--fail-on", "info"), ("info", "error, warning, note, never"), id="severity"),
        pytest.param(("--ignore", "PTX99"), ("PTX99", "--list-checks"), id="code"),
        pytest.param(("secret/web",), ("secret/web", "svc/web"), id="target"),
        pytest.param(("-A", "-n", "x"), ("-A", "-n"), id="all-namespaces-and-one"),
        pytest.param(("web", "-A"), ("-A",), id="service-in-all-namespaces"),
        pytest.param(("-f", "x", "--demo"), ("-f", "--demo"), id="two-sources"),
        pytest.param(("-f", "x", "--context", "y"), ("-f", "cluster"), id="files-and-context"),
        pytest.param(("--request-timeout", "soon"), ("soon",), id="timeout"),
        pytest.param(("--explain", "zzz-no-such-word"), ("zzz-no-such-word",), id="word"),
    ],
)
def test_wrong_usage_exits_2(run: Run, args: tuple[str, ...], words: tuple[str, ...]) -> None:
    assert_refused(run(*args), 2, *words)


@pytest.mark.parametrize("output", ["table", "wide", "tree", "mermaid", "markdown", "json", "yaml", "name"])
def test_every_format_reports_and_exits_3(run: Run, file: str, output: str) -> None:
    result = run("-f", file, "-o", output)
    assert (result.returncode, result.stderr) == (3, "")
    assert "web" in result.stdout
    assert result.stdout.endswith("\n")


@pytest.mark.parametrize(
    ("args", "services"),
    [
        pytest.param((), ["outside", "web"], id="all"),
        pytest.param(("web",), ["web"], id="one-in-any-namespace"),
        pytest.param(("-n", "other"), ["outside"], id="namespace"),
        pytest.param(("-A",), ["outside", "web"], id="all-namespaces"),
        pytest.param(("-l", "tier=base"), ["outside"], id="labels"),
    ],
)
def test_chooses_among_the_services_of_files(run: Run, file: str, args: tuple[str, ...], services: list[str]) -> None:
    assert names(run("-f", file, "-o", "json", *args)) == services


def test_a_port_alone_may_be_fine(run: Run, file: str) -> None:
    result = run("-f", file, "web:admin", "-o", "json")
    assert result.returncode == 0
    assert [each["name"] for each in json.loads(result.stdout)["services"][0]["ports"]] == ["admin"]


@pytest.mark.parametrize(
    ("args", "code"),
    [
        pytest.param((), 3, id="error-by-default"),
        pytest.param(("--fail-on", "warning"), 3, id="warning"),
        pytest.param(("--fail-on", "note"), 3, id="note"),
        pytest.param(("--fail-on", "never"), 0, id="never"),
        pytest.param(
            ("--ignore", "PTR01", "--ignore", "PTR05", "--ignore", "PTR06", "--ignore", "PTR17"), 0, id="ignored"
        ),
    ],
)
def test_the_exit_code_is_what_was_asked_to_fail_on(run: Run, file: str, args: tuple[str, ...], code: int) -> None:
    assert run("-f", file, "web", *args).returncode == code


def test_a_target_that_is_not_in_the_files(run: Run, file: str) -> None:
    assert_refused(run("-f", file, "wbe"), 1, 'service "wbe" not found', "did you mean web?")
    assert_refused(run("-f", file, "web:8080"), 1, "has no port 8080", "http 80/TCP")


def test_files_without_services_are_said(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "pod.yaml"
    path.write_text("apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {containers: [{name: c, image: i}]}\n")
    result = run("-f", str(path), "-o", "json")
    assert (result.returncode, result.stderr) == (0, "no Services found\n")
    assert names(result) == []


def test_reads_from_stdin(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(BROKEN.encode())))
    assert names(run("-f", "-", "-o", "json")) == ["outside", "web"]


def without_places(document: Any) -> list[Any]:
    return [found | {"location": None} for found in document["findings"]]


def test_saves_what_was_read_for_elsewhere(run: Run, file: str, tmp_path: Path) -> None:
    saved = tmp_path / "saved.json"
    first = run("-f", file, "--save", str(saved), "-o", "json")
    second = run("-f", str(saved), "-o", "json")
    document: Callable[[Any], Any] = lambda result: json.loads(result.stdout)  # noqa: E731
    assert [each["name"] for each in document(second)["services"]] == names(first)
    # A recording is no place where anything could be changed.
    places = [found.pop("location") for told in (first, second) for found in document(told)["findings"]]
    assert {place["file"] for place in places[: len(places) // 2]} == {Path(file).as_posix()}
    assert set(places[len(places) // 2 :]) == {None}
    assert without_places(document(second)) == without_places(document(first))


def test_a_pipe_is_not_coloured_and_is_wide(run: Run, file: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COLUMNS", raising=False)
    assert "\x1b" not in run("-f", file).stdout
    assert streams.width() == 120
    monkeypatch.setenv("COLUMNS", "66")
    assert streams.width() == 66


@pytest.mark.parametrize(
    ("environment", "colored"),
    [
        pytest.param({}, True, id="terminal"),
        pytest.param({"NO_COLOR": "1"}, False, id="no-color"),
        pytest.param({"NO_COLOR": ""}, True, id="no-color-is-empty"),
        pytest.param({"TERM": "dumb"}, False, id="dumb-terminal"),
    ],
)
def test_a_terminal_is_coloured(environment: dict[str, str], colored: bool, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: FBT001
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True, raising=False)
    assert streams.colored() is colored


def test_an_error_is_stripped_of_what_a_terminal_would_obey(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert cli._fail(UnreachableError("a\x1b[31mb\nc", "d\x07e")) == 1
    assert capsys.readouterr().err == "error: a [31mb c\nhint: d e\n"


def test_what_needs_no_cluster_never_loads_the_client(file: str) -> None:
    script = """
import sys
from kubectl_porttrace.cli import run_command
code = run_command(sys.argv[1:])
heavy = sorted({"kubernetes", "urllib3", "requests"} & set(sys.modules))
sys.exit(f"loaded {heavy}" if heavy else code)
"""
    for args in (["--help"], ["--version"], ["--explain", "PTR01"], ["--list-checks"], ["-f", file], ["--demo"]):
        program = [sys.executable, "-c", script, *args, "--fail-on", "never"]
        done = subprocess.run(program, capture_output=True, text=True, check=False)
        assert (done.returncode, done.stderr) == (0, ""), args
        assert done.stdout
