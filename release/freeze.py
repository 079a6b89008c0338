"""Make the program's folder, with Python and all it runs on, by PyInstaller."""

import json
import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from release.inputs import PACKAGE, files
from release.layout import COMPLETION, MOMENT, PROGRAM, ROOT, ReleaseError, this_platform

SPEC = Path(__file__).parent / "frozen" / "bundle.spec"
# Of the environment only what PyInstaller and its tools need: the rest would be one more thing two builds differ in.
_KEPT = {"PATH", "HOME", "LANG", "TMPDIR", "TEMP", "TMP", "SYSTEMROOT", "PATHEXT", "COMSPEC", "LD_LIBRARY_PATH"}


@dataclass(frozen=True)
class Frozen:
    """A folder that runs by itself, and where each file below its `_internal` came from."""

    folder: Path
    sources: dict[str, Path]


def freeze(python: Path, work: Path) -> Frozen:
    """Freeze the package of this checkout in an empty folder, by the Python of the build environment.

    Raises:
        ReleaseError: PyInstaller failed; what it said is in the message.
    """
    _copy_package(work / "source")
    _run_pyinstaller(python, work)
    folder = work / "frozen" / PROGRAM
    shutil.copy2(folder / this_platform().program, folder / this_platform().executable(COMPLETION))
    sources = json.loads((work / "bundle" / "sources.json").read_text("utf-8"))
    return Frozen(folder, {Path(name).as_posix(): Path(source) for name, source in sources})


def _copy_package(target: Path) -> None:
    for path in files(PACKAGE):
        (target / path).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(ROOT / path, target / path)


def _run_pyinstaller(python: Path, work: Path) -> None:
    options = ["--distpath", str(work / "frozen"), "--workpath", str(work), "--noconfirm", "--log-level", "WARN"]
    kept = {name: value for name, value in os.environ.items() if name.upper() in _KEPT}
    environment = kept | {
        "PYTHONHASHSEED": "0",
        "SOURCE_DATE_EPOCH": str(MOMENT),
        # Its cache would be shared with other builds of this user.
        "PYINSTALLER_CONFIG_DIR": str(work / "cache"),
    }
    ended = subprocess.run(
        [str(python), "-m", "PyInstaller", *options, str(SPEC)],
        cwd=work / "source",
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise ReleaseError(f"PyInstaller failed:\n{ended.stderr.strip()}")
