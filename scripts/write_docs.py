"""Write in `docs/` what the program itself says: the screens of the pages, and a page for each code.

`make docs`. A block of a page that starts with `$ kubectl porttrace` holds what that command prints, run in the
checkout at 100 columns; the pages of the codes are the docstrings of the checks.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.findings import CERTAINTY_IN_WORDS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
CODES = DOCS / "codes"
WIDTH = 100

FAMILIES: Mapping[str, str] = {
    "S": "What a Service declares",
    "P": "Pods",
    "R": "From the port to the container",
    "B": "Probes",
    "E": "EndpointSlices",
    "K": "Ways in and node ports",
    "N": "NetworkPolicies",
    "D": "DNS",
    "L": "What listens",
    "H": "Ports of containers",
    "I": "Ingresses and routes",
    "A": "What the API server calls",
    "M": "Monitors",
    "G": "Good practice, with `--advice`",
    "T": "What nothing else explains",
}

_SCREEN = re.compile(r"```console\n\$ kubectl porttrace (.*)\n(?:.*\n)*?```\n")


def written() -> Iterator[tuple[Path, str]]:
    """Every file that is written, with what has to be in it."""
    for page in sorted(DOCS.glob("*.md")):
        yield page, _SCREEN.sub(_screen, page.read_text(encoding="utf-8"))
    checks = list(all_checks().values())
    yield CODES / "index.md", _index(checks)
    for check in checks:
        yield CODES / f"{check.code}.md", _page(check)


def _screen(block: re.Match[str]) -> str:
    arguments = block.group(1)
    told = subprocess.run(
        [sys.executable, "-m", "kubectl_porttrace", *arguments.split()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=ROOT,
        env={**os.environ, "COLUMNS": str(WIDTH), "PYTHONIOENCODING": "utf-8", "PYTHONUTF8": "1"},
        check=False,
    )
    if told.stderr:
        raise ValueError(f"kubectl porttrace {arguments}: {told.stderr}")
    return f"```console\n$ kubectl porttrace {arguments}\n{told.stdout}```\n"


def _index(checks: list[Check]) -> str:
    lines = ["# All codes", "", "`kubectl porttrace --explain CODE` prints the same page."]
    for letter, title in FAMILIES.items():
        lines += ["", f"## {title}", "", "| code | severity | name |", "|---|---|---|"]
        lines += [
            f"| [{each.code}]({each.code}.md) | {each.severity} | {each.name} |"
            for each in checks
            if each.family == letter
        ]
    return "".join(f"{line}\n" for line in lines)


def _page(check: Check) -> str:
    head = f"# {check.code} {check.name}\n\n{check.severity.capitalize()}; {CERTAINTY_IN_WORDS[check.certainty]}.\n"
    return f"{head}\n{check.documentation}\n"


def main() -> None:
    """Write them, and remove the pages of codes that are no more."""
    CODES.mkdir(exist_ok=True)
    wanted = dict(written())
    for path, text in wanted.items():
        path.write_text(text, encoding="utf-8")
    for path in set(CODES.iterdir()) - set(wanted):
        path.unlink()


if __name__ == "__main__":
    main()
