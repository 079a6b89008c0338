"""The Gateway API in a test cluster: its own CRDs, from its Go module."""

from __future__ import annotations

import json
import subprocess
from functools import cache
from pathlib import Path

from tests.cluster import custom_kinds
from tests.cluster.cache import cache_directory, locked
from tests.cluster.cluster import Cluster
from tests.cluster.go_toolchain import find_go, go_environment

MODULE = "sigs.k8s.io/gateway-api@v1.6.3"
"""A later version needs a later Go than the control plane does."""


def serve_gateway_api(cluster: Cluster) -> None:
    """Have the API server serve the kinds of the standard channel, with their validation."""
    with locked(cache_directory() / "gateway-api.lock"):
        custom_kinds.serve(cluster, "-f", str(definitions()))


@cache
def definitions() -> Path:
    """Return the folder of the CRDs, in Go's module cache."""
    command = [str(find_go()), "mod", "download", "-json", MODULE]
    result = subprocess.run(command, capture_output=True, text=True, env=go_environment(), check=True)
    return Path(json.loads(result.stdout)["Dir"]) / "config/crd/standard"
