"""The program: it ends without a traceback on SIGINT, on SIGTERM, and where its output is no longer read."""

import gc
import sys
from typing import NoReturn

from kubectl_porttrace.ending import run_and_end
from kubectl_porttrace.signals import INTERRUPTED, end_on_signals

OUTPUT_CLOSED = 141  # 128 + SIGPIPE, which Windows does not have


def run() -> NoReturn:
    """Run with the arguments of the command line, and end the process."""
    run_and_end(main)


def main() -> int:
    """Run with the arguments of the command line, and return the exit code."""
    end_on_signals()
    # Values are frozen, so there are hardly any reference cycles to collect, and the process ends soon.
    gc.disable()
    try:
        # Only now, so that Ctrl-C is quiet while modules load.
        from kubectl_porttrace.cli import run_command

        code = run_command(sys.argv[1:])
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        from kubectl_porttrace.streams import drop_out

        drop_out()
        return OUTPUT_CLOSED
    return code


if __name__ == "__main__":
    run()
