import pytest

from kubectl_porttrace.checks.routes.class_came_later import class_came_later as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import NOW, found, ingress, ingress_class, judged, pod, service, traced_route

LATER = ingress_class(default=True, creationTimestamp=NOW)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(ingress(status={}), ingress_class(default=True)), id="as-old-as-the-ingress"),
        pytest.param(traced_route(ingress(status={}, ingressClassName="nginx"), LATER), id="a-class"),
        pytest.param(traced_route(ingress(), LATER), id="served-all-the-same"),
        pytest.param(traced_route(ingress(status={}), ingress_class(creationTimestamp=NOW)), id="no-default"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(ingress(status={}), LATER, service(), pod()), "spec.ingressClassName", "warning", id="later"
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
