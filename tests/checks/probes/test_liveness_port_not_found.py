import pytest

from kubectl_porttrace.checks.probes.liveness_port_not_found import liveness_port_not_found as check
from kubectl_porttrace.model.pod import Container
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, port, service, traced

HTTP = port(80, "http")
OTHER_NAME = {"livenessProbe": {"httpGet": {"port": "web"}}}
WRONG = container(HTTP, spec=OTHER_NAME)


def probed(written: int | str, kind: str = "livenessProbe") -> Container:
    return container(HTTP, spec={kind: {"httpGet": {"port": written}}})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(probed("http"), ready=False)), id="found"),
        pytest.param(traced(service(), pod(probed(9090), ready=False)), id="a-number-need-not-be-declared"),
        pytest.param(traced(service(), pod(probed("web", "readinessProbe"), ready=False)), id="another-probe"),
        pytest.param(traced(service(), pod(container(spec={"livenessProbe": {}}), ready=False)), id="exec"),
        pytest.param(
            traced(service(), pod(WRONG, container(port(1, "web"), name="b"), ready=False)), id="in-another-container"
        ),
        pytest.param(traced(service(), pod(WRONG, phase="Failed", ready=False)), id="ended"),
        pytest.param(traced(service(), pod(WRONG, terminating=True, ready=False)), id="being-deleted"),
        pytest.param(traced(service(selector={}), pod(WRONG, ready=False)), id="not-selected"),
    ],
)
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
