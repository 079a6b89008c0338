import pytest

from kubectl_porttrace.checks.routes.service_in_other_namespace import service_in_other_namespace as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, ingress, pod, serious, service, traced_route


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(ingress(), service(), service(namespace="other"), pod()), id="it-is-here-as-well"),
        pytest.param(traced_route(ingress(to="cart"), service(namespace="other")), id="another-name"),
        pytest.param(traced_route(ingress(), service(namespace="other"), listed=frozenset()), id="not-all-were-read"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


def test_fires() -> None:
    subject = traced_route(ingress(), service(namespace="other"))
    (issue,) = found(check, subject)
    assert (issue.path, "exists in other" in issue.message) == ("spec.rules[0].http.paths[0].backend", True)
    assert serious(subject) == {"PTI13": "error"}
