"""The arrows of the house: who may import whom."""

import ast
import re
import sys
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import kubectl_porttrace

PACKAGE = Path(kubectl_porttrace.__file__).parent
NAME = kubectl_porttrace.__name__

# Room -> the rooms of the package it may import. A room is a folder or a module directly below the package.
ALLOWED: dict[str, set[str]] = {
    "model": set(),
    "errors": set(),
    "wording": set(),
    "spelling": set(),
    "library_versions": set(),
    "demos": {"errors"},
    "spellings": {"model", "spelling"},
    "question": {"model", "selector"},
    "trace": {"model", "question", "spelling", "spellings"},
    "overlay": {"model", "trace"},
    "findings": {"model"},
    "checks": {"model", "trace", "findings", "wording", "spelling", "spellings"},
    "report": {"model", "trace", "findings"},
    "compare": {"model", "report", "findings", "wording"},
    "diagnose": {"model", "trace", "findings", "checks", "report", "errors", "question", "wording"},
    "render": {"report", "findings", "wording", "checks", "library_versions"},  # checks: the page explains its codes
    "explain": {"checks", "errors", "render", "findings"},
    "read": {"model", "errors", "question", "spellings"},
    "probe": {"model", "trace", "read", "errors", "wording"},
    "selector": {"errors"},
    "client": {"errors", "question", "target"},
    "address_target": {"dns_target", "errors", "question", "model"},
    "dns_target": {"errors", "question", "model"},
    "url_target": {"errors", "question", "model"},
    "target": {"address_target", "url_target", "errors", "question", "model"},
    "outcome": {"report", "findings", "question", "model"},
    # The command of the room puts a session together with a screen, as the shell does; what it decides by is pure.
    "watch": {
        "model",
        "errors",
        "options",
        "outcome",
        "read",
        "render",
        "report",
        "findings",
        "sessions",
        "streams",
        "wording",
    },
    "complete": {
        "cli",
        "demos",
        "render",
        "options",
        "target",
        "question",
        "errors",
        "model",
        "read",
        "checks",
        "explain",
    },
}

# Third-party package -> the only rooms that may import it.
SOLE_IMPORTERS = {
    "kubernetes": {"read"},
    "urllib3": {"read"},
    "certifi": {"read"},
    "google": {"read"},
    "typer": {"asked_flags", "cli", "command", "complete", "flags"},
    "click": set(),
    "tabulate": {"render"},
    "jinja2": {"render"},
    "rich": {"watch"},
}

IMPORTED_AS = {"protobuf": "google", "pyyaml": "yaml"}


def modules() -> list[Path]:
    return sorted(PACKAGE.rglob("*.py"))


def room_of(dotted: str) -> str:
    """The room of a module, given its name below the package."""
    return dotted.split(".", maxsplit=1)[0]


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def dotted_name(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE).with_suffix("").parts)


@pytest.mark.parametrize("path", modules(), ids=dotted_name)
def test_imports_follow_the_arrows(path: Path) -> None:
    here = room_of(dotted_name(path))
    if here not in ALLOWED:
        return  # the shell may see everything
    inside = {name.removeprefix(f"{NAME}.") for name in imports(path) if name.startswith(f"{NAME}.")}
    rooms = {room_of(name) for name in inside} - {here, "__version__"}
    assert rooms <= ALLOWED[here], f"{dotted_name(path)} may not import {rooms - ALLOWED[here]}"


def test_no_imports_go_round() -> None:
    """No module imports, however late and through however many others, one that imports it."""
    known = {f"{NAME}.{dotted_name(path)}": path for path in modules()}
    graph = {
        name: {module for each in imports(path) for module in (each, each.rpartition(".")[0]) if module in known}
        for name, path in known.items()
    }
    assert list(TopologicalSorter(graph).static_order())


@pytest.mark.parametrize("path", modules(), ids=dotted_name)
def test_third_party_packages_have_one_door(path: Path) -> None:
    here = room_of(dotted_name(path))
    for name in imports(path):
        doors = SOLE_IMPORTERS.get(name.split(".")[0])
        assert doors is None or here in doors, f"{dotted_name(path)} may not import {name}"


def test_what_is_imported_is_declared() -> None:
    project = (PACKAGE.parent / "pyproject.toml").read_text("utf-8")
    listed = project.partition("\ndependencies = [")[2].partition("]")[0]
    declared = {IMPORTED_AS.get(name, name) for name in re.findall(r'"([a-z0-9-]+)', listed)}
    imported = {name.split(".")[0] for path in modules() for name in imports(path)}
    assert imported - sys.stdlib_module_names - {NAME} == declared


def test_the_client_has_one_door() -> None:
    doors = {
        dotted_name(path) for path in modules() if any(name.split(".")[0] == "kubernetes" for name in imports(path))
    }
    assert doors == {"read.login.client"}


@pytest.mark.parametrize("module", ["words", "protocol", "values", "services"])
def test_what_decides_on_completions_reads_nothing(module: str) -> None:
    inside = [name for name in imports(PACKAGE / "complete" / f"{module}.py") if name.startswith(f"{NAME}.")]
    reading = {"read", "complete.cluster", "complete.recorded", "complete.kubeconfigs", "complete.offers"}
    assert [name for name in inside for room in reading if name.startswith(f"{NAME}.{room}.")] == []


@pytest.mark.parametrize("path", sorted((PACKAGE / "report" / "v1").glob("*.py")), ids=dotted_name)
def test_the_contract_is_types_and_nothing_else(path: Path) -> None:
    inside = [name for name in imports(path) if name.startswith(f"{NAME}.")]
    assert [name for name in inside if not name.startswith(f"{NAME}.report.v1.")] == []


def checks() -> list[Path]:
    return [path for path in (PACKAGE / "checks").glob("*/*.py") if path.name != "__init__.py"]


@pytest.mark.parametrize("path", checks(), ids=dotted_name)
def test_a_check_never_imports_another(path: Path) -> None:
    families = {folder.name for folder in (PACKAGE / "checks").iterdir() if folder.is_dir()}
    others = [
        name for name in imports(path) if name.split(".")[:2] == [NAME, "checks"] and name.split(".")[2] in families
    ]
    assert others == []


def test_there_is_no_room_for_odds_and_ends() -> None:
    names = {part for path in modules() for part in path.relative_to(PACKAGE).with_suffix("").parts}
    assert not names & {"utils", "util", "common", "helpers", "helper", "misc"}
