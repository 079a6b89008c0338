"""The Network Policy API for a test cluster: its own CRDs, from its Go modules; the older kinds are in an older one.

Their objects are of no namespace: a test is to write such as concern its own alone.
"""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tests.cluster.go_toolchain import find_go, go_environment

MODULES = ("sigs.k8s.io/network-policy-api@v0.2.0", "sigs.k8s.io/network-policy-api@v0.1.5")
"""ClusterNetworkPolicy v1alpha2; AdminNetworkPolicy and BaselineAdminNetworkPolicy v1alpha1."""


def definitions() -> Iterator[Path]:
    """Yield the files of the CRDs of the standard channel, with their validation, in Go's module cache."""
    for module in MODULES:
        command = [str(find_go()), "mod", "download", "-json", module]
        result = subprocess.run(command, capture_output=True, text=True, env=go_environment(), check=True)
        folder = Path(json.loads(result.stdout)["Dir"]) / "config/crd/standard"
        yield from sorted(folder.glob("policy.networking.k8s.io_*.yaml"))
