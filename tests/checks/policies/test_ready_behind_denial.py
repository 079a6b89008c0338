import pytest

from kubectl_porttrace.checks.policies.ready_behind_denial import ready_behind_denial as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, policy, port, service, traced

WEB = service({"port": 80, "targetPort": 8080})
PROBED = container(port(8080), spec={"readinessProbe": {"httpGet": {"port": 8080}}})
NOBODY = policy(ingress=[])


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(WEB, pod(PROBED)), id="nothing-closed"),
        pytest.param(traced(WEB, pod(container(port(8080))), NOBODY), id="no-probe"),
        pytest.param(
            traced(WEB, pod(container(port(8080), spec={"readinessProbe": {"exec": {}}})), NOBODY),
            id="a-probe-that-runs-a-command",
        ),
        pytest.param(
            traced(WEB, pod(container(port(8080), spec={"readinessProbe": {"httpGet": {"port": 9090}}})), NOBODY),
            id="a-probe-of-another-port",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires_below_what_closes_the_port() -> None:
    subject = traced(WEB, pod(PROBED), NOBODY)
    (only,) = found(check, subject)
    assert only.path == "spec.ingress"
    assert judged(subject)["PTN01"].codes == ("PTN01", "PTN20")
