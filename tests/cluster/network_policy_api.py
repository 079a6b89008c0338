"""The Network Policy API in a test cluster: its own CRDs, from its Go modules; the older kinds are in an older one."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from tests.cluster import custom_kinds
from tests.cluster.cache import cache_directory, locked
from tests.cluster.cluster import Cluster
from tests.cluster.go_toolchain import find_go, go_environment

MODULES = ("sigs.k8s.io/network-policy-api@v0.2.0", "sigs.k8s.io/network-policy-api@v0.1.5")
"""ClusterNetworkPolicy v1alpha2; AdminNetworkPolicy and BaselineAdminNetworkPolicy v1alpha1."""


@contextmanager
def served(cluster: Cluster) -> Iterator[None]:
    """Have the API server serve the kinds of the standard channel, with their validation, for as long as this lasts.

    Afterwards they are gone, with their objects: what is not of one namespace is seen by every other test.
    """
    files = [f"--filename={file}" for module in MODULES for file in definitions(module)]
    with locked(cache_directory() / "network-policy-api.lock"):
        try:
            custom_kinds.serve(cluster, *files)
            yield
        finally:
            cluster.kubectl("delete", "--ignore-not-found", "--timeout=60s", *files)


@cache
def definitions(module: str) -> tuple[Path, ...]:
    """Return the files of the CRDs, in Go's module cache."""
    command = [str(find_go()), "mod", "download", "-json", module]
    result = subprocess.run(command, capture_output=True, text=True, env=go_environment(), check=True)
    folder = Path(json.loads(result.stdout)["Dir"]) / "config/crd/standard"
    return tuple(sorted(folder.glob("policy.networking.k8s.io_*.yaml")))
