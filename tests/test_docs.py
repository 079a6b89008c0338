"""The pages in `docs/` say what the program says, and lead nowhere that is not there."""

import re
from pathlib import Path

import pytest

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.demos import DEMOS, SHOP
from scripts.write_docs import CODES, DOCS, FAMILIES, written

PAGES = sorted(DOCS.glob("*.md"))


def test_the_docs_are_fresh() -> None:
    stale = [path.name for path, text in written() if not path.exists() or path.read_text(encoding="utf-8") != text]
    assert stale == [], "make docs"


def test_there_is_a_page_for_every_code_and_no_other() -> None:
    assert {path.stem for path in CODES.iterdir()} == {*all_checks(), "index"}


def test_every_code_stands_in_the_index() -> None:
    index = (CODES / "index.md").read_text(encoding="utf-8")
    assert set(re.findall(r"\[(PT\w+)\]", index)) == set(all_checks())
    assert {check.family for check in all_checks().values()} == set(FAMILIES)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page: Path) -> None:
    for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8")):
        assert link.startswith("https://") or (page.parent / link).exists(), link


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_can_be_reached(page: Path) -> None:
    linked = set(re.findall(r"\]\(([^)#]+)\)", (DOCS / "index.md").read_text(encoding="utf-8")))
    assert page.name == "index.md" or page.name in linked


def test_every_demo_is_used() -> None:
    told = "".join(page.read_text(encoding="utf-8") for page in PAGES)
    assert [name for name in DEMOS if name != SHOP and f"--demo={name}\n" not in told] == []
