"""The workflows: what they call exists, what they run is pinned, and what may write builds nothing."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from release.layout import PLATFORMS, ROOT, Platform
from release.manifest import MANIFEST, manifest

FOLDER = ROOT / ".github" / "workflows"
WORKFLOWS = sorted(FOLDER.iterdir())
PINNED = re.compile(r" uses: [\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$")
TARGETS = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))

each_workflow = pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)


def jobs(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = yaml.safe_load(path.read_text())["jobs"]
    return found


def steps(path: Path) -> Iterator[dict[str, Any]]:
    for job in jobs(path).values():
        yield from job["steps"]


def made(script: str) -> set[str]:
    """The targets that a script makes."""
    calls = re.findall(r"\bmake ([^\n;&|]+)", script)
    return {word for call in calls for word in call.split() if "=" not in word}


def writes(job: dict[str, Any]) -> bool:
    return "write" in job.get("permissions", {}).values()


def test_there_are_three() -> None:
    assert [path.name for path in WORKFLOWS] == ["ci.yml", "docs.yml", "release.yml"]


@each_workflow
def test_every_action_is_pinned_by_its_commit_and_says_its_version(path: Path) -> None:
    lines = [line for line in path.read_text().splitlines() if "uses:" in line]
    assert len(lines) == sum("uses" in step for step in steps(path)) > 0
    assert [line.strip() for line in lines if not PINNED.search(line)] == []


def test_an_action_has_one_version_in_all_workflows() -> None:
    used = {step["uses"] for path in WORKFLOWS for step in steps(path) if "uses" in step}
    assert len({action.partition("@")[0] for action in used}) == len(used)


@each_workflow
def test_every_target_it_makes_is_in_the_makefile(path: Path) -> None:
    called = {target for step in steps(path) for target in made(step.get("run", ""))}
    assert called
    assert called - TARGETS == set()


def test_ci_runs_a_script_that_is_there_and_makes_what_is_there() -> None:
    assert any(".ci/run" in step.get("run", "") for step in steps(FOLDER / "ci.yml"))
    assert {"check", "test"} <= made((ROOT / ".ci" / "run").read_text()) <= TARGETS


def test_a_release_has_an_archive_for_each_platform_of_the_manifest() -> None:
    matrix = jobs(FOLDER / "release.yml")["archive"]["strategy"]["matrix"]["include"]
    assert [Platform(each["os"], each["arch"]) for each in matrix] == list(PLATFORMS)


@each_workflow
def test_what_may_write_checks_nothing_out_and_makes_nothing(path: Path) -> None:
    assert "write" not in yaml.safe_load(path.read_text())["permissions"].values()
    writing = [step for job in jobs(path).values() if writes(job) for step in job["steps"]]
    assert [step for step in writing if made(step.get("run", "")) or "actions/checkout" in step.get("uses", "")] == []


def test_what_is_published_was_attested_and_tested_first() -> None:
    release = jobs(FOLDER / "release.yml")

    def before(name: str) -> set[str]:
        needs = release[name].get("needs", [])
        direct = {needs} if isinstance(needs, str) else set(needs)
        return direct.union(*map(before, direct))

    built = {"version", "archive", "wheel", "manifest"}
    assert before("attest") == built
    assert {name for name, job in release.items() if writes(job) and not built <= before(name)} == set()
    assert before("krew") > before("pypi") > before("attest")


def test_no_secret_is_used_but_the_workflow_s_own() -> None:
    assert [path.name for path in WORKFLOWS if re.search(r"\bsecrets\b", path.read_text())] == []


def test_the_oldest_python_that_is_promised_is_tested() -> None:
    promised = re.search(r'requires-python = ">=(\S+)"', (ROOT / "pyproject.toml").read_text())
    assert promised
    assert jobs(FOLDER / "ci.yml")["offline"]["strategy"]["matrix"]["python"][0] == promised[1]


def test_the_bot_of_krew_finds_nothing_to_fill_in() -> None:
    """It takes the manifest for a template of Go's; what it filled in would not be what was tested."""
    (bot,) = (step for step in steps(FOLDER / "release.yml") if "krew-release-bot" in step.get("uses", ""))
    assert bot["with"]["krew_template_file"] == MANIFEST.name
    assert "{{" not in manifest(dict.fromkeys(PLATFORMS, "0" * 64))
