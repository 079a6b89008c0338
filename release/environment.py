"""The virtualenv that an archive is built in: what the program runs on and what builds it, all pinned, nothing else."""

import ctypes.util
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from dataclasses import dataclass
from pathlib import Path

from release.inputs import REQUIREMENTS, digest_of
from release.layout import BUILD, ROOT, ReleaseError

_DONE = "complete"


@dataclass(frozen=True)
class Environment:
    """A virtualenv in a folder."""

    folder: Path

    @property
    def python(self) -> Path:
        """Its interpreter."""
        return self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def site_packages(self) -> Path:
        """Where its distributions are."""
        return next(self.folder.glob("Lib/site-packages" if os.name == "nt" else "lib/python3*/site-packages"))


def build_environment() -> Environment:
    """The virtualenv, made on first use.

    Raises:
        ReleaseError: this Python or this machine cannot build, or what is pinned could not be installed.
    """
    check_tools()
    environment = Environment(BUILD / f"venv-{digest_of(map(Path, REQUIREMENTS))}")
    if not (environment.folder / _DONE).exists():
        sys.stderr.write("setting up the virtualenv that the archive is built in\n")
        venv.create(environment.folder, clear=True, with_pip=True, symlinks=os.name != "nt")
        _install(environment.python)
        (environment.folder / _DONE).touch()
    return environment


def _install(python: Path) -> None:
    options = [part for path in REQUIREMENTS for part in ("-r", str(ROOT / path))]
    pip = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    # A registry may be slow, or fail for a moment.
    pip += ["--retries", "10", "--timeout", "60"]
    if subprocess.run([*pip, *options], check=False).returncode:
        raise ReleaseError("what is pinned in requirements/ could not be installed: pip says above why")


def check_tools() -> None:
    """See that this Python can be bundled.

    Raises:
        ReleaseError: it is a static one, or what strips debugging symbols is missing.
    """
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    shared = sysconfig.get_config_var("Py_ENABLE_SHARED") or sysconfig.get_config_var("PYTHONFRAMEWORK")
    if os.name != "nt" and not shared and ctypes.util.find_library(name) is None:
        raise ReleaseError(
            f"{sys.base_prefix} holds a Python without the shared library that PyInstaller bundles: take one built "
            f"with --enable-shared (with pyenv: PYTHON_CONFIGURE_OPTS=--enable-shared), or install Debian's lib{name}, "
            "and name it with make dist PYTHON=..."
        )
    if sys.platform == "linux" and shutil.which("strip") is None:
        raise ReleaseError("strip is not installed: it comes with binutils")
