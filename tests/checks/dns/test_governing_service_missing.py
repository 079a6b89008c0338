import pytest

from kubectl_porttrace.checks.dns.governing_service_missing import governing_service_missing as check
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService
from tests.build import forbidden, found, pod, serious, service, traced, workload

MISSING = frozenset({("shop", "db-peers")})


def stateful_set(name: str = "db", service_name: str = "db-peers", app: str = "web") -> Workload:
    template = {"metadata": {"labels": {"app": app}}, "spec": {}}
    return workload("StatefulSet", name, spec={"serviceName": service_name, "template": template})


MEMBER = pod(name="db-0", owner=("StatefulSet", "db"))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), stateful_set(), MEMBER), id="it-exists-or-was-not-asked-for"),
        pytest.param(
            traced(service(), stateful_set(service_name=""), MEMBER, missing_services=MISSING), id="none-is-named"
        ),
        pytest.param(
            traced(service(), MEMBER, stateful_set("other", app="other"), missing_services=MISSING),
            id="of-pods-that-are-not-selected",
        ),
        pytest.param(traced(service(), MEMBER, missing_services=MISSING), id="not-read"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), stateful_set(), MEMBER, missing_services=MISSING), id="with-pods"),
        pytest.param(traced(service(), stateful_set(), missing_services=MISSING), id="without-pods"),
    ],
)
def test_fires(subject: TracedService) -> None:
    (issue,) = found(check, subject)
    assert (issue.path, issue.ports) == ("spec.serviceName", ())
    assert issue.object is not None
    assert (issue.object.kind, issue.object.name) == ("StatefulSet", "db")
    assert "db-0.db-peers" in issue.message
    assert serious(subject)["PTD02"] == "warning"


def test_leaves_the_service_that_was_asked_about_as_it_is() -> None:
    subject = traced(service(), stateful_set(), MEMBER, missing_services=MISSING)
    assert (subject.verdict.word, serious(subject)) == ("wired", {"PTD02": "warning"})


def test_is_not_decided_where_services_may_not_be_read() -> None:
    subject = traced(
        service(), stateful_set(), MEMBER, missing_services=MISSING, unread=[forbidden("services", "shop")]
    )
    assert serious(subject) == {}
