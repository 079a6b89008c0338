"""The Python that is bundled: the one that runs this, with its standard library."""

import platform
import sys
import sysconfig
from pathlib import Path

from release.layout import ReleaseError
from release.part import Part

_TEXTS = ("LICENSE.txt", "../../LICENSE.txt", "../LICENSE.txt")


def python_part() -> Part:
    """Python as a part.

    Raises:
        ReleaseError: its licence is not where Python's own installation puts it.
    """
    version = platform.python_version()
    return Part("platform", "Python", version, "PSF-2.0", f"pkg:generic/python@{version}", (_license_text(),))


def is_of_python(name: str, source: Path) -> bool:
    """Whether a bundled file is Python's own, by its name in the bundle and where it came from."""
    if source.is_relative_to(sys.base_prefix) and "site-packages" not in source.parts:
        return True
    return name == "base_library.zip" or (_stdlib() / name).with_suffix(".py").is_file() or _is_generated(name)


def _is_generated(name: str) -> bool:
    return name == f"{getattr(sysconfig, '_get_sysconfigdata_name')()}.pyc"  # noqa: B009 - known to no type checker


def _stdlib() -> Path:
    return Path(sysconfig.get_path("stdlib"))


def _license_text() -> str:
    for relative in _TEXTS:
        path = _stdlib() / relative
        if path.is_file():
            return path.read_text("utf-8")
    debian = Path(f"/usr/share/doc/python{sys.version_info.major}.{sys.version_info.minor}/copyright")
    if debian.is_file():
        return debian.read_text("utf-8")
    raise ReleaseError(f"no licence of Python was found beside {_stdlib()}")
