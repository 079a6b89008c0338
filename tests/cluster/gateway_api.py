"""The Gateway API for a test cluster: its own CRDs, from its Go module."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

from tests.cluster.go_toolchain import find_go, go_environment

MODULE = "sigs.k8s.io/gateway-api@v1.6.3"
"""A later version needs a later Go than the control plane does."""


@cache
def definitions() -> Path:
    """Return the folder of the CRDs of the standard channel, with their validation, in Go's module cache."""
    command = [str(find_go()), "mod", "download", "-json", MODULE]
    result = subprocess.run(command, capture_output=True, text=True, env=go_environment(), check=True)
    return Path(json.loads(result.stdout)["Dir"]) / "config/crd/standard"
