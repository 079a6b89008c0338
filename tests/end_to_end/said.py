"""What the report says, and what its fixes do."""

from __future__ import annotations

import json
import shlex

from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.end_to_end.in_process import InProcess


def findings(porttrace: InProcess, *words: str, family: str) -> list[Manifest]:
    """The findings of a family above notes, those that follow from others among them; each once."""
    report = json.loads(porttrace(*words, "-o", "json").stdout)
    told = [
        below for each in report["findings"] for below in (each, *each["consequences"]) if each["severity"] != "note"
    ]
    return [each for each in told if each["code"].startswith(f"PT{family}")]


def codes(porttrace: InProcess, *words: str, family: str) -> list[str]:
    return sorted(each["code"] for each in findings(porttrace, *words, family=family))


def run_fix(plane: Cluster, finding: Manifest) -> None:
    kubectl, *words = shlex.split(finding["fix"]["command"])
    assert kubectl == "kubectl"
    plane.kubectl(*words)


def roots(porttrace: InProcess, code: str, *words: str) -> list[Manifest]:
    report = json.loads(porttrace(*words, "-o", "json").stdout)
    return [each for each in report["findings"] if each["code"] == code]
