from typing import Any

import pytest

from kubectl_porttrace.checks.pods.sidecar_not_ready import sidecar_not_ready as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged, pod, serious, service, sidecar, traced

RUNS: dict[str, Any] = {"running": {}}
INITIALIZING = {"waiting": {"reason": "PodInitializing"}}
CRASHES = {"waiting": {"reason": "CrashLoopBackOff"}}


def held(
    app: tuple[bool, dict[str, Any]] | None = (True, RUNS),
    proxy: tuple[bool, dict[str, Any]] | None = (False, RUNS),
    *,
    started: bool | None = None,
    **fields: Any,
) -> Pod:
    statuses = {
        "containerStatuses": [{"name": "app", "ready": app[0], "state": app[1]}] if app else [],
        "initContainerStatuses": [{"name": "proxy", "ready": proxy[0], "started": started, "state": proxy[1]}]
        if proxy
        else [],
    }
    return pod(init=[sidecar()], status=statuses, **{"ready": False, **fields})


def two(app: dict[str, Any], other: dict[str, Any]) -> Pod:
    containers = [
        {"name": name, "ready": "running" in state, "state": state} for name, state in (("app", app), ("other", other))
    ]
    proxy = [{"name": "proxy", "state": CRASHES}]
    status = {"containerStatuses": containers, "initContainerStatuses": proxy}
    return pod(
        container(),
        container(name="other"),
        init=[sidecar()],
        status={**status, "conditions": [{"type": "Ready", "status": "False"}]},
    )


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), two(RUNS, CRASHES)), id="one-of-two-containers-is-not-ready-either"),
        pytest.param(traced(service(), two(CRASHES, INITIALIZING)), id="one-of-two-containers-has-started"),
        pytest.param(traced(service(), held(proxy=(True, RUNS), ready=True)), id="all-ready"),
        pytest.param(traced(service(), held(proxy=(False, CRASHES))), id="a-crash-is-told-by-itself"),
        pytest.param(traced(service(), held(app=(False, CRASHES))), id="the-container-is-not-ready-either"),
        pytest.param(traced(service(), held(app=(False, CRASHES), proxy=(True, RUNS))), id="sidecar-ready"),
        pytest.param(traced(service(), held(app=None)), id="no-status-of-the-container"),
        pytest.param(traced(service(), held(proxy=None)), id="no-status-of-the-sidecar"),
        pytest.param(
            traced(service(), held(app=(False, INITIALIZING), proxy=(False, INITIALIZING))),
            id="an-init-container-before-it-still-runs",
        ),
        pytest.param(
            traced(service(), held(app=(False, INITIALIZING), proxy=(False, RUNS), started=True)),
            id="an-init-container-after-it-still-runs",
        ),
        pytest.param(traced(service(publishNotReadyAddresses=True), held()), id="published-anyway"),
        pytest.param(traced(service(), held(terminating=True)), id="being-deleted"),
        pytest.param(traced(service(), pod(container(), init=[container(name="proxy")], ready=False)), id="init-only"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "codes", "severity"),
    [
        pytest.param(traced(service(), held()), ("PTP13", "PTP07"), "error", id="of-the-only-pod"),
        pytest.param(traced(service(), held(), pod()), ("PTP13", "PTP08"), "warning", id="of-one-pod-of-two"),
        pytest.param(
            traced(service(), held(app=(False, INITIALIZING))), ("PTP13", "PTP07"), "error", id="before-it-started"
        ),
        pytest.param(traced(service(), held(), held(app=(False, CRASHES))), ("PTP13",), "warning", id="not-of-all"),
    ],
)
def test_fires(subject: TracedService, codes: tuple[str, ...], severity: str) -> None:
    assert [issue.path for issue in found(check, subject)] == ['status.initContainerStatuses[?(@.name=="proxy")].ready']
    issue = judged(subject)["PTP13"]
    assert (issue.codes, issue.severity) == (codes, severity)


def test_where_it_explains_some_pods_only_the_rest_is_told_too() -> None:
    subject = traced(service(), held(), held(app=(False, CRASHES)))
    assert serious(subject) == {"PTP21": "error", "PTP13": "warning"}
