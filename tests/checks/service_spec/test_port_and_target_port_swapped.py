from typing import Any

import pytest

from kubectl_porttrace.checks.service_spec.port_and_target_port_swapped import port_and_target_port_swapped as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, in_files, judged, pod, port, service, template, traced

SWAPPED = {"port": 8080, "targetPort": 80}
WEB = pod(container(port(8080)))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service({"port": 80, "targetPort": 8080}), WEB), id="the-right-way-round"),
        pytest.param(traced(service(SWAPPED), pod(container(port(8080), port(80)))), id="both-declared"),
        pytest.param(traced(service(SWAPPED), pod()), id="neither-declared"),
        pytest.param(traced(service(SWAPPED), pod(container(port(8080, protocol="UDP")))), id="another-protocol"),
        pytest.param(traced(service(SWAPPED), WEB, pod()), id="not-on-every-pod"),
        pytest.param(traced(service({"port": 8080, "targetPort": "http"}), WEB), id="a-name"),
        pytest.param(traced(service(SWAPPED)), id="no-pods"),
        pytest.param(traced(headless(SWAPPED), WEB), id="headless"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(SWAPPED), WEB), id="one-declared"),
        pytest.param(traced(service(SWAPPED), pod(container(port(8080), port(9090)))), id="among-others"),
        pytest.param(in_files(service(SWAPPED), template(container(port(8080)))), id="in-files"),
    ],
)
def test_fires(subject: TracedService) -> None:
    [seen] = found(check, subject)
    assert seen.path == "spec.ports[0].targetPort"
    assert "port: 80, targetPort: 8080" in seen.fix.text
    issues = judged(subject)
    assert issues["PTS19"].severity == "warning"
    assert not {"PTR11", "PTR12"} & issues.keys()


@pytest.mark.parametrize(
    ("others", "text"),
    [
        pytest.param([], "swap them (port: 80, targetPort: 8080), or set targetPort: 8080 alone", id="free"),
        pytest.param([{"name": "b", "port": 80}], "set targetPort: 8080", id="another-port-has-the-number"),
        pytest.param(
            [{"name": "b", "port": 80, "protocol": "UDP"}],
            "swap them (port: 80, targetPort: 8080), or set targetPort: 8080 alone",
            id="another-protocol",
        ),
    ],
)
def test_no_number_twice(others: list[dict[str, Any]], text: str) -> None:
    first = {"name": "a", "port": 8080, "targetPort": 80}
    (issue,) = found(check, traced(service(first, *others), pod(container(port(8080)))))
    assert issue.fix.text == f"if the program does not listen on 80: {text}"
