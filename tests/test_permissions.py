"""The role that the README gives is enough for everything that is read."""

from pathlib import Path

import pytest
import yaml

from kubectl_porttrace.model.kind import Kind, group_of
from kubectl_porttrace.model.kinds import KINDS

README = (Path(__file__).parent.parent / "README.md").read_text("utf-8")
LEFT_OUT = frozenset({"secrets", "configmaps"})
"""The README says why."""


def rules() -> list[dict[str, list[str]]]:
    """The rules of the first role in the README."""
    (role, *_) = (block.partition("```")[0] for block in README.split("```yaml\n")[1:])
    found: list[dict[str, list[str]]] = yaml.safe_load(role)["rules"]
    return found


@pytest.mark.parametrize("kind", KINDS, ids=[kind.key for kind in KINDS])
def test_it_has_every_kind(kind: Kind) -> None:
    group = group_of(kind.api_version)
    given = [rule for rule in rules() if group in rule["apiGroups"] and kind.resource in rule["resources"]]
    assert any({"get", "list"} <= set(rule["verbs"]) for rule in given) is (kind.resource not in LEFT_OUT)
