"""What every failure looks like: one sentence and a hint on stderr, nothing on stdout, no traceback."""

import subprocess


def assert_refused(result: "subprocess.CompletedProcess[str]", code: int, *words: str) -> None:
    """Check the streams and the exit code of a run that failed, and that stderr holds the words."""
    assert result.stdout == ""
    lines = result.stderr.splitlines()
    assert [line.partition(":")[0] for line in lines] in (["error", "hint"], ["error"]), result.stderr
    assert [word for word in words if word not in result.stderr] == [], result.stderr
    assert result.returncode == code
