import pytest

from kubectl_porttrace.checks.service_spec.target_port_without_letter import target_port_without_letter as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, in_files, judged, port, service, template, traced

QUOTED = {"name": "http", "port": 80, "targetPort": "8080"}
WEB = template(container(port(8080, "http")))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(in_files(service({"port": 80, "targetPort": 8080}), WEB), id="a-number"),
        pytest.param(in_files(service({"port": 80, "targetPort": "http"}), WEB), id="a-name"),
        pytest.param(in_files(service({"port": 80, "targetPort": "HTTP"}), WEB), id="upper-case-is-another-fault"),
        pytest.param(in_files(service({"port": 80, "targetPort": "8080a"}), WEB), id="digits-and-a-letter"),
        pytest.param(in_files(service({"port": 80}), WEB), id="left-out"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("target", "said"),
    [
        pytest.param("8080", "targetPort: 8080", id="a-quoted-number"),
        pytest.param("0", "from 1 to 65535", id="no-port"),
        pytest.param("99999", "from 1 to 65535", id="above-the-largest-port"),
        pytest.param("80-81", "from 1 to 65535", id="a-range"),
        pytest.param("9" * 5000, "from 1 to 65535", id="more-digits-than-python-reads"),
    ],
)
def test_fires(target: str, said: str) -> None:
    subject = in_files(service({"name": "a", "port": 81}, {"name": "b", "port": 82, "targetPort": target}), WEB)
    [seen] = found(check, subject)
    assert seen.path == "spec.ports[1].targetPort"
    assert said in seen.fix.text
    assert judged(subject)["PTS01"].severity == "error"


def test_explains_that_the_name_is_not_found() -> None:
    issues = judged(in_files(service(QUOTED), WEB))
    assert [code for code, issue in issues.items() if issue.severity == "error"] == ["PTS01"]
    assert "PTR01" in issues["PTS01"].codes


def test_is_an_error_though_a_pod_in_the_files_has_that_name() -> None:
    assert judged(in_files(service(QUOTED), template(container(port(8080, "8080")))))["PTS01"].severity == "error"


def test_is_for_files_only() -> None:
    assert "PTS01" not in judged(traced(service(QUOTED)))
