import pytest

from kubectl_porttrace.checks.dns.external_name_circle import external_name_circle as check
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, in_files, judged, pod, service, traced


def alias(host: str, name: str = "web") -> Service:
    return service(name=name, type="ExternalName", externalName=host)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod()), id="no-alias"),
        pytest.param(traced(alias("www.example.com")), id="outside"),
        pytest.param(traced(alias("db.shop.svc"), alias("api.shop.svc", "db"), service(name="api")), id="it-ends"),
        pytest.param(traced(alias("db.shop.svc")), id="to-what-was-not-read"),
        pytest.param(traced(alias("web.other.svc")), id="of-the-same-name-elsewhere"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        pytest.param(traced(alias("web.shop.svc.cluster.local.")), "shop/web to shop/web", id="to-itself"),
        pytest.param(
            traced(alias("a.shop.svc"), alias("b.shop.svc", "a"), alias("WEB.shop.svc.cluster.local", "b")),
            "shop/web to shop/a to shop/b to shop/web",
            id="of-three",
        ),
        pytest.param(in_files(alias("web.shop.svc")), "circle", id="in-files"),
    ],
)
def test_fires(subject: TracedService, words: str) -> None:
    (issue,) = found(check, subject)
    assert words in issue.message
    assert issue.path == "spec.externalName"
    assert judged(subject)["PTD07"].severity == "error"
