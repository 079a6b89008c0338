import pytest

from kubectl_porttrace.checks.dns.port_without_srv_name import port_without_srv_name as check
from kubectl_porttrace.trace.lookups.address import TracedAddress
from tests.build import found, judged, pod, service, traced_address

UNNAMED = service({"port": 80})
NAMED = service({"port": 80, "name": "http"})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_address("_http._tcp.web.shop", NAMED, pod()), id="a-port-of-that-name"),
        pytest.param(traced_address("_htpt._tcp.web.shop", NAMED, pod()), id="a-port-of-another-name"),
        pytest.param(traced_address("_http._udp.web.shop", UNNAMED, pod()), id="another-protocol"),
        pytest.param(traced_address("web.shop", UNNAMED, pod()), id="no-srv-name"),
        pytest.param(traced_address("10.96.0.10", UNNAMED, pod()), id="no-name"),
        pytest.param(
            traced_address("_http._tcp.web.shop", service({"port": 80}, type="ExternalName", externalName="a.example")),
            id="an-alias-has-no-ports",
        ),
    ],
)
def test_stays_silent(subject: TracedAddress) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "slices"),
    [
        pytest.param(traced_address("_http._tcp.web.shop", UNNAMED, pod()), False, id="unnamed"),
        pytest.param(traced_address("_http._tcp.web.shop", service({"port": 80}, selector={})), True, id="by-hand"),
    ],
)
def test_fires(subject: TracedAddress, *, slices: bool) -> None:
    (issue,) = found(check, subject)
    assert issue.path == "spec.ports[0].name"
    assert 'name: "http"' in issue.fix.text
    assert ("EndpointSlices" in issue.fix.text) is slices
    assert judged(subject)[check.code].severity == "note"
    assert judged(subject)["PTD09"].severity == "error"
