import pytest

from kubectl_porttrace.checks.dns.external_name_of_dead_service import external_name_of_dead_service as check
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.unread import ALIASED_SLICES
from kubectl_porttrace.trace.service import TracedService
from tests.build import forbidden, found, judged, pod, service, traced

TO_DB = service(type="ExternalName", externalName="db.data.svc.cluster.local")


def database(*ports: int) -> Service:
    numbered = ({"name": f"p{number}", "port": number} for number in ports or (5432,))
    return service(*numbered, name="db", namespace="data")


SERVING = pod(namespace="data")
UNREADY = pod(namespace="data", ready=False)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(TO_DB, database(), SERVING), id="it-works"),
        pytest.param(traced(TO_DB), id="it-was-not-read"),
        pytest.param(traced(TO_DB, database(), UNREADY, published=False), id="its-slices-were-not-read"),
        pytest.param(
            traced(TO_DB, database(), UNREADY, unread=[forbidden(ALIASED_SLICES, "data")]), id="they-may-not-be-read"
        ),
        pytest.param(traced(service(), UNREADY), id="no-alias"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = traced(TO_DB, database(), UNREADY)
    (issue,) = found(check, subject)
    assert "data/db" in issue.message
    assert issue.path == "spec.externalName"
    assert judged(subject)["PTD08"].severity == "warning"
    assert subject.verdict.word == "external"


def test_names_what_leads_there() -> None:
    between = service(name="between", type="ExternalName", externalName="db.data.svc")
    first = service(type="ExternalName", externalName="between.shop.svc")
    (issue,) = found(check, traced(first, between, database(), UNREADY))
    assert issue.evidence == ("shop/between leads on",)
