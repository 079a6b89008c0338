import pytest

from kubectl_porttrace.checks.routes.port_not_tcp import port_not_tcp as check
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from tests.build import found, ingress, pod, serious, service, traced_route

UDP = {"name": "dns", "port": 53, "protocol": "UDP"}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_route(ingress(53), service(UDP, {"name": "tcp", "port": 53}), pod()), id="tcp-as-well"),
        pytest.param(traced_route(ingress(54), service(UDP), pod()), id="another-number"),
    ],
)
def test_stays_silent(subject: TracedReferrer) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize("named", [53, "dns"])
def test_fires(named: int | str) -> None:
    subject = traced_route(ingress(named), service(UDP), pod())
    (issue,) = found(check, subject)
    assert issue.evidence[0].endswith("speaks UDP alone")
    assert serious(subject) == {"PTI05": "warning"}
