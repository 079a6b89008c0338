from typing import Any

import pytest

from kubectl_porttrace.checks.service_spec.prefer_close_deprecated import prefer_close_deprecated as check
from tests.build import found, judged, pod, service, traced


@pytest.mark.parametrize(
    "spec",
    [
        pytest.param({}, id="not-set"),
        pytest.param({"trafficDistribution": "PreferSameZone"}, id="the-new-name"),
        pytest.param({"trafficDistribution": "PreferSameNode"}, id="same-node"),
    ],
)
def test_stays_silent(spec: dict[str, Any]) -> None:
    assert found(check, traced(service(**spec), pod())) == []


def test_fires() -> None:
    subject = traced(service(trafficDistribution="PreferClose"), pod())
    assert [seen.path for seen in found(check, subject)] == ["spec.trafficDistribution"]
    assert judged(subject)["PTS15"].severity == "note"
