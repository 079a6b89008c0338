"""The rules that `make flips` replaces are still in the files it names."""

import pytest

from scripts.flip import Flip
from scripts.flip_rules import FLIPS, ROOT


@pytest.mark.parametrize("flip", FLIPS, ids=lambda flip: flip.name)
def test_the_rule_is_there(flip: Flip) -> None:
    assert flip.rule in (ROOT / flip.file).read_text("utf-8")


def test_every_flip_has_its_own_name() -> None:
    assert len({flip.name for flip in FLIPS}) == len(FLIPS) >= 30
