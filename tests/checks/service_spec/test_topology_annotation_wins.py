import pytest

from kubectl_porttrace.checks.service_spec.topology_annotation_wins import topology_annotation_wins as check
from kubectl_porttrace.model.service import TOPOLOGY_AWARE_HINTS, TOPOLOGY_MODE
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, pod, service, traced

AUTO = {TOPOLOGY_MODE: "Auto"}
NEAR = "PreferSameZone"


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(trafficDistribution=NEAR), pod()), id="field-alone"),
        pytest.param(traced(service(annotations=AUTO), pod()), id="annotation-alone"),
        pytest.param(
            traced(service(annotations={TOPOLOGY_MODE: "Disabled"}, trafficDistribution=NEAR), pod()), id="disabled"
        ),
        pytest.param(
            traced(service(annotations={**AUTO, TOPOLOGY_AWARE_HINTS: "Disabled"}, trafficDistribution=NEAR), pod()),
            id="the-older-key-decides",
        ),
        pytest.param(
            traced(service(annotations=AUTO, trafficDistribution=NEAR, selector={})), id="no-controller-sets-hints"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize("key", [TOPOLOGY_MODE, TOPOLOGY_AWARE_HINTS])
@pytest.mark.parametrize("value", ["Auto", "auto"])
def test_fires(key: str, value: str) -> None:
    subject = traced(service(annotations={key: value}, trafficDistribution=NEAR), pod())
    [seen] = found(check, subject)
    assert seen.path == "spec.trafficDistribution"
    assert key in seen.fix.text
    assert judged(subject)["PTS16"].severity == "note"
