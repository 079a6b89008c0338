"""The GitHub Action: its steps are run by bash, as a runner does it, with the environment that is documented for them.

Source: https://docs.github.com/actions/reference/workflows-and-actions/metadata-syntax, "runs for composite actions",
and `shell: bash`, which is `bash --noprofile --norc -eo pipefail {0}`.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import Any

import pytest
import yaml

from kubectl_porttrace import __version__
from kubectl_porttrace.render.formats import FORMATS
from release.layout import ROOT
from tests.recipes.pages import INSTALLING, MENDED, PAGE, PATIENT_PIP, UNREACHABLE, WEB, configured

ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
INSTALL, TRACE = ACTION["runs"]["steps"]

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the steps of the action are scripts of bash")


class Runner:
    """A runner of one job, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self.workspace, self.temp = folder / "work space", folder / "temp"
        self.output, self.summary = folder / "output", folder / "summary"
        self.workspace.mkdir()
        self.temp.mkdir()
        self.output.touch()

    def run(self, step: dict[str, Any], **inputs: str) -> "subprocess.CompletedProcess[str]":
        """One step, given the inputs that differ from their defaults."""
        assert step["shell"] == "bash"
        given = {name: each["default"] for name, each in ACTION["inputs"].items()} | inputs
        script = self.temp / "script.sh"
        script.write_text(step["run"], encoding="utf-8")
        return subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
            cwd=self.workspace,
            env={
                **{name: value for name, value in os.environ.items() if not name.startswith(("GITHUB_", "KUBE"))},
                "GITHUB_ACTION_PATH": str(ROOT),
                "GITHUB_OUTPUT": str(self.output),
                "GITHUB_STEP_SUMMARY": str(self.summary),
                "GITHUB_WORKSPACE": str(self.workspace),
                "RUNNER_TEMP": str(self.temp),
                **PATIENT_PIP,
                **{name: filled(value, given) for name, value in step.get("env", {}).items()},
            },
            capture_output=True,
            text=True,
            check=False,
            timeout=INSTALLING,
        )

    @property
    def outputs(self) -> dict[str, str]:
        """What the steps have given out."""
        return dict(line.split("=", 1) for line in self.output.read_text(encoding="utf-8").splitlines())


def filled(value: str, inputs: dict[str, str]) -> str:
    """The value of a variable with the inputs that it names."""
    return re.sub(r"\$\{\{ inputs\.([\w-]+) \}\}", lambda found: inputs[found[1]], value)


@pytest.fixture
def fresh(tmp_path: Path) -> Runner:
    return Runner(tmp_path)


@pytest.fixture
def runner(fresh: Runner) -> Runner:
    """A runner on which the first step has been, as far as the second can tell: what it needs is that of the tests."""
    made = fresh.temp / "porttrace"
    venv.create(made, symlinks=os.name != "nt")
    site = next(made.rglob("site-packages"))
    (site / "porttrace.pth").write_text(f"{ROOT}\n{sysconfig.get_path('purelib')}\n")
    return fresh


def test_the_first_step_installs_all_that_the_second_needs(fresh: Runner) -> None:
    installed = fresh.run(INSTALL, python=sys.executable)
    if installed.returncode != 0 and UNREACHABLE.search(installed.stderr):
        pytest.skip(f"no registry of Python packages can be reached: {installed.stderr.strip()[-200:]}")
    assert installed.returncode == 0, installed.stderr
    traced = fresh.run(TRACE, args="--version")
    assert (traced.returncode, traced.stdout) == (0, f"kubectl porttrace {__version__}\n")
    assert fresh.run(TRACE, args="--demo\n--output=json\nweb\n-n\nshop").returncode == 0


def test_a_finding_fails_the_step_at_its_line_and_is_in_the_summary(runner: Runner) -> None:
    (runner.workspace / "a folder").mkdir()
    (runner.workspace / "a folder" / "web.yaml").write_text(WEB)
    told = runner.run(TRACE, files="a folder\n")
    assert (told.returncode, told.stderr) == (3, "")
    assert told.stdout.startswith("::error file=a folder/web.yaml,line=7,title=PTR01 ")
    assert runner.outputs == {"exit-code": "3"}
    assert "PTR01" in runner.summary.read_text(encoding="utf-8")


def test_what_is_fine_passes(runner: Runner) -> None:
    for name in ("web", "more"):
        (runner.workspace / f"{name}.yaml").write_text(MENDED.replace("name: web", f"name: {name}"))
    told = runner.run(TRACE, files="web.yaml\nmore.yaml")
    assert (told.returncode, told.stderr, runner.outputs) == (0, "", {"exit-code": "0"})
    assert "2 Services" in told.stdout


def test_a_file_takes_another_format_and_never_means_never(runner: Runner) -> None:
    (runner.workspace / "web.yaml").write_text(WEB)
    inputs = {"format": "sarif", "output": "porttrace.sarif", "fail-on": "never"}
    told = runner.run(TRACE, files="web.yaml", **inputs)
    assert (told.returncode, told.stdout) == (0, "")
    assert '"startLine": 7' in (runner.workspace / "porttrace.sarif").read_text()


def test_a_baseline_and_arguments_reach_the_program(runner: Runner) -> None:
    (runner.workspace / "web.yaml").write_text(WEB)
    runner.run(TRACE, files="web.yaml", format="json", output="known.json")
    assert runner.run(TRACE, files="web.yaml", baseline="known.json").returncode == 0
    assert runner.run(TRACE, files="web.yaml", args="--ignore\nPTR01").returncode == 0
    assert runner.run(TRACE, files="web.yaml", args="--bogus").returncode == 2
    assert runner.output.read_text().splitlines()[-1] == "exit-code=2"


def test_no_input_is_a_script(runner: Runner) -> None:
    hostile = "x\"; touch pwned; $(touch pwned) `touch pwned` ${IFS} * ' \\"
    names = ("files", "args", "format", "output", "fail-on", "baseline")
    for name in names:
        (runner.workspace / "web.yaml").write_text(MENDED)
        runner.run(TRACE, **{"files": "web.yaml", name: hostile})
    assert not list(runner.workspace.rglob("pwned"))
    assert [step["name"] for step in (INSTALL, TRACE) if "${{" in step["run"]] == []


def test_a_checked_out_folder_is_no_module(runner: Runner) -> None:
    """Who opens a pull request must not decide what runs."""
    for name in ("kubectl_porttrace", "json", "msgspec", "yaml"):
        (runner.workspace / name).mkdir()
        (runner.workspace / name / "__init__.py").write_text("raise SystemExit('run by the pull request')")
    (runner.workspace / "web.yaml").write_text(MENDED)
    told = runner.run(TRACE, files="web.yaml")
    assert (told.returncode, told.stderr) == (0, "")


def test_every_input_is_used_and_described() -> None:
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert [name for name in ACTION["inputs"] if f"${{{{ inputs.{name} }}}}" not in text] == []
    assert all(each["description"] for each in ACTION["inputs"].values())
    assert ACTION["inputs"]["format"]["default"] in {each.name for each in FORMATS}


def test_the_page_uses_inputs_that_there_are_and_pins_what_it_uses() -> None:
    for number in (0, 1):
        for step in configured("GitHub Actions", number)["jobs"]["ports"]["steps"]:
            name, _, at = step["uses"].partition("@")
            assert re.fullmatch("[0-9a-f]{40}|COMMIT", at)
            if name == "kubectl-porttrace/kubectl-porttrace":
                assert set(step["with"]) <= set(ACTION["inputs"])
    assert "@v" not in PAGE.read_text(encoding="utf-8")
