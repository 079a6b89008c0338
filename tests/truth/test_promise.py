"""What counts as a broken promise."""

import pytest

from tests.cluster.api import Manifest
from tests.truth.promise import broken_promises


def finding(code: str = "PTR01", service: str = "web", place: int = 0, severity: str = "error") -> Manifest:
    path = f"spec.ports[{place}].targetPort"
    return {"code": code, "subject": {"name": service}, "path": path, "severity": severity}


def report(*findings: Manifest, verdicts: tuple[str, ...] = ("wired",)) -> Manifest:
    ports = [{"verdict": verdict} for verdict in verdicts]
    return {"findings": list(findings), "services": [{"name": "web", "ports": ports}]}


BEFORE = report(finding(), verdicts=("broken", "wired"))


@pytest.mark.parametrize(
    "after",
    [
        pytest.param(report(verdicts=("wired", "wired")), id="all-well"),
        pytest.param(report(verdicts=("broken", "wired")), id="no-better"),
        pytest.param(report(finding("PTR11", place=1, severity="note"), verdicts=("wired", "wired")), id="new-note"),
        pytest.param(report(finding("PTR05"), verdicts=("broken", "wired")), id="the-same-field-told-better"),
    ],
)
def test_kept(after: Manifest) -> None:
    assert list(broken_promises(finding(), BEFORE, after)) == []


@pytest.mark.parametrize(
    ("after", "words"),
    [
        pytest.param(report(finding(), verdicts=("broken", "wired")), "is still there", id="still-there"),
        pytest.param(report(verdicts=("wired", "partial")), "was wired and is partial", id="another-port-worse"),
        pytest.param(report(finding(place=1), verdicts=("wired", "wired")), "is new", id="new-error"),
        pytest.param(report(finding(service="api"), verdicts=("wired", "wired")), "is new", id="of-another-service"),
    ],
)
def test_broken(after: Manifest, words: str) -> None:
    (told,) = broken_promises(finding(), BEFORE, after)
    assert words in told
