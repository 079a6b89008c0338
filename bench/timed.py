"""Run one command, throw its output away, and print what it took: seconds, processor seconds, most bytes of memory.

A program of its own, as small as Python gets: Linux counts the memory of whoever starts a process into the peak of that
process, so whoever measures has to be smaller than all that is measured.
"""

import json
import os
import sys
import time


def main() -> None:
    """Measure the command given as arguments; its stderr stays this process's."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    streams = [(os.POSIX_SPAWN_DUP2, nowhere, 0), (os.POSIX_SPAWN_DUP2, nowhere, 1)]
    started = time.perf_counter()
    pid = os.posix_spawnp(sys.argv[1], sys.argv[1:], os.environ, file_actions=streams)
    _, status, usage = os.wait4(pid, 0)
    wall = time.perf_counter() - started
    # ru_maxrss is in KiB, but in bytes on macOS.
    unit = 1 if sys.platform == "darwin" else 1024
    taken = {"wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "peak": usage.ru_maxrss * unit}
    sys.stdout.write(json.dumps({"code": os.waitstatus_to_exitcode(status), **taken}))


if __name__ == "__main__":
    main()
