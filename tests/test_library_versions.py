"""What is imported without the versions of libraries, and that others who ask for versions get them."""

from __future__ import annotations

import subprocess
import sys

import pytest

LIBRARIES = """
import sys
from kubectl_porttrace.library_versions import versions_not_read
with versions_not_read():
    import tabulate, urllib3, urllib3.connection
"""


def run(program: str) -> None:
    """Run it in a Python of its own: what is imported once stays imported."""
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=180)
    assert ended.returncode == 0, ended.stderr


def test_the_libraries_are_imported_without_what_reads_versions() -> None:
    run(LIBRARIES + 'assert "importlib.metadata" not in sys.modules')


def test_they_do_the_same() -> None:
    program = """
assert tabulate.tabulate([["web", 80]], tablefmt="plain") == "web  80"
assert urllib3.PoolManager().connection_from_url("https://localhost").scheme == "https"
"""
    run(LIBRARIES + program)


def test_what_is_imported_afterwards_is_the_module_itself() -> None:
    program = """
import importlib.metadata
assert importlib.metadata is sys.modules["importlib.metadata"]
assert importlib.metadata.__file__
assert importlib.metadata.version("tabulate")[0].isdigit()
"""
    run(LIBRARIES + program)


def test_where_it_was_imported_before_it_is_used() -> None:
    program = 'assert tabulate.__version__ == importlib.metadata.version("tabulate")'
    run(f"import importlib.metadata{LIBRARIES}{program}")


# Other libraries ask in these ways while the stand-in is there, as a thread may that renews a login.
ASKED = {
    "the function": "from importlib.metadata import version; assert version('typer')[0].isdigit()",
    "the package": "from importlib import metadata; assert metadata.version('typer')[0].isdigit()",
    "the attribute": "import importlib.metadata; assert importlib.metadata.version('typer')[0].isdigit()",
    "another part": "from importlib.metadata import distribution; assert distribution('typer').version[0].isdigit()",
    "no such part": """
try:
    from importlib.metadata import nothing
except ImportError:
    pass
""",
    "what is not installed": """
from importlib.metadata import PackageNotFoundError, version
try:
    version('no-such-library')
except PackageNotFoundError as error:
    assert error.name == 'no-such-library', error
else:
    raise SystemExit('it was found')
""",
}


@pytest.mark.parametrize("asking", ASKED.values(), ids=ASKED)
def test_others_get_what_they_ask_for(asking: str) -> None:
    asked = "\n".join("    " + line for line in asking.strip().splitlines())
    run(f"from kubectl_porttrace.library_versions import versions_not_read\nwith versions_not_read():\n{asked}")


def test_who_keeps_the_module_gets_versions_later() -> None:
    program = """
from kubectl_porttrace.library_versions import versions_not_read
with versions_not_read():
    import importlib.metadata
assert importlib.metadata.version("typer")[0].isdigit()
"""
    run(program)
