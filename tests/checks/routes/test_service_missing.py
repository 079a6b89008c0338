import pytest
from msgspec.structs import replace

from kubectl_porttrace.checks.routes.service_missing import service_missing as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, ingress, pod, route_in_files, serious, service, traced_route


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(ingress(), service(), pod()), id="it-exists"),
        pytest.param(traced_route(ingress(to="cart"), listed=frozenset()), id="not-all-services-were-read"),
        pytest.param(traced_route(ingress(), service(namespace="other")), id="it-exists-elsewhere"),
        pytest.param(
            route_in_files(ingress(), service(), listed=frozenset({("services", "")})), id="it-exists-in-files"
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "severity"),
    [
        pytest.param(traced_route(ingress(to="cart"), service(), pod()), "error", id="in-a-cluster"),
        pytest.param(
            traced_route(ingress(to="cart"), missing_services=frozenset({("shop", "cart")}), listed=frozenset()),
            "error",
            id="asked-for-by-name",
        ),
        pytest.param(
            route_in_files(ingress(to="cart"), listed=frozenset({("services", "")})), "error", id="in-complete-files"
        ),
        pytest.param(route_in_files(ingress(to="cart"), service()), "warning", id="in-files-with-other-services"),
        pytest.param(route_in_files(ingress(to="cart")), "note", id="in-files-without-services-of-its-namespace"),
        pytest.param(
            route_in_files(ingress(to="cart"), service(namespace="other")),
            "note",
            id="in-files-with-services-elsewhere",
        ),
    ],
)
def test_fires(subject: TracedReferrer, severity: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.path, issue.severity) == ("spec.rules[0].http.paths[0].backend", severity)


def test_an_action_is_no_service() -> None:
    # The AWS load balancer controller reads it from `alb.ingress.kubernetes.io/actions.to-https`.
    subject = traced_route(ingress("use-annotation", to="to-https"), service(), pod())
    assert dict(serious(subject)) == {}
    assert subject.backends == ()
    assert dict(serious(traced_route(ingress("use-annotations", to="to-https"), service(), pod()))) == {
        "PTI01": "error"
    }


def test_names_what_is_near() -> None:
    (issue,) = found(check, traced_route(ingress(to="wbe"), service(), pod()))
    assert 'name Service "web"' in issue.fix.text


def test_of_a_default_backend() -> None:
    backend = {"service": {"name": "cart", "port": {"number": 80}}}
    (issue,) = found(check, traced_route(ingress(defaultBackend=backend), service(), pod()))
    assert (issue.path, "all requests" in issue.message) == ("spec.defaultBackend", True)


def test_breaks_the_route_and_nothing_else() -> None:
    subject = traced_route(ingress(to="cart"), service(), pod())
    assert (subject.verdict.word, serious(subject)) == ("broken", {"PTI01": "error"})


def test_a_service_that_may_not_be_known_leaves_the_verdict_open() -> None:
    subject = traced_route(ingress(to="cart"), listed=frozenset())
    assert subject.verdict.word == "unknown"
    assert replace(subject, backends=()).verdict.word == "unknown"
