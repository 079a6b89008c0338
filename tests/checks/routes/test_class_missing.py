import pytest

from kubectl_porttrace.checks.routes.class_missing import class_missing as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import NOW, found, ingress, ingress_class, judged, pod, service, traced_route


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(ingress(status={}, ingressClassName="nginx"), ingress_class()), id="it-exists"),
        pytest.param(traced_route(ingress(status={}), ingress_class(default=True)), id="a-default"),
        pytest.param(traced_route(ingress(ingressClassName="gone"), ingress_class()), id="served-all-the-same"),
        pytest.param(
            traced_route(
                ingress(status={}, ingressClassName="gone", metadata={"creationTimestamp": NOW}), ingress_class()
            ),
            id="just-made",
        ),
        pytest.param(
            traced_route(ingress(status={}, metadata={"annotations": {"kubernetes.io/ingress.class": "nginx"}})),
            id="an-annotation-needs-no-class",
        ),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(ingress(status={}, ingressClassName="ngnix"), ingress_class(), service(), pod()),
            "spec.ingressClassName",
            "warning",
            id="misspelt",
        ),
        pytest.param(
            traced_route(ingress(status={}, ingressClassName="gone"), service(), pod()),
            "spec.ingressClassName",
            "warning",
            id="no-class-at-all",
        ),
        pytest.param(
            traced_route(ingress(status={}), ingress_class(), service(), pod()),
            "spec.ingressClassName",
            "warning",
            id="none-and-no-default",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity
