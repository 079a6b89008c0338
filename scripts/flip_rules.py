"""Replace each rule of the resolver and the verdicts by its opposite, one at a time: a test must fail.

Where no test fails, no test proves the rule, and the exit code is 1. It works on a copy of the tree, so the checkout is
never changed.

The rules are written out here, because mutmut and cosmic-ray exchange operators, numbers, texts and arguments where
they stand: `targetPort` taken from the name of the port is no mutant of theirs. Of `trace/` alone they make some 1,500
mutants, and many of those that survive mean the same as the original, so that nobody would read the list. A flip has
the name of a rule of Kubernetes, and each one has to fail.

`python -m scripts.flip_rules [WORD ...]` runs only the flips whose name or file holds a word.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.flip import Flip
from scripts.flips_callers import CALLERS
from scripts.flips_cluster_policies import CLUSTER_POLICIES
from scripts.flips_controllers import CONTROLLERS
from scripts.flips_endpoints import ENDPOINTS
from scripts.flips_listening import LISTENING
from scripts.flips_nodes import NODES
from scripts.flips_policies import POLICIES
from scripts.flips_policy_checks import POLICY_CHECKS
from scripts.flips_ports import PORTS
from scripts.flips_practice import PRACTICE
from scripts.flips_routes import ROUTES
from scripts.flips_traffic import TRAFFIC
from scripts.flips_verdicts import VERDICTS

ROOT = Path(__file__).parent.parent

# The quick ones first; upstream's own functions where these see nothing.
SUITES = (
    ("tests/checks/policies",),
    ("tests/trace", "tests/model", "tests/report", "tests/diagnose/test_running.py"),
    (
        *("tests/checks/traffic", "tests/checks/dns", "tests/checks/container_ports"),
        "tests/checks/service_spec/test_external_name_without_service.py",
    ),
    ("tests/checks/routes",),
    ("tests/checks/control_plane", "tests/checks/monitors", "tests/checks/listening"),
    ("tests/checks/practice", "tests/diagnose/test_advice.py"),
    ("tests/truth/test_find_port.py", "tests/truth/test_routes.py"),
)


FLIPS = (
    *(*PORTS, *ENDPOINTS, *VERDICTS, *LISTENING, *TRAFFIC, *NODES, *CALLERS, *ROUTES, *CONTROLLERS),
    *(*POLICIES, *CLUSTER_POLICIES, *POLICY_CHECKS, *PRACTICE),
)


def caught_by(flip: Flip, tree: Path) -> str | None:
    """The suite that fails when the rule is replaced by its opposite in a copy of the tree; None where none does."""
    file = tree / flip.file
    whole = file.read_text("utf-8")
    if flip.rule not in whole:
        raise SystemExit(f"{flip.name}: {flip.file} holds no such rule any more: {flip.rule}")
    file.write_text(whole.replace(flip.rule, flip.opposite), "utf-8")
    try:
        return next((suite[0] for suite in likeliest_first(flip, tree) if not passes(suite, tree)), None)
    finally:
        file.write_text(whole, "utf-8")


def likeliest_first(flip: Flip, tree: Path) -> Iterator[tuple[str, ...]]:
    """All suites, the likeliest to fail first: the tests with the file's name, those of its room, those near it."""
    file = Path(flip.file)
    rooms = file.parts[1:-1]
    folder = Path("tests", *rooms)
    named = sorted(str(each.relative_to(tree)) for each in (tree / folder).glob(f"test_{file.stem}*.py"))
    if named:
        yield tuple(named)
    if len(rooms) > 1 and (tree / folder).is_dir():
        yield (str(folder),)
    room = "/".join(("tests", *rooms[:1]))
    yield from sorted(SUITES, key=lambda suite: room not in suite)


def passes(suite: tuple[str, ...], tree: Path) -> bool:
    """Whether all tests of a suite pass in a tree."""
    command = [sys.executable, "-m", "pytest", "-q", "-x", "-p", "no:cacheprovider", *suite]
    return subprocess.run(command, cwd=tree, capture_output=True, check=False).returncode == 0


def main(words: list[str]) -> int:
    """Replace the rules and print which suite failed for each; the exit code is 1 where none did."""
    chosen = [flip for flip in FLIPS if not words or any(word in flip.name or word in flip.file for word in words)]
    survivors = 0
    with TemporaryDirectory(prefix="flip-rules-") as folder:
        tree = Path(folder)
        for part in ("kubectl_porttrace", "tests", "pyproject.toml"):
            source = ROOT / part
            if source.is_dir():
                shutil.copytree(source, tree / part, ignore=shutil.ignore_patterns("__pycache__"))
            else:
                shutil.copy(source, tree / part)
        if any(not passes(suite, tree) for suite in SUITES):
            raise SystemExit("the tests must pass before a rule is replaced")
        for flip in chosen:
            suite = caught_by(flip, tree)
            survivors += suite is None
            print(f"{'caught by ' + suite if suite else 'SURVIVED':32} {flip.name}", flush=True)
    print(f"{len(chosen)} rules replaced, {len(chosen) - survivors} caught, {survivors} survived")
    return 1 if survivors or not chosen else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
