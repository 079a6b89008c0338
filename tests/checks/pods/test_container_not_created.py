import pytest

from kubectl_porttrace.checks.pods.container_not_created import container_not_created as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, pod, serious
from tests.checks.pods.held import about_pod, behind, crashing, held, waiting


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(pod(name="web-0")), id="ready"),
        pytest.param(behind(held(waiting("PodInitializing"))), id="init-containers-run"),
        pytest.param(behind(held(crashing(1))), id="crashes"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "message", "path"),
    [
        pytest.param(
            behind(held(waiting("CreateContainerConfigError", 'secret "db" not found'))),
            "no pod is ready: container web needs Secret db, which does not exist",
            "spec.template.spec.containers[0]",
            id="secret",
        ),
        pytest.param(
            behind(held(waiting("CreateContainerConfigError", "couldn't find key password in Secret shop/db"))),
            "no pod is ready: container web needs Secret db, which has no key password",
            "spec.template.spec.containers[0]",
            id="key",
        ),
        pytest.param(
            behind(held(waiting("RunContainerError", "exec: no such file or directory"))),
            "no pod is ready: container web cannot start: RunContainerError",
            "spec.template.spec.containers[0]",
            id="command",
        ),
        pytest.param(
            behind(
                held(waiting("ContainerCreating"), ips=()),
                events=(
                    about_pod(
                        "FailedCreatePodSandBox", 'Failed to create pod sandbox: plugin type="calico" failed (add)'
                    ),
                ),
            ),
            "no pod is ready: the pod's network cannot be set up",
            "",
            id="network",
        ),
    ],
)
def test_fires(subject: TracedService, message: str, path: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.message, issue.path) == (message, path)
    assert serious(subject) == {"PTP22": issue.severity}


def test_says_what_to_create_and_where() -> None:
    (issue,) = found(check, behind(held(waiting("CreateContainerConfigError", 'configmap "settings" not found'))))
    assert (
        issue.fix.text
        == "create ConfigMap settings in namespace shop, or correct its name in StatefulSet/web; what there is:"
    )


@pytest.mark.parametrize(
    ("message", "command"),
    [
        pytest.param('secret "db" not found', "kubectl get secret -n shop", id="object"),
        pytest.param("couldn't find key a in Secret shop/db", "kubectl describe secret db -n shop", id="key"),
        pytest.param("context deadline exceeded", "kubectl describe pod web-0 -n shop", id="something-else"),
    ],
)
def test_the_next_step_shows_what_there_is(message: str, command: str) -> None:
    (issue,) = found(check, behind(held(waiting("CreateContainerConfigError", message))))
    assert issue.fix.command == command
