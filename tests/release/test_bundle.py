"""What is in the archive, and that its program does what the source does."""

import hashlib
import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from referencing import Registry, Resource

from kubectl_porttrace import __version__
from release.dist import build
from release.environment import build_environment
from release.inputs import PACKAGE, files, key
from release.layout import COMPLETION, PROGRAM, ROOT, TOP, checksum_of, parts_of

SOURCE = [sys.executable, "-m", PACKAGE]
INTERNAL = f"{TOP}/_internal"


@pytest.fixture(scope="module")
def names(archive: Path) -> set[str]:
    with tarfile.open(archive) as packed:
        return set(packed.getnames())


def run(*command: str | Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("LD_", "SSL_"))}
    everything = kept | {"COLUMNS": "100"} | environment
    return subprocess.run(command, capture_output=True, text=True, env=everything, cwd=ROOT, check=False)


def test_every_file_of_the_package_is_in_it(names: set[str]) -> None:
    expected = {path.with_suffix(".pyc") if path.suffix == ".py" else path for path in files(PACKAGE)}
    inside = {name for name in names if name.startswith(f"{INTERNAL}/{PACKAGE}/")}
    assert inside == {f"{INTERNAL}/{path.as_posix()}" for path in expected}


def test_nothing_is_in_it_that_must_not_be(names: set[str]) -> None:
    modules = {name.removeprefix(f"{INTERNAL}/").split("/")[0].split(".")[0] for name in names}
    assert modules & {"pygments", "pip", "setuptools", "PyInstaller", "pytest", "unittest", "tkinter", "tests"} == set()
    libraries = {name.rpartition("/")[2].split(".")[0] for name in names if ".so" in name}
    assert libraries & {"readline", "libreadline", "_gdbm", "libgdbm"} == set(), "these are under the GPL"
    assert [name for name in names if name.endswith(("/RECORD", "/INSTALLER", "/direct_url.json"))] == []


def test_licences_of_all_that_is_bundled_are_in_it(archived: Path, archive: Path) -> None:
    folder = archived.parent
    assert (folder / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()
    notices = (folder / "THIRD-PARTY.txt").read_text()
    parts = json.loads(parts_of(archive).read_text())["components"]
    assert [part["name"] for part in parts if f"\n{part['name']} {part['version']}\n{'=' * 78}\n" not in notices] == []
    for words in ("PYTHON SOFTWARE FOUNDATION LICENSE", "Mozilla Public License", "OpenSSL", "special exception"):
        assert words in notices


def test_the_list_of_parts_is_valid_and_whole(archive: Path, names: set[str]) -> None:
    document = json.loads(parts_of(archive).read_text())
    schemas = build_environment().site_packages / "cyclonedx" / "schema" / "_res"
    resources = [(path.name, Resource.from_contents(json.loads(path.read_text()))) for path in schemas.glob("*.json")]
    schema = json.loads((schemas / "bom-1.6.SNAPSHOT.schema.json").read_text())
    registry: Registry[Any] = Registry().with_resources(
        (f"http://cyclonedx.org/schema/{name}", resource) for name, resource in resources
    )
    assert [error.message for error in Draft7Validator(schema, registry=registry).iter_errors(document)] == []
    listed = {part["name"].lower().replace("-", "_") for part in document["components"]}
    assert listed >= {"python", "kubernetes", "pydantic_core", "msgspec", "typer", "pyyaml", "certifi", "pyinstaller"}
    assert not listed & {"pygments", "aiohttp", "cyclonedx_python_lib", "setuptools"}
    folders = {name.split("/")[2] for name in names if name.count("/") > 2}
    assert {"kubernetes", "typer", "certifi"} <= folders


def test_the_checksum_is_as_sha256sum_writes_it_and_in_the_list_of_parts(archive: Path) -> None:
    digest = hashlib.sha256(archive.read_bytes()).hexdigest()
    assert checksum_of(archive).read_text() == f"{digest}  {archive.name}\n"
    subject = json.loads(parts_of(archive).read_text())["metadata"]["component"]
    assert (subject["version"], subject["hashes"][0]["content"]) == (__version__, digest)


@pytest.mark.parametrize(
    "arguments",
    [
        pytest.param(["--version"], id="version"),
        pytest.param(["--help"], id="help"),
        pytest.param(["--list-checks"], id="every-check"),
        pytest.param(["--explain", "PTR01"], id="docstring"),
        pytest.param(["--explain", "targetPort"], id="file-of-words"),
        pytest.param(["--demo"], id="demo"),
        pytest.param(["--demo", "-o", "yaml"], id="yaml"),
        pytest.param(["--bogus"], id="wrong-usage"),
    ],
)
def test_it_says_what_the_source_says(archived: Path, arguments: list[str]) -> None:
    told, expected = run(archived, *arguments), run(*SOURCE, *arguments)
    assert told.stdout == expected.stdout
    assert (told.returncode, told.stderr) == (expected.returncode, expected.stderr)
    assert len(told.stdout + told.stderr) > 20


def contents(archive: Path) -> dict[str, str]:
    with tarfile.open(archive) as packed:
        return {
            member.name: hashlib.sha256(packed.extractfile(member).read()).hexdigest()  # type: ignore[union-attr]
            for member in packed
        }


def test_the_same_source_elsewhere_makes_the_same_archive(archive: Path, tmp_path: Path) -> None:
    again = build(build_environment(), tmp_path)
    assert archive.parent.name == key(), "the checkout was changed while this ran"
    was = contents(archive)
    assert [name for name, digest in contents(again).items() if was.get(name) != digest] == []
    assert hashlib.sha256(again.read_bytes()).hexdigest() == hashlib.sha256(archive.read_bytes()).hexdigest()
    assert parts_of(again).read_bytes() == parts_of(archive).read_bytes()


def test_the_completion_is_the_same_program_by_another_name(archived: Path) -> None:
    beside = archived.with_name(COMPLETION)
    assert beside.read_bytes() == archived.read_bytes()
    told, expected = run(beside, "--fail-on", ""), run(sys.executable, "-m", f"{PACKAGE}.complete", "--fail-on", "")
    assert (told.returncode, told.stdout, told.stderr) == (0, expected.stdout, "")
    assert "never" in told.stdout


def test_a_link_by_the_other_name_is_the_completion(archived: Path, tmp_path: Path) -> None:
    """Beside the link that krew makes, for krew makes only one."""
    (tmp_path / PROGRAM).symlink_to(archived)
    (tmp_path / COMPLETION).symlink_to(PROGRAM)
    assert (
        run(tmp_path / COMPLETION, "--demo", "web:").stdout
        == run(archived.with_name(COMPLETION), "--demo", "web:").stdout
    )
    assert "http" in run(tmp_path / COMPLETION, "--demo", "web:").stdout
