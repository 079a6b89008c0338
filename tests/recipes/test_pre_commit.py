"""The hook for pre-commit, run by pre-commit itself in a repository of manifests."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from kubectl_porttrace import __version__
from release.layout import ROOT
from tests.recipes.pages import INSTALLING, MENDED, PATIENT_PIP, UNREACHABLE, WEB, configured

HOOKS = ".pre-commit-hooks.yaml"
PARTS = ("kubectl_porttrace", "pyproject.toml", "README.md", "CHANGELOG.md", "LICENSE", HOOKS)

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="pre-commit works on repositories of git")


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    """No configuration of git but this, and pre-commit's environments in a folder that goes away."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "PRE_COMMIT"))}
    who = {f"GIT_{role}_{what}": "tests@example.com" for role in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")}
    own = {"GIT_CONFIG_GLOBAL": os.devnull, "PRE_COMMIT_HOME": str(tmp_path / "environments")}
    return {**kept, **who, **PATIENT_PIP, **own}


def committed(folder: Path, environment: dict[str, str]) -> Path:
    """The folder as a repository with all of it committed."""
    for command in ("init --quiet --initial-branch=main", "add --all --force", "commit --quiet -m x"):
        subprocess.run(["git", *command.split()], cwd=folder, env=environment, check=True, capture_output=True)
    return folder


@pytest.fixture
def hooks(tmp_path: Path, environment: dict[str, str]) -> Path:
    """A repository with what pre-commit needs of this one."""
    folder = tmp_path / "hooks"
    folder.mkdir()
    for name in PARTS:
        if (ROOT / name).is_dir():
            # What other tests run compiles modules meanwhile, under names that go away.
            shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(ROOT / name, folder / name)
    return committed(folder, environment)


def pre_commit(*arguments: str, folder: Path, environment: dict[str, str]) -> "subprocess.CompletedProcess[str]":
    told = subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments, "--color=never"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=INSTALLING,
    )
    if told.returncode not in {0, 1} and UNREACHABLE.search(told.stdout):
        pytest.skip(f"no registry of Python packages can be reached: {told.stdout.strip()[-200:]}")
    return told


def test_the_hook_fails_where_a_service_is_broken(tmp_path: Path, hooks: Path, environment: dict[str, str]) -> None:
    folder = tmp_path / "shop"
    (folder / "deploy").mkdir(parents=True)
    (folder / "deploy" / "web.yaml").write_text(WEB)
    committed(folder, environment)
    told = pre_commit("try-repo", str(hooks), "--all-files", folder=folder, environment=environment)
    assert told.returncode == 1, told.stdout + told.stderr
    assert "exit code: 3" in told.stdout
    assert "error PTR01: " in told.stdout


def test_the_configuration_of_the_page_is_one(tmp_path: Path) -> None:
    config = configured("pre-commit")
    (repo,) = config["repos"]
    (hook,) = repo["hooks"]
    (offered,) = yaml.safe_load((ROOT / HOOKS).read_text(encoding="utf-8"))
    assert (repo["rev"], hook["id"]) == (f"v{__version__}", offered["id"])
    written = tmp_path / "config.yaml"
    written.write_text(yaml.safe_dump(config))
    for command, path in (("validate-config", written), ("validate-manifest", ROOT / HOOKS)):
        subprocess.run([sys.executable, "-m", "pre_commit", command, str(path)], check=True, timeout=180)


@pytest.mark.parametrize(("text", "code"), [(WEB, 3), (MENDED, 0)], ids=["broken", "fine"])
def test_the_arguments_of_the_page_read_the_folder_alone(text: str, code: int, tmp_path: Path) -> None:
    (hook,) = configured("pre-commit")["repos"][0]["hooks"]
    (tmp_path / "manifests").mkdir()
    (tmp_path / "manifests" / "web.yaml").write_text(text)
    (tmp_path / "chart.yaml").write_text("{{ if }}")
    command = [sys.executable, "-m", "kubectl_porttrace", *hook["args"]]
    assert subprocess.run(command, cwd=tmp_path, capture_output=True, check=False, timeout=180).returncode == code


def test_it_names_a_program_that_is_installed() -> None:
    (hook,) = yaml.safe_load((ROOT / HOOKS).read_text(encoding="utf-8"))
    assert f'\n{hook["entry"]} = "' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert (hook["language"], hook["pass_filenames"]) == ("python", False)
