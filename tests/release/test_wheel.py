"""The wheel: what is in it, and that it installs with its two programs. No network is needed."""

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from email.parser import Parser
from pathlib import Path

import pytest

from kubectl_porttrace import __version__
from release.inputs import PACKAGE, files
from release.layout import COMPLETION, PROGRAM, ROOT

METADATA = f"{PACKAGE}-{__version__}.dist-info"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the wheel and the source distribution."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "-d", str(folder)]
    subprocess.run(command, cwd=ROOT, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    return built / f"{PACKAGE}-{__version__}-py3-none-any.whl"


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of a virtualenv with nothing but the wheel, which finds what it needs over here."""
    folder = tmp_path_factory.mktemp("fresh") / "with a space"
    venv.create(folder, symlinks=os.name != "nt")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    pip = [sys.executable, "-m", "pip", "--python", str(python), "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*pip, str(wheel)], check=True, capture_output=True)
    site_packages = next(folder.rglob("site-packages"))
    # A path in a .pth file is looked into last, and its own .pth files are not: what is installed here for
    # development is not seen.
    (site_packages / "needed.pth").write_text(sysconfig.get_path("purelib"))
    return python.parent


def test_it_holds_the_package_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        inside = set(packed.namelist())
    metadata = {
        f"{METADATA}/{name}" for name in ("METADATA", "WHEEL", "RECORD", "entry_points.txt", "licenses/LICENSE")
    }
    assert inside == {path.as_posix() for path in files(PACKAGE)} | metadata


def test_its_version_is_the_package_s(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        metadata = Parser().parsestr(packed.read(f"{METADATA}/METADATA").decode())
    assert (metadata["Version"], metadata["License-Expression"]) == (__version__, "Apache-2.0")
    assert metadata["Requires-Python"] == ">=3.10"


def test_the_source_distribution_builds_the_same_wheel(built: Path, wheel: Path, tmp_path: Path) -> None:
    name = f"{PACKAGE}-{__version__}"
    with tarfile.open(built / f"{name}.tar.gz") as packed:
        packed.extractall(tmp_path)  # noqa: S202 - built here
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=tmp_path / name, check=True, capture_output=True)
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_it_installs_and_runs(programs: Path, tmp_path: Path) -> None:
    def run(*command: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [str(programs / command[0]), *command[1:]], capture_output=True, text=True, cwd=tmp_path, check=False
        )

    assert run(PROGRAM, "--version").stdout == f"kubectl porttrace {__version__}\n"
    demo = run(PROGRAM, "--demo", "-o", "name")
    assert (demo.returncode, demo.stderr) == (3, "")
    where = run("python", "-c", f"import {PACKAGE}; print({PACKAGE}.__file__)").stdout
    assert Path(where).is_relative_to(programs.parent)


def test_kubectl_finds_the_completion(programs: Path, tmp_path: Path) -> None:
    command = [str(programs / COMPLETION), "-o", ""]
    result = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path, check=False)
    assert (result.returncode, result.stderr) == (0, "")
    assert {line.split("\t")[0] for line in result.stdout.splitlines()} >= {"json", "yaml"}
    assert result.stdout.splitlines()[-1].startswith(":")
