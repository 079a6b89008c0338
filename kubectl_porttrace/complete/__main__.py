"""`kubectl_complete-porttrace`: silent and soon done, whatever happens, for a shell waits with its line half drawn."""

import faulthandler
import os
import sys
from collections.abc import Sequence
from contextlib import suppress
from threading import Thread
from typing import NoReturn

LIMIT = 1.7
LAST_LIMIT = 1.9
"""Seconds, of the two that a whole run may take; Python needs the rest to start on a busy machine."""

NOTHING = ":4\n"
"""No candidates, and no names of files in their place."""


def main() -> NoReturn:
    """Answer for the words of the command line, and end the process: what is still under way is not waited for."""
    words = sys.argv[1:]
    stdout = _silenced()
    # Ends the process even while a library lets no other thread run, as one does that parses a long file.
    faulthandler.dump_traceback_later(LAST_LIMIT, exit=True)
    with suppress(OSError, KeyboardInterrupt), os.fdopen(stdout, "wb") as out:
        out.write(_answer(words).encode())
    os._exit(0)


def _silenced() -> int:
    """Give nobody a terminal, a library or a credential plugin, and return where the answer goes."""
    stdout = os.dup(1)
    nowhere = os.open(os.devnull, os.O_RDWR)
    for stream in (0, 1, 2):
        os.dup2(nowhere, stream)
    return stdout


def _answer(words: Sequence[str]) -> str:
    """The answer, or that there is none: the thread that looks for it may fail or never end.

    A credential plugin that takes longer may go on: what it has learnt by then it often keeps for the next time.
    """
    answers: list[str] = []
    thread = Thread(target=lambda: answers.append(_looked_for(words)), daemon=True)
    thread.start()
    thread.join(LIMIT)
    return answers[0] if answers else NOTHING


def _looked_for(words: Sequence[str]) -> str:
    from kubectl_porttrace.complete.shells import script_wanted

    script = script_wanted(words)
    if script is not None:
        return script
    from kubectl_porttrace.complete.offers import answer
    from kubectl_porttrace.complete.protocol import rendered

    return rendered(answer(words, os.environ))


if __name__ == "__main__":
    main()
