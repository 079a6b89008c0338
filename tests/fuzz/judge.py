"""The program run once in this process, and whether what it did is what it promises whatever it is given."""

import contextlib
import io
import json
import os
import re
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kubectl_porttrace.cli import run_command
from tests.fuzz.seeds import PASSWORD, TOKEN

CODES = frozenset({0, 1, 2, 3, 4})
MOST_SECONDS = 10.0
_CONTROL = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_SECRETS = (TOKEN, PASSWORD, "U0VDUkVU")


@dataclass(frozen=True)
class Seen:
    """What a run did; `crash` tells an exception by its type and the place it was raised at."""

    code: int
    out: str
    err: str
    seconds: float
    crash: str = ""


def observed(arguments: Sequence[str], run: Callable[[Sequence[str]], int] = run_command) -> Seen:
    """Run the program with these arguments, and note what it does."""
    out, err = io.StringIO(), io.StringIO()
    code, crash = 1, ""
    begun = time.process_time()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            code = run(arguments)
        except Exception as error:  # noqa: BLE001 - any exception is a finding
            last = traceback.extract_tb(error.__traceback__)[-1]
            crash = f"{type(error).__name__} in {os.path.basename(last.filename)}:{last.name}"  # noqa: PTH119
    return Seen(code, out.getvalue(), err.getvalue(), time.process_time() - begun, crash)


def fault_of(seen: Seen, *, as_json: bool) -> str:
    """What is wrong with what a run did, in words that are the same for the same cause; empty where nothing is."""
    said = seen.out + seen.err
    found = (
        (seen.crash, bool(seen.crash)),
        (f"exit code {seen.code}", seen.code not in CODES),
        ("a traceback", "Traceback" in said),
        ("a control character on stdout", _CONTROL.search(seen.out) is not None),
        ("a control character on stderr", _CONTROL.search(seen.err) is not None),
        ("a secret", any(secret in said for secret in _SECRETS)),
        ("no words for a failure", seen.code in {1, 2} and not seen.err.startswith("error: ")),
        ("no valid JSON", as_json and seen.code in {0, 3, 4} and not _is_json(seen.out)),
        (f"more than {MOST_SECONDS:.0f} s", seen.seconds > MOST_SECONDS),
    )
    return next((words for words, holds in found if holds), "")


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except ValueError:
        return False
    return True
