from typing import Any

import pytest

from kubectl_porttrace.checks.pods.some_without_address_of_family import some_without_address_of_family as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, pod, serious, service, traced

DUAL: dict[str, Any] = {"ipFamilies": ["IPv4", "IPv6"]}
BOTH = ["10.244.0.9", "fd00::9"]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod(), pod(ips=BOTH)), id="ipv4"),
        pytest.param(traced(service(**DUAL), pod(ips=BOTH)), id="both"),
        pytest.param(traced(service(**DUAL), pod()), id="none-is-another-failure"),
        pytest.param(traced(service(**DUAL), pod(ips=BOTH), pod(ips=())), id="no-address-at-all-is-another-failure"),
        pytest.param(traced(service(selector={}, **DUAL), pod(), pod(ips=BOTH)), id="no-selector"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "paths"),
    [
        pytest.param(traced(service(**DUAL), pod(), pod(ips=BOTH)), ["spec.ipFamilies[1]"], id="second-family"),
        pytest.param(
            traced(service(**DUAL), pod(), pod(ips=BOTH), pod(ips=["fd00::1"])),
            ["spec.ipFamilies[0]", "spec.ipFamilies[1]"],
            id="each-family-for-some",
        ),
    ],
)
def test_fires(subject: TracedService, paths: list[str]) -> None:
    assert [issue.path for issue in found(check, subject)] == paths
    assert serious(subject) == {"PTP11": "warning"}


def test_names_the_pods_without() -> None:
    (issue,) = found(check, traced(service(**DUAL), pod(name="old"), pod(name="new", ips=BOTH), pod(ips=BOTH)))
    assert (issue.message, issue.evidence) == ("1 of 3 pods has no IPv6 address", ("without: Pod/old", "pods: old"))
