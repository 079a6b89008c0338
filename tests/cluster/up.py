"""Leave a test cluster running: `eval "$(python -m tests.cluster.up)"`; `python -m tests.cluster.down` ends it."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.cluster.build import find_or_build, kubernetes_version
from tests.cluster.cache import cache_directory
from tests.cluster.fixtures import REUSE
from tests.cluster.go_toolchain import BuildError
from tests.cluster.processes import ClusterError
from tests.cluster.serve import ensure_served


def running_directory() -> Path:
    """Return the folder of the cluster that is left running; there is one per cache."""
    return cache_directory() / "running"


def main() -> int:
    """Start it, unless it runs already, and print how to use it."""
    try:
        # Here, for the line of progress to be seen.
        find_or_build()
        connection = ensure_served(running_directory())
    except BuildError as error:
        sys.stderr.write(f"{error.details.rstrip()}\nerror: {error}\n".lstrip())
        return 1
    except ClusterError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    sys.stdout.write(
        f"# Kubernetes {kubernetes_version()} runs at {connection.server}\n"
        f"# its logs: {connection.directory}/logs\n"
        f"# kubectl of the same version: {connection.kubectl}\n"
        f"# tests use this cluster instead of one of their own while {REUSE} is set\n"
        f"export KUBECONFIG={connection.kubeconfig()}\n"
        f"export {REUSE}={connection.directory}\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
