import pytest

from kubectl_porttrace.checks.routes.backend_not_followed import backend_not_followed as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import forbidden, found, gateway, judged, pod, route, service, traced_route

IMPORT = {"name": "web", "kind": "ServiceImport", "group": "multicluster.x-k8s.io", "port": 80}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(route(), service(), pod(), gateway()), id="a-service"),
        pytest.param(traced_route(route(IMPORT), gateway()), id="an-import-that-does-not-exist-is-for-another-check"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


def test_a_service_of_other_clusters_that_was_not_read_is_not_missing() -> None:
    subject = traced_route(route(IMPORT), gateway(), unread=[forbidden("serviceimports")])
    (issue,) = found(check, subject)
    assert issue.fix.command == "kubectl describe serviceimport web -n shop"
    assert (subject.verdict.word, [each for each in judged(subject).values() if each.severity != "note"]) == (
        "unknown",
        [],
    )


def test_what_else_is_no_service_is_left_to_its_controller() -> None:
    (issue,) = found(check, traced_route(route({"name": "b", "kind": "Bucket", "group": "x.example"}), gateway()))
    assert issue.fix.command is None


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(route(IMPORT), gateway(), unread=[forbidden("serviceimports")]),
            "spec.rules[0].backendRefs[0]",
            "note",
            id="a-service-of-other-clusters",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
