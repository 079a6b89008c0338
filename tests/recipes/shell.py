"""A script of a page as its readers run it."""

import os
import subprocess
import sys
from pathlib import Path


def bash(script: str, folder: Path, tools: Path) -> "subprocess.CompletedProcess[str]":
    """Run it in a folder, with a folder of programs before all others."""
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env={**os.environ, "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}"},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def with_this_one(folder: Path) -> Path:
    """A folder of programs: this one as it is installed, and as kubectl finds it."""
    folder.mkdir()
    program = folder / "kubectl-porttrace"
    program.write_text(f'#!/usr/bin/env bash\nexec "{sys.executable}" -m kubectl_porttrace "$@"\n')
    program.chmod(0o755)
    return folder
