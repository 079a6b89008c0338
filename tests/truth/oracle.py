"""Upstream's own functions over a pipe: Go programs such as `tests/cluster/go/oracle`, built once into the cache."""

import hashlib
import subprocess
import threading
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from tests.cluster.build import MODULE
from tests.cluster.cache import cache_directory, locked
from tests.cluster.go_toolchain import PAUSES, BuildError, failed_for_registry, find_go, go_environment, go_version

SOURCE = MODULE / "oracle" / "main.go"


def find_or_build_oracle() -> Path:
    """The oracle's program. BuildError says why there is none."""
    return built_once("oracle", MODULE, "./oracle", (SOURCE,))


def built_once(name: str, module: Path, package: str, sources: Iterable[Path]) -> Path:
    """A program of a Go module, from the cache where these sources and versions were built before.

    Raises:
        BuildError: it cannot be built.
    """
    go = find_go()
    digest = hashlib.sha256(repr(go_version(go)).encode())
    for part in (*sources, module / "go.mod", module / "go.sum"):
        digest.update(part.read_bytes())
    program = cache_directory() / f"{name}-{digest.hexdigest()[:16]}"
    with locked(program.with_suffix(".lock")):
        if not program.exists():
            fresh = program.with_suffix(".building")
            # The flags and environment of the control plane's build, so that its compiled packages serve here too.
            command = [str(go), "build", "-mod=readonly", "-trimpath", "-buildvcs=false", "-o", str(fresh), package]
            for pause in (*PAUSES, None):
                built = subprocess.run(
                    command, cwd=module, env=go_environment(), capture_output=True, text=True, check=False
                )
                if built.returncode == 0:
                    break
                if pause is None or not failed_for_registry(built.stderr):
                    raise BuildError(f"{name} could not be built", built.stderr)
                time.sleep(pause)
            fresh.rename(program)
    return program


class Oracle:
    """A running oracle: questions go in by the thousand, answers come out in order."""

    def __init__(self, program: Path) -> None:
        self._process = subprocess.Popen([str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def close(self) -> None:
        """End the program."""
        self._process.kill()
        self._process.wait()
        assert self._process.stdout
        self._process.stdout.close()

    def answers(self, questions: Iterable[bytes]) -> Iterator[bytes]:
        """Answer each question, both as lines of JSON; the last call to one oracle, for its input ends here."""
        writer = threading.Thread(target=self._write, args=(questions,), daemon=True)
        writer.start()
        assert self._process.stdout
        yield from self._process.stdout
        writer.join()

    def _write(self, questions: Iterable[bytes]) -> None:
        assert self._process.stdin
        # Who stops listening has seen a difference and says so better.
        with suppress(BrokenPipeError), self._process.stdin as pipe:
            for question in questions:
                pipe.write(question)
                pipe.write(b"\n")
