import pytest

from kubectl_porttrace.checks.traffic.endpoints_without_zone import endpoints_without_zone as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, judged, node, pod, service, traced

SAME_ZONE = service(trafficDistribution="PreferSameZone")
ZONED = node("node-0", labels={"topology.kubernetes.io/zone": "a"})
BARE = node("node-1")
AUTO = {"service.kubernetes.io/topology-mode": "Auto"}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(SAME_ZONE, pod(), ZONED), id="all-have-one"),
        pytest.param(traced(service(), pod(), BARE), id="nothing-is-preferred"),
        pytest.param(traced(SAME_ZONE, pod(), pod(node="node-1", ready=False), ZONED, BARE), id="not-ready"),
        pytest.param(
            traced(headless(trafficDistribution="PreferSameZone"), pod(node="node-1"), BARE), id="no-proxy-chooses"
        ),
        pytest.param(
            traced(service(trafficDistribution="PreferSameZone", annotations=AUTO), pod(node="node-1"), BARE),
            id="the-annotation-wins",
        ),
        pytest.param(
            traced(service(trafficDistribution="PreferSameNode"), pod(node="node-1"), BARE), id="nodes-are-preferred"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires_and_names_the_nodes() -> None:
    subject = traced(SAME_ZONE, pod(), pod(node="node-1"), ZONED, BARE)
    (issue,) = found(check, subject)
    assert issue.path == "spec.trafficDistribution"
    assert "1 ready IPv4 endpoint without a zone" in issue.message
    assert issue.evidence == ("on node-1",)
    assert judged(subject)["PTK09"].severity == "note"
