"""Krew, as far as a manifest and an archive meet it.

Source: sigs.k8s.io/krew `internal/index/validation/validate.go`, `internal/download/downloader.go`,
`internal/installation/{install,move}.go`, `cmd/validate-krew-manifest/main.go` and the guide of its index.
"""

import re
import tarfile
import zipfile
from collections.abc import Iterator
from pathlib import Path
from posixpath import normpath
from typing import Any

Manifest = dict[str, Any]

_SEMVER = re.compile(r"v(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z.-]+)?(\+[0-9A-Za-z.-]+)?")
_LICENSES = {
    "license",
    "license.txt",
    "license.md",
    "licenses",
    "licenses.txt",
    "licenses.md",
    "copying",
    "copying.txt",
}


def violations(name: str, manifest: Manifest) -> list[str]:
    """What krew or its index would refuse in a manifest that is in a file of that name."""
    spec = manifest["spec"]
    platforms = spec.get("platforms") or []
    selected = [tuple(sorted(each["selector"]["matchLabels"].items())) for each in platforms]
    rules = {
        "apiVersion": manifest["apiVersion"] == "krew.googlecontainertools.github.com/v1alpha2",
        "kind": manifest["kind"] == "Plugin",
        "name": manifest["metadata"]["name"] == name and re.fullmatch(r"[\w-]+", name),
        "version": _SEMVER.fullmatch(spec["version"]),
        "homepage": str(spec["homepage"]).startswith("https://"),
        "shortDescription": 0 < len(spec["shortDescription"]) <= 50 and "\n" not in spec["shortDescription"],
        "description wraps": all(len(line) <= 80 for line in spec["description"].splitlines()),
        "description shows no usage": "kubectl porttrace" not in spec["description"],
        "platforms": platforms != [],
        "selectors overlap": len(set(selected)) == len(selected),
    }
    broken = [rule for rule, kept in rules.items() if not kept]
    return broken + [rule for each in platforms for rule in _platform_violations(each)]


def _platform_violations(platform: Manifest) -> Iterator[str]:
    labels = platform["selector"]["matchLabels"]
    rules = {
        "selector": set(labels) == {"os", "arch"} and set(platform["selector"]) == {"matchLabels"},
        "uri": str(platform["uri"]).startswith("https://"),
        "sha256": re.fullmatch(r"[a-f0-9]{64}", platform["sha256"]),
        "bin": platform["bin"].endswith(".exe") == (labels.get("os") == "windows"),
        "files": platform["files"] and all(each["from"] for each in platform["files"]),
        "files.to is clean": all(each["to"] == normpath(each["to"]) for each in platform["files"]),
    }
    return (f"{labels}: {rule}" for rule, kept in rules.items() if not kept)


def install(platform: Manifest, archive: Path, store: Path, links: Path) -> Path:
    """Unpack an archive into an empty folder of the store, link its program as krew does, and return the link."""
    staged = store.with_name("staged")
    _unpack(archive, staged)
    for each in platform["files"]:
        found = sorted(staged.glob(each["from"]))
        assert found, f"no file matches {each['from']}"
        for path in found:
            target = (store / each["to"] / path.name).resolve()
            assert target.is_relative_to(store.resolve()), target
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
    assert any(path.name.lower() in _LICENSES for path in store.rglob("*"))
    link = links / "kubectl-porttrace"
    links.mkdir(parents=True)
    program = store / platform["bin"]
    assert program.is_file()
    link.symlink_to(program)
    return link


def _unpack(archive: Path, target: Path) -> None:
    if archive.suffix == ".zip":
        with zipfile.ZipFile(archive) as packed:
            _check_names(packed.namelist())
            packed.extractall(target)  # noqa: S202 - checked above
        return
    with tarfile.open(archive) as members:
        _check_names(members.getnames())
        for member in members:
            assert member.isreg() or member.isdir(), f"krew takes no {member.type!r}: {member.name}"
        members.extractall(target)  # noqa: S202 - checked above


def _check_names(names: list[str]) -> None:
    refused = [name for name in names if ".." in name or name.startswith(("/", "\\"))]
    assert refused == []
