"""End the test cluster that `python -m tests.cluster.up` left running."""

from __future__ import annotations

import sys

from tests.cluster.processes import ClusterError
from tests.cluster.serve import stop_served
from tests.cluster.up import running_directory


def main() -> int:
    """End it and say whether there was one."""
    try:
        ended = stop_served(running_directory())
    except ClusterError as error:
        sys.stderr.write(f"error: {error}\n")
        return 1
    sys.stdout.write("the test cluster has ended\n" if ended else "no test cluster was running\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
