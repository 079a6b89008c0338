from typing import Any

import pytest

from kubectl_porttrace.checks.pods.no_address_of_family import no_address_of_family as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, pod, serious, service, traced

DUAL: dict[str, Any] = {"ipFamilies": ["IPv4", "IPv6"]}
BOTH = ["10.244.0.9", "fd00::9"]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod()), id="ipv4"),
        pytest.param(traced(service(**DUAL), pod(ips=BOTH)), id="both"),
        pytest.param(traced(service(**DUAL), pod(ips=BOTH), pod()), id="one-of-two-pods-has-both"),
        pytest.param(traced(service(ipFamilies=["IPv6"])), id="no-pods"),
        pytest.param(traced(service(ipFamilies=["IPv6"]), pod(ips=())), id="no-addresses-at-all"),
        pytest.param(traced(service(selector={}, ipFamilies=["IPv6"]), pod()), id="no-selector"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "severity"),
    [
        pytest.param(traced(service(ipFamilies=["IPv6"]), pod()), "spec.ipFamilies[0]", "error", id="only-family"),
        pytest.param(traced(service(**DUAL), pod()), "spec.ipFamilies[1]", "warning", id="second-family"),
        pytest.param(traced(service(**DUAL), pod(ips=["fd00::1"])), "spec.ipFamilies[0]", "warning", id="first-family"),
        pytest.param(traced(headless(ipFamilies=["IPv6"]), pod()), "spec.ipFamilies[0]", "error", id="headless"),
    ],
)
def test_fires(subject: TracedService, path: str, severity: str) -> None:
    (issue,) = found(check, subject)
    assert (issue.path, issue.ports) == (path, subject.ports)
    assert serious(subject) == {"PTP10": severity}
