import pytest

from kubectl_porttrace.checks.probes.liveness_port_not_found import liveness_port_not_found as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, service, traced
from tests.checks.probes.without_port import probed, silent

OTHER_NAME = {"livenessProbe": {"httpGet": {"port": "web"}}}
WRONG = probed("livenessProbe")


@silent("livenessProbe", other="readinessProbe")
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(
            traced(service(), pod(WRONG)), "spec.containers[0].livenessProbe.httpGet.port", id="ready-all-the-same"
        ),
        pytest.param(
            traced(service(), pod(init=[container(name="proxy", restart_policy="Always", spec=OTHER_NAME)])),
            "spec.initContainers[0].livenessProbe.httpGet.port",
            id="sidecar",
        ),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.path, issue.ports) == (path, ())
    assert judged(subject)["PTB03"].severity == "warning"
