"""The formats, exit codes and baselines of continuous integration, from the command line."""

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kubectl_porttrace import cli
from kubectl_porttrace.options import FAIL_ON, OUTPUTS
from kubectl_porttrace.step_summary import MOST, add_to_step_summary

Run = Callable[..., "subprocess.CompletedProcess[str]"]

WEB = """\
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
"""

MENDED = WEB.replace("targetPort: http", "targetPort: web")
ALSO_ADMIN = WEB.replace("targetPort: 8081", "targetPort: admin")


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    for name in ("GITHUB_WORKSPACE", "GITHUB_STEP_SUMMARY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def runs(*args: str) -> "subprocess.CompletedProcess[str]":
        code = cli.run_command(args)
        out, err = capsys.readouterr()
        return subprocess.CompletedProcess(args, code, out, err)

    return runs


@pytest.fixture
def write(tmp_path: Path) -> Callable[[str], str]:
    """Write manifests; the name of their file."""

    def written(text: str, name: str = "web.yaml") -> str:
        (tmp_path / name).write_text(text)
        return name

    return written


Write = Callable[..., str]

FILES = {
    "error": WEB,
    "warning": MENDED + "---" + MENDED.partition("---")[2].replace("name: web", "name: old"),
    "note": MENDED.replace("  ports:\n", "  externalIPs: [192.0.2.1]\n  ports:\n", 1),
    "nothing": MENDED,
}
"""Manifests by the worst that is found in them."""


@pytest.mark.parametrize("output", OUTPUTS)
def test_the_exit_code_is_the_same_in_every_format(output: str, run: Run, write: Write) -> None:
    codes = {
        worst: [run("-f", write(text), "-o", output, "--fail-on", level).returncode for level in FAIL_ON]
        for worst, text in FILES.items()
    }
    assert FAIL_ON == ("error", "warning", "note", "never")
    assert {worst: told for worst, told in codes.items() if worst != "nothing"} == {
        "error": [3, 3, 3, 0],
        "warning": [0, 3, 3, 0],
        "note": [0, 0, 3, 0],
    }
    assert codes["nothing"][:2] == [0, 0]


@pytest.mark.parametrize("output", OUTPUTS)
def test_what_the_baseline_has_does_not_fail(output: str, run: Run, write: Write) -> None:
    known = baseline(run, write(WEB))
    assert run("-f", "web.yaml", "-o", output, "--baseline", known).returncode == 0
    assert run("-f", "web.yaml", "-o", output).returncode == 3
    assert run("-f", write(ALSO_ADMIN), "-o", output, "--baseline", known).returncode == 3


def baseline(run: Run, file: str, output: str = "json", name: str = "known.json") -> str:
    Path(name).write_text(run("-f", file, "-o", output).stdout)
    return name


def test_every_finding_has_its_line_and_a_table_looks_for_none(run: Run, write: Write) -> None:
    found = json.loads(run("-f", write(WEB), "-o", "json").stdout)["findings"]
    places = {each["code"]: each["location"] for each in found}
    assert places["PTR01"] == {"file": "web.yaml", "line": 7}
    assert "file=web.yaml,line=7," in run("-f", "web.yaml", "-o", "github").stdout
    assert 'file="web.yaml" line="7"' in run("-f", "web.yaml", "-o", "junit").stdout
    assert '"uri": "web.yaml"' in run("-f", "web.yaml", "-o", "sarif").stdout


def test_a_file_is_named_from_the_workspace(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    write(WEB)
    monkeypatch.setenv("GITHUB_WORKSPACE", str(Path.cwd().parent))
    assert f"file={Path.cwd().name}/web.yaml,line=7," in run("-f", "web.yaml", "-o", "github").stdout


def test_a_pipe_is_read_once(tmp_path: Path, write: Write) -> None:
    """As `-f <(kustomize build)` gives it: what is read of it is gone."""
    write(WEB)
    script = 'exec "$0" -m kubectl_porttrace -f <(cat web.yaml) -o github'
    command = ["bash", "-c", script, sys.executable]
    told = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60, cwd=tmp_path)
    assert (told.returncode, told.stderr) == (3, "")
    assert "(line 7 of standard input)" in told.stdout


@pytest.mark.parametrize("output", ["json", "yaml", "sarif"])
def test_what_is_known_is_only_counted(output: str, run: Run, write: Write) -> None:
    known = baseline(run, write(WEB), output)
    table = run("-f", write(ALSO_ADMIN), "--baseline", known)
    assert "1 known finding of the baseline not shown" in table.stdout
    assert table.stdout.count("error PTR01") == 1
    report = json.loads(run("-f", "web.yaml", "--baseline", known, "-o", "json").stdout)
    (suppressed,) = report["suppressed"]
    assert (suppressed["by"], suppressed["finding"]["ports"][0]["port"]) == ("baseline", 80)
    assert (report["summary"]["known"], report["summary"]["errors"]) == (1, 1)


def test_a_baseline_made_with_a_baseline_knows_as_much(run: Run, write: Write) -> None:
    first = baseline(run, write(WEB))
    for output, name in (("json", "second.json"), ("sarif", "second.sarif")):
        Path(name).write_text(run("-f", write(WEB), "--baseline", first, "-o", output).stdout)
        assert run("-f", "web.yaml", "--baseline", name).returncode == 0


def test_what_was_ignored_in_the_baseline_is_not_known(run: Run, write: Write) -> None:
    for output in ("json", "sarif"):
        Path("known").write_text(run("-f", write(WEB), "--ignore", "PTR01", "-o", output).stdout)
        assert run("-f", "web.yaml", "--baseline", "known").returncode == 3


def test_a_baseline_of_other_namespaces_is_told(run: Run, write: Write) -> None:
    known = baseline(run, write(WEB.replace("shop", "else")))
    told = run("-f", write(WEB), "--baseline", known)
    assert (told.returncode, told.stderr) == (3, "the baseline known.json is about other namespaces: else\n")
    assert run("-f", "web.yaml", "--baseline", known, "--quiet").stderr == ""


OTHER = {"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "other"}}, "results": []}]}
OLD: Any = {
    "apiVersion": "porttrace/v1",
    "kind": "PortTraceReport",
    "services": [],
    "findings": [{"severity": "error"}],
}


@pytest.mark.parametrize(
    ("content", "said"),
    [
        pytest.param(None, "known.json: no such file or directory", id="missing"),
        pytest.param("", "known.json: empty, and not a report", id="empty"),
        pytest.param("{", "known.json: not valid JSON: the file ends in the middle, line 1 column 2", id="cut"),
        pytest.param("\x00", "known.json: not valid YAML", id="no-text"),
        pytest.param("[1]", "known.json: something else, and not a report", id="list"),
        pytest.param('{"results": []}', "known.json: something else, and not a report", id="other-json"),
        pytest.param("{}\n{}", "known.json: more than one document, and not a report", id="several"),
        pytest.param(WEB, "known.json: more than one document, and not a report", id="manifests"),
        pytest.param(json.dumps(OTHER), "known.json: a report of another program", id="other-sarif"),
        pytest.param('{"runs": 1}', "known.json: not a whole report: Expected `array`", id="no-sarif"),
        pytest.param(json.dumps({**OLD, "findings": 1}), "known.json: not a whole report", id="no-report"),
        pytest.param(
            json.dumps({**OLD, "apiVersion": "porttrace/v9"}), "known.json: a report of porttrace/v9", id="newer"
        ),
        pytest.param(
            json.dumps({**OLD, "kind": "PortTraceReports"}),
            "known.json: the reports of several contexts",
            id="contexts",
        ),
        pytest.param(WEB.partition("---")[0], "known.json: a Service, and not a report", id="a-manifest"),
        pytest.param(json.dumps(OLD), "known.json: its findings have no fingerprints", id="without-fingerprints"),
    ],
)
def test_what_is_no_report_is_refused(content: str | None, said: str, run: Run, write: Write) -> None:
    write(WEB)
    if content is not None:
        write(content, "known.json")
    told = run("-f", "web.yaml", "--baseline", "known.json")
    assert (told.returncode, told.stdout) == (1, "")
    first, hint = told.stderr.splitlines()
    assert first.startswith(f"error: --baseline {said}")
    assert hint.endswith(("kubectl porttrace -o json > FILE writes one", "write it anew with this version"))


def test_a_recording_is_no_report(run: Run, write: Write) -> None:
    run("-f", write(WEB), "--save", "saved.json")
    told = run("-f", "web.yaml", "--baseline", "saved.json")
    assert (told.returncode, "kubectl porttrace -f saved.json -o json writes it" in told.stderr) == (1, True)


def test_a_baseline_without_a_name_is_refused(run: Run, write: Write) -> None:
    assert run("-f", write(WEB), "--baseline", "").returncode == 2


def test_the_summary_of_a_step_gets_the_markdown(run: Run, write: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "summary.md")
    Path("summary.md").write_text("before\n")
    markdown = run("-f", write(WEB), "-o", "markdown").stdout
    assert Path("summary.md").read_text() == "before\n"
    run("-f", "web.yaml", "-o", "github")
    assert Path("summary.md").read_text(encoding="utf-8") == f"before\n{markdown}"


def test_a_summary_that_cannot_be_written_stops_nothing(
    run: Run, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", "no/such/folder")
    told = run("-f", write(WEB), "-o", "github")
    assert (told.returncode, told.stderr.count("\n")) == (3, 1)
    assert told.stderr.startswith("the summary of the step could not be written: no/such/folder: no such file")
    assert told.stdout.startswith("::error ")


def test_a_long_summary_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
    add_to_step_summary([f"{'é' * 500} {number}\n" for number in range(2000)])
    text = (tmp_path / "summary.md").read_text(encoding="utf-8")
    assert MOST - 1100 < len(text.encode()) < MOST + 100
    *whole, _, last = text.splitlines()
    assert last == "(cut here: a summary has no room for more)"
    assert all(line == f"{'é' * 500} {number}" for number, line in enumerate(whole[:-1]))
