import pytest

from kubectl_porttrace.checks.traffic.zone_overloaded import zone_overloaded as check
from kubectl_porttrace.model.node import Node
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, node, pod, service, traced

SAME_ZONE = service(trafficDistribution="PreferSameZone")


def nodes(**zones: int) -> list[Node]:
    labels = [(zone, number) for zone, many in zones.items() for number in range(many)]
    return [node(f"{zone}-{number}", labels={"topology.kubernetes.io/zone": zone}) for zone, number in labels]


def pods(**zones: int) -> list[Pod]:
    return [pod(node=f"{zone}-0") for zone, many in zones.items() for _ in range(many)]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(SAME_ZONE, *pods(a=2, b=1), *nodes(a=4, b=2)), id="as-the-nodes-are-spread"),
        pytest.param(traced(service(), *pods(a=1, b=4), *nodes(a=8, b=2)), id="nothing-is-preferred"),
        pytest.param(traced(SAME_ZONE, *pods(b=5), *nodes(a=8, b=2)), id="a-zone-without-one-uses-all"),
        pytest.param(traced(SAME_ZONE, *pods(a=1, b=2), *nodes(a=2, b=1)), id="few-nodes"),
        pytest.param(
            traced(SAME_ZONE, *pods(a=1, b=4), pod(node="bare"), *nodes(a=8, b=2), node("bare")), id="no-hints-are-kept"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires_and_names_the_zone() -> None:
    subject = traced(SAME_ZONE, *pods(a=1, b=4), *nodes(a=8, b=2))
    (issue,) = found(check, subject)
    assert "zone a has 8 of 10 nodes and 1 of 5 ready IPv4 endpoints" in issue.message
    assert judged(subject)["PTK10"].severity == "warning"
