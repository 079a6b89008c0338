import pytest

from kubectl_porttrace.checks.dns.names_of_another_service import names_of_another_service as check
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, judged, pod, service, traced


def member(subdomain: str = "peers", owner: str = "StatefulSet") -> Pod:
    return pod(name="db-0", owner=(owner, "db"), spec={"hostname": "db-0", "subdomain": subdomain})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(headless(), member("web")), id="its-own"),
        pytest.param(traced(service(), member()), id="not-headless"),
        pytest.param(traced(headless(), member(owner="ReplicaSet")), id="of-no-stateful-set"),
        pytest.param(traced(headless(), member("")), id="of-none"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = traced(headless(), member())
    (issue,) = found(check, subject)
    assert "below service peers, not below web" in issue.message
    assert judged(subject)["PTD03"].severity == "note"
