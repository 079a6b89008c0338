from typing import Any

import pytest
from msgspec import to_builtins

from kubectl_porttrace.checks.pods.init_container_not_done import init_container_not_done as check
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, pod, serious, service
from tests.checks.pods.held import WEB, behind, held, running

WAITING: dict[str, Any] = {
    "initContainerStatuses": [{"name": "wait", "state": {"running": {"startedAt": "2026-11-21T03:00:00Z"}}}],
    "containerStatuses": [{"name": "web", "state": {"waiting": {"reason": "PodInitializing"}}}],
    "conditions": [{"type": "Ready", "status": "False"}],
}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(behind(pod(name="web-0")), id="ready"),
        pytest.param(behind(held(running())), id="its-own-container-runs"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "message", "path"),
    [
        pytest.param(
            behind(pod(WEB, name="web-0", init=[container(name="wait")], ready=False, status=WAITING)),
            "no pod is ready: init container wait still runs after 10m",
            "spec.initContainers[0]",
            id="runs",
        ),
    ],
)
def test_fires(subject: TracedService, message: str, path: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.message, issue.path) == (message, path)
    assert serious(subject) == {"PTP23": issue.severity}


def test_says_for_how_long() -> None:
    subject = behind(pod(WEB, name="web-0", init=[container(name="wait")], ready=False, status=WAITING))
    assert found(check, subject)[0].evidence == ("Pod/web-0", "it has run for 10m")


def waiting(command: str, *, of: str = "web", name: str = "", init: str = "wait") -> Pod:
    """A pod behind a Service of which an init container runs that command."""
    status = {**WAITING, "initContainerStatuses": [{**WAITING["initContainerStatuses"][0], "name": init}]}
    made = container(name=init)
    return pod(
        WEB,
        name=name or f"{of}-0",
        labels={"app": of},
        ready=False,
        status=status,
        spec={"initContainers": [{**to_builtins(made), "command": command.split()}]},
    )


def others(*names: str) -> list[Service]:
    return [service(name=name, selector={"app": name}) for name in names]


def waited(*objects: KubernetesObject, listed: bool = True) -> TracedService:
    everything = frozenset({("services", "shop")}) if listed else frozenset()
    return behind(*objects, complete_namespaces=frozenset({"shop"}), listed=everything)


DB = pod(name="db-0", labels={"app": "db"}, ready=False)
FOR_DB = "no pod is ready: init container wait still runs, probably waiting for Service"


@pytest.mark.parametrize(
    ("subject", "message", "command"),
    [
        pytest.param(
            waited(waiting("nc -z db 5432"), *others("db"), DB),
            f"{FOR_DB} db, which has no ready pod",
            "kubectl porttrace db -n shop",
            id="not-ready",
        ),
        pytest.param(
            waited(waiting("nc -z db 5432")),
            f"{FOR_DB} db, which does not exist",
            "kubectl logs web-0 -n shop -c wait",
            id="does-not-exist",
        ),
        pytest.param(
            waited(waiting("curl http://web/healthz")),
            f"{FOR_DB} web, which is this one",
            "kubectl logs web-0 -n shop -c wait",
            id="itself",
        ),
        pytest.param(
            waited(waiting("nc -z db 5432"), *others("db"), waiting("nc -z web.shop 80", of="db")),
            f"{FOR_DB} db, whose pods wait for web",
            "kubectl logs web-0 -n shop -c wait",
            id="each-other",
        ),
        pytest.param(
            waited(
                waiting("nc -z db 5432"),
                *others("db", "cache"),
                waiting("nc -z cache 80", of="db"),
                waiting("nc -z web 80", of="cache"),
            ),
            f"{FOR_DB} db, whose pods wait for cache, whose pods wait for web",
            "kubectl logs web-0 -n shop -c wait",
            id="a-circle-of-three",
        ),
        pytest.param(
            waited(waiting("nc -z db 1 && nc -z api 2"), *others("api", "db"), waiting("nc -z web 1", of="db")),
            f"{FOR_DB} db, whose pods wait for web",
            "kubectl logs web-0 -n shop -c wait",
            id="the-circle-of-two-waits",
        ),
        pytest.param(
            waited(waiting("true", init="wait-for-db"), *others("db"), DB),
            f"{FOR_DB.replace('wait still', 'wait-for-db still')} db, which has no ready pod",
            "kubectl porttrace db -n shop",
            id="by-its-name",
        ),
        pytest.param(
            waited(waiting("nc -z db 5432"), *others("db"), pod(name="db-0", labels={"app": "db"})),
            "no pod is ready: init container wait still runs after 10m",
            "kubectl logs web-0 -n shop -c wait",
            id="of-a-service-that-is-ready",
        ),
        pytest.param(
            waited(waiting("nc -z db.other 5432"), *others("db"), DB),
            "no pod is ready: init container wait still runs after 10m",
            "kubectl logs web-0 -n shop -c wait",
            id="of-another-namespace",
        ),
        pytest.param(
            waited(waiting("nc -z db 5432"), service(name="db", selector={})),
            "no pod is ready: init container wait still runs after 10m",
            "kubectl logs web-0 -n shop -c wait",
            id="without-a-selector",
        ),
        pytest.param(
            waited(waiting("nc -z db 5432"), listed=False),
            "no pod is ready: init container wait still runs after 10m",
            "kubectl logs web-0 -n shop -c wait",
            id="not-all-services-were-read",
        ),
        pytest.param(
            behind(waiting("nc -z db 5432"), *others("db"), DB),
            "no pod is ready: init container wait still runs after 10m",
            "kubectl logs web-0 -n shop -c wait",
            id="not-all-pods-were-read",
        ),
        pytest.param(
            waited(
                waiting("nc -z db 5432"),
                *others("db", "api"),
                waiting("nc -z api 1", of="db"),
                waiting("nc -z db 1", of="api"),
            ),
            f"{FOR_DB} db, which has no ready pod",
            "kubectl porttrace db -n shop",
            id="a-circle-of-others",
        ),
    ],
)
def test_says_which_service_it_probably_waits_for(subject: TracedService, message: str, command: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.message, issue.fix.command) == (message, command)
