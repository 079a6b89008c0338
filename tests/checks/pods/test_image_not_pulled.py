import pytest

from kubectl_porttrace.checks.pods.image_not_pulled import image_not_pulled as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, pod, secret, serious
from tests.checks.pods.held import about_pod, behind, crashing, held, serving, waiting

NO_PULL_SECRET = about_pod(
    "FailedToRetrieveImagePullSecret",
    "Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.",
)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(pod(name="web-0")), id="ready"),
        pytest.param(behind(held(waiting("ContainerCreating"))), id="still-pulling"),
        pytest.param(behind(held(crashing(1))), id="crashes"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "message", "path"),
    [
        pytest.param(
            behind(
                held(waiting("ErrImagePull", 'rpc error: code = NotFound desc = "ghcr.io/acme/web:1.9": not found'))
            ),
            "no pod is ready: cannot pull image of web: not in the registry: ghcr.io/acme/web:1.9",
            "spec.template.spec.containers[0].image",
            id="not-found",
        ),
        pytest.param(
            behind(
                held(waiting("ImagePullBackOff", "Back-off pulling image")),
                serving("web-1"),
                events=(about_pod("Failed", "Failed to pull image: 401 Unauthorized", container="web"),),
            ),
            "1 of 2 pods is not ready: cannot pull image of web: access denied or no such image: ghcr.io/acme/web:1.9",
            "spec.template.spec.containers[0].image",
            id="backing-off-the-event-says-why",
        ),
        pytest.param(
            behind(held(waiting("ErrImageNeverPull", "Container image is not present with pull policy of Never"))),
            "no pod is ready: cannot pull image of web: pull policy is Never, and the node lacks it: "
            "ghcr.io/acme/web:1.9",
            "spec.template.spec.containers[0].image",
            id="never",
        ),
        pytest.param(
            behind(
                held(waiting("ErrImagePull", "pull access denied")),
                events=(NO_PULL_SECRET,),
            ),
            "no pod is ready: cannot pull image of web: access denied, pull secret regcred is not there: "
            "ghcr.io/acme/web:1.9",
            "spec.template.spec.containers[0].image",
            id="pull-secret-missing",
        ),
        pytest.param(
            behind(held(waiting("ErrImagePull", "pull access denied")), secret("reg-cred"), events=(NO_PULL_SECRET,)),
            "no pod is ready: cannot pull image of web: access denied, pull secret regcred is not there "
            "(reg-cred is): ghcr.io/acme/web:1.9",
            "spec.template.spec.containers[0].image",
            id="pull-secret-misspelt",
        ),
        pytest.param(
            behind(held(waiting("ErrImagePull", "pull access denied")), secret("regcred"), events=(NO_PULL_SECRET,)),
            "no pod is ready: cannot pull image of web: access denied or no such image: ghcr.io/acme/web:1.9",
            "spec.template.spec.containers[0].image",
            id="pull-secret-there-by-now",
        ),
    ],
)
def test_fires(subject: TracedService, message: str, path: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.message, issue.path) == (message, path)
    assert serious(subject) == {"PTP20": issue.severity}
