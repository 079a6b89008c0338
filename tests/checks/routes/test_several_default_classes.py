import pytest

from kubectl_porttrace.checks.routes.several_default_classes import several_default_classes as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import LONG_AGO, NOW, found, ingress, ingress_class, judged, pod, service, traced_route

BOTH = (ingress_class(default=True), ingress_class("b", default=True))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(ingress(), ingress_class(default=True), ingress_class("b")), id="one"),
        pytest.param(traced_route(ingress(ingressClassName="b"), *BOTH), id="a-class"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(
            traced_route(ingress(), *BOTH, service(), pod()),
            "metadata.annotations[ingressclass.kubernetes.io/is-default-class]",
            "note",
            id="two",
        ),
    ],
)
def test_fires(subject: TracedReferrer, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert judged(subject)[check.code].severity == severity


@pytest.mark.parametrize(
    ("newer", "first"),
    [pytest.param("nginx", "nginx", id="the-newest"), pytest.param("", "b", id="of-these-the-first-by-name")],
)
def test_names_the_one_that_is_taken(newer: str, first: str) -> None:
    """As the admission plugin sorts them: by the time they were made, newest first, then by name."""
    times = {name: NOW if name == newer else LONG_AGO for name in ("nginx", "b")}
    classes = [ingress_class(name, default=True, creationTimestamp=made) for name, made in times.items()]
    (issue,) = found(check, traced_route(ingress(), *classes))
    assert issue.message.endswith(f"gets {first}")
