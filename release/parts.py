"""What is inside a frozen program: every file belongs to one part, and a file of no known part is an error."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from importlib.metadata import Distribution, distributions
from pathlib import Path, PurePosixPath

from release.distribution import distribution_part
from release.freeze import Frozen
from release.inputs import PACKAGE
from release.layout import PROGRAM, ReleaseError
from release.part import Part
from release.python_runtime import is_of_python, python_part
from release.system_library import system_library

PYTHON = "Python"
SYSTEM = "the system"
LAUNCHER = "pyinstaller"


def parts_inside(frozen: Frozen, site_packages: Path) -> tuple[Part, ...]:
    """Python, then the distributions, then the system's libraries, each in order of name. The program itself is none.

    Raises:
        ReleaseError: a file belongs to nothing known, or a licence is not known.
    """
    installed = {found.name: found for found in distributions(path=[str(site_packages)])}
    owners = owners_of(frozen.sources, owned_by(installed.values()))
    named = sorted(owners.keys() - {PACKAGE, PYTHON, SYSTEM}, key=str.lower)
    libraries = {system_library(frozen.sources[name]) for name in owners.get(SYSTEM, ())}
    return (
        python_part(),
        *(distribution_part(installed[name]) for name in named),
        *sorted(libraries, key=lambda part: part.name),
    )


def owned_by(installed: Iterable[Distribution]) -> dict[str, str]:
    """The distribution of each installed file; a module also by the name of what it is compiled to."""
    owned = {}
    for found in installed:
        for file in found.files or ():
            owned[file.as_posix()] = found.name
            if file.suffix == ".py":
                owned[file.with_suffix(".pyc").as_posix()] = found.name
    return owned


def owners_of(sources: Mapping[str, Path], owned: Mapping[str, str]) -> dict[str, list[str]]:
    """The files of each distribution, of this package, of Python and of the system."""
    owners: dict[str, list[str]] = defaultdict(list)
    for name, source in sources.items():
        owners[_owner(name, source, owned)].append(name)
    return dict(owners)


def _owner(name: str, source: Path, owned: Mapping[str, str]) -> str:
    if name.startswith(f"{PACKAGE}/"):
        return PACKAGE
    if name in owned:
        return owned[name]
    if PurePosixPath(name).stem == PROGRAM:
        return LAUNCHER
    if is_of_python(name, source):
        return PYTHON
    if "/" not in name and (".so" in name or name.endswith((".dll", ".dylib"))):
        return SYSTEM
    raise ReleaseError(f"{name} is of nothing that is known here; it came from {source}")
