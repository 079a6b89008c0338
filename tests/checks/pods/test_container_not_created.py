import pytest

from kubectl_porttrace.checks.pods.container_not_created import container_not_created as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import config_map, forbidden, found, pod, secret, serious
from tests.checks.pods.held import about_pod, behind, crashing, held, waiting


def needing(message: str) -> Pod:
    return held(waiting("CreateContainerConfigError", message))


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
            behind(needing('secret "db-credentails" not found'), secret("db-credentials"), secret("tls")),
            "no pod is ready: container web needs Secret db-credentails, which does not exist; there is db-credentials",
            "spec.template.spec.containers[0]",
            id="secret-misspelt",
        ),
        pytest.param(
            behind(needing('configmap "web-5g2k7m4h9t" not found'), config_map("web-8b4c6d2f7h")),
            "no pod is ready: container web needs ConfigMap web-5g2k7m4h9t, which does not exist; "
            "there is web-8b4c6d2f7h",
            "spec.template.spec.containers[0]",
            id="configmap-of-another-generation",
        ),
        pytest.param(
            behind(needing('secret "db" not found'), secret("db")),
            "no pod is ready: container web needs Secret db, which did not exist when the kubelet last tried",
            "spec.template.spec.containers[0]",
            id="exists-by-now",
        ),
        pytest.param(
            behind(needing('secret "db" not found'), secret("db", namespace="other"), config_map("db"), secret("tls")),
            "no pod is ready: container web needs Secret db, which does not exist",
            "spec.template.spec.containers[0]",
            id="nothing-like-it-here",
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


NAMED = needing('secret "db-credentails" not found')


@pytest.mark.parametrize(
    ("subject", "text", "command"),
    [
        pytest.param(
            behind(needing('configmap "settings" not found')),
            "create ConfigMap settings in namespace shop, or correct its name in the template of StatefulSet/web; "
            "what there is:",
            "kubectl get configmap -n shop",
            id="nothing-like-it",
        ),
        pytest.param(
            behind(NAMED, secret("db-credentials")),
            "name db-credentials in the template of StatefulSet/web if that one is meant, "
            "or create Secret db-credentails in namespace shop; what there is:",
            "kubectl get secret -n shop",
            id="one-like-it",
        ),
        pytest.param(
            behind(NAMED, secret("db-credentails")),
            "wait two minutes: Secret db-credentails exists by now, and the kubelet tries again; "
            "if it fails, the pod's events:",
            "kubectl describe pod web-0 -n shop",
            id="exists-by-now",
        ),
        pytest.param(
            behind(needing("couldn't find key password in Secret shop/db"), secret("db")),
            "add the key to Secret db, or correct the key's name in the template of StatefulSet/web; "
            "the keys it has, without their values:",
            "kubectl describe secret db -n shop",
            id="key",
        ),
        pytest.param(
            behind(needing("something new")),
            "change container web in the template of StatefulSet/web so that it can start; "
            "the pod's events say what fails:",
            "kubectl describe pod web-0 -n shop",
            id="something-else",
        ),
    ],
)
def test_says_what_to_do(subject: TracedService, text: str, command: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.fix.text, issue.fix.command) == (text, command)


def test_says_so_where_the_names_there_are_could_not_be_read() -> None:
    (issue,) = found(check, behind(NAMED, unread=[forbidden("secrets", "shop")]))
    assert "secrets could not be read, so whether another name is meant is not known" in issue.evidence
    (issue,) = found(check, behind(NAMED, unread=[forbidden("configmaps", "shop")]))
    assert not any("could not be read" in line for line in issue.evidence)
