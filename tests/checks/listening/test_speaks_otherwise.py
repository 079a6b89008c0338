from typing import Any

import pytest

from kubectl_porttrace.checks.listening.speaks_otherwise import speaks_otherwise as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, judged
from tests.build.attempts import tried
from tests.checks.listening.behind import probed, web

PLAIN = {"port": 80, "targetPort": 8080, "name": "web"}
HTTP, HTTPS = ({**PLAIN, "appProtocol": each} for each in ("http", "https"))


def asking(scheme: str, port: int = 8080, **action: Any) -> Any:
    probe = {"livenessProbe": {"httpGet": {"port": port, "scheme": scheme, **action}}}
    return web("web-0", container(spec=probe))


ONE = web("web-0")


def heard(outcome: Any, port: dict[str, Any], of: Any = ONE) -> TracedService:
    return probed(tried(of, "proxy", outcome), pods=(of,), port=port)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(probed(pods=(ONE,), port=HTTPS), id="not-tried"),
        pytest.param(heard("tls", HTTPS), id="TLS-as-written"),
        pytest.param(heard("http", HTTP), id="HTTP-as-written"),
        pytest.param(heard("tls", PLAIN), id="nothing-written"),
        pytest.param(heard("plain", {**PLAIN, "name": "https"}), id="a-balancer-may-end-TLS"),
        pytest.param(heard("tls", {**PLAIN, "name": "https"}), id="called-https"),
        pytest.param(heard("closed", HTTP), id="no-answer"),
        pytest.param(heard("tls", PLAIN, asking("HTTPS")), id="a-probe-as-it-is"),
        pytest.param(heard("tls", PLAIN, asking("HTTP", 9090)), id="a-probe-of-another-number"),
        pytest.param(heard("tls", PLAIN, asking("HTTP", host="127.0.0.1")), id="a-probe-of-another-host"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "said"),
    [
        pytest.param(heard("tls", HTTP), "appProtocol", "its appProtocol is http", id="TLS-where-http-is-written"),
        pytest.param(heard("http", HTTPS), "appProtocol", "its appProtocol is https", id="HTTP-where-https-is"),
        pytest.param(heard("plain", HTTPS), "appProtocol", "speaks no TLS", id="something-else-where-https-is"),
        pytest.param(heard("tls", {**PLAIN, "name": "http-api"}), "name", "it is called http-api", id="by-its-name"),
        pytest.param(heard("tls", PLAIN, asking("HTTP")), "targetPort", "asks by HTTP", id="a-probe-by-HTTP"),
        pytest.param(heard("http", PLAIN, asking("HTTPS")), "targetPort", "asks by HTTPS", id="a-probe-by-HTTPS"),
    ],
)
def test_fires(subject: TracedService, path: str, said: str) -> None:
    finding = judged(subject)["PTL08"]
    assert (finding.severity, finding.path) == ("warning", f"spec.ports[0].{path}")
    assert said in finding.message
