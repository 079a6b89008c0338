import pytest

from kubectl_porttrace.checks.pods.volume_not_mounted import volume_not_mounted as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import config_map, found, pod, secret, serious
from tests.checks.pods.held import about_pod, behind, held, running, waiting

STARTED = {"type": "PodReadyToStartContainers", "status": "True"}
MISSING = 'MountVolume.SetUp failed for volume "tls" : secret "tls-cert" not found'


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(pod(name="web-0")), id="ready"),
        pytest.param(behind(held(waiting("ContainerCreating"))), id="no-event"),
        pytest.param(behind(held(running()), events=(about_pod("FailedMount", MISSING),)), id="it-was-mounted-since"),
        pytest.param(
            behind(
                held(waiting("ContainerCreating"), ips=()), events=(about_pod("FailedMount", MISSING, seconds=660),)
            ),
            id="not-told-again-for-eleven-minutes",
        ),
        pytest.param(
            behind(held(waiting("ContainerCreating")), events=(about_pod("FailedMount", MISSING),)),
            id="the-pod-has-its-address",
        ),
        pytest.param(
            behind(
                held(waiting("ContainerCreating"), ips=(), status={"conditions": [STARTED]}),
                events=(about_pod("FailedMount", MISSING),),
            ),
            id="the-pod-has-its-sandbox",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "message", "path"),
    [
        pytest.param(
            behind(held(waiting("ContainerCreating"), ips=()), events=(about_pod("FailedMount", MISSING),)),
            "no pod is ready: volume tls needs Secret tls-cert, which does not exist",
            "spec.template.spec.volumes",
            id="secret",
        ),
        pytest.param(
            behind(
                held(waiting("ContainerCreating"), ips=()),
                secret("tls-certs"),
                events=(about_pod("FailedMount", MISSING),),
            ),
            "no pod is ready: volume tls needs Secret tls-cert, which does not exist; there is tls-certs",
            "spec.template.spec.volumes",
            id="secret-misspelt",
        ),
        pytest.param(
            behind(
                held(waiting("ContainerCreating"), ips=()),
                config_map("settings"),
                events=(about_pod("FailedMount", MISSING.replace('secret "tls-cert"', 'configmap "setings"')),),
            ),
            "no pod is ready: volume tls needs ConfigMap setings, which does not exist; there is settings",
            "spec.template.spec.volumes",
            id="configmap-misspelt",
        ),
        pytest.param(
            behind(
                held(waiting("ContainerCreating"), ips=()),
                events=(about_pod("FailedAttachVolume", 'Multi-Attach error for volume "pvc-1" Volume is in use'),),
            ),
            "no pod is ready: volume pvc-1 is attached to another node",
            "spec.template.spec.volumes",
            id="attached-elsewhere",
        ),
    ],
)
def test_fires(subject: TracedService, message: str, path: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.message, issue.path) == (message, path)
    assert serious(subject) == {"PTP28": issue.severity}
