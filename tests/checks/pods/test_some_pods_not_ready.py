import pytest

from kubectl_porttrace.checks.pods.some_pods_not_ready import some_pods_not_ready as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, pod, serious, service, traced


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(), pod()), id="all-ready"),
        pytest.param(traced(service(), pod(ready=False)), id="none-ready"),
        pytest.param(traced(service(), pod(), pod(ready=False, terminating=True)), id="being-deleted"),
        pytest.param(traced(service(), pod(), pod(ready=False, phase="Succeeded")), id="ended"),
        pytest.param(traced(service(publishNotReadyAddresses=True), pod(), pod(ready=False)), id="published-anyway"),
        pytest.param(traced(service()), id="no-pods"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "message"),
    [
        pytest.param(
            traced(service(), pod(), pod(ready=False)),
            "1 of 2 selected pods is not ready and gets no traffic",
            id="one",
        ),
        pytest.param(
            traced(service(), pod(), pod(ready=False), pod(ready=False, ips=())),
            "2 of 3 selected pods are not ready and get no traffic",
            id="one-without-address",
        ),
        pytest.param(
            traced(headless(), pod(), pod(ready=False)),
            "1 of 2 selected pods is not ready and gets no traffic",
            id="headless",
        ),
    ],
)
def test_fires(subject: TracedService, message: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.message, issue.path, issue.ports) == (message, 'status.conditions[?(@.type=="Ready")]', subject.ports)
    assert serious(subject) == {"PTP08": "warning"}


def test_the_reason_stands_in_the_headline_where_all_have_the_same() -> None:
    runs = {"containerStatuses": [{"name": "app", "state": {"running": {}}}]}
    (issue,) = found(check, traced(service(), pod(), pod(ready=False, status=runs)))
    assert issue.message == "1 of 2 selected pods is not ready: container app runs but is not ready"
