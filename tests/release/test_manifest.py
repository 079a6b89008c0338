"""krew's manifest: its rules, and that no checksum is made up."""

import hashlib
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from kubectl_porttrace import __version__
from release.inputs import INPUTS
from release.layout import PLATFORMS, Platform, ReleaseError, checksum_of, this_platform
from release.manifest import MANIFEST, checksums_in, manifest
from tests.release.krew import violations

NAME = "porttrace"
ALL = {platform: hashlib.sha256(platform.archive().encode()).hexdigest() for platform in PLATFORMS}


def platforms(document: dict[str, Any]) -> dict[Platform, str]:
    return {Platform(**each["selector"]["matchLabels"]): each["sha256"] for each in document["spec"]["platforms"]}


def committed() -> dict[str, Any]:
    document: dict[str, Any] = yaml.safe_load(MANIFEST.read_text())
    return document


@pytest.mark.parametrize("listed", [ALL, {PLATFORMS[0]: ALL[PLATFORMS[0]]}], ids=["all-platforms", "one-platform"])
def test_it_keeps_the_rules_and_lists_what_was_built(listed: dict[Platform, str]) -> None:
    document = yaml.safe_load(manifest(listed))
    assert violations(NAME, document) == []
    assert platforms(document) == listed
    assert document["spec"]["version"] == f"v{__version__}"


@pytest.mark.parametrize(
    ("where", "value", "rule"),
    [
        pytest.param(("metadata", "name"), "port-trace", "name", id="name-of-another-file"),
        pytest.param(("spec", "version"), "0.1.0", "version", id="version-without-v"),
        pytest.param(("spec", "shortDescription"), "x" * 51, "shortDescription", id="long-short-description"),
        pytest.param(("spec", "description"), "x" * 81, "description wraps", id="wide-description"),
        pytest.param(("spec", "platforms"), [], "platforms", id="no-platform"),
        pytest.param(("spec", "platforms", 0, "files", 0, "to"), "./", "files.to is clean", id="unclean-path"),
        pytest.param(("spec", "platforms", 4, "bin"), "kubectl-porttrace", "bin", id="windows-without-exe"),
        pytest.param(("spec", "platforms", 0, "sha256"), "0" * 63, "sha256", id="short-checksum"),
        pytest.param(
            ("spec", "platforms", 1, "selector", "matchLabels", "arch"), "amd64", "selectors overlap", id="overlap"
        ),
    ],
)
def test_the_rules_are_looked_at(where: tuple[str | int, ...], value: Any, rule: str) -> None:
    document = deepcopy(yaml.safe_load(manifest(ALL)))
    *way, last = where
    changed = document
    for step in way:
        changed = changed[step]
    changed[last] = value
    assert [each.rpartition(": ")[2] for each in violations(NAME, document)] == [rule]


def test_the_committed_one_is_what_its_checksums_make() -> None:
    assert MANIFEST.read_text() == manifest(platforms(committed()))
    assert violations(NAME, committed()) == []


def test_the_archive_cannot_depend_on_it() -> None:
    assert not any(MANIFEST.is_relative_to(MANIFEST.parent / path) for path in INPUTS)


def test_checksums_come_from_their_files(tmp_path: Path) -> None:
    with pytest.raises(ReleaseError, match="no checksum"):
        checksums_in(tmp_path)
    for platform in PLATFORMS[2:4]:
        checksum_of(tmp_path / platform.archive()).write_text(f"{ALL[platform]}  {platform.archive()}\n")
    old = Platform("linux", "amd64").archive("0.0.1")
    checksum_of(tmp_path / old).write_text(f"{'0' * 64}  {old}\n")
    assert checksums_in(tmp_path) == {platform: ALL[platform] for platform in PLATFORMS[2:4]}


def test_a_checksum_of_another_archive_is_refused(tmp_path: Path) -> None:
    archive = tmp_path / PLATFORMS[0].archive()
    archive.write_bytes(b"built anew")
    checksum_of(archive).write_text(f"{ALL[PLATFORMS[0]]}  {archive.name}\n")
    with pytest.raises(ReleaseError, match="is not the checksum"):
        checksums_in(tmp_path)


def test_the_archive_built_here_is_listed_with_its_own_checksum(archive: Path) -> None:
    """Not compared with the committed one: another Python, zlib or OpenSSL makes another archive of the same source."""
    document = yaml.safe_load(manifest(checksums_in(archive.parent)))
    assert platforms(document) == {this_platform(): hashlib.sha256(archive.read_bytes()).hexdigest()}
