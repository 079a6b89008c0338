import pytest

from kubectl_porttrace.checks.service_spec.port_without_name import port_without_name as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, found, headless, in_files, judged, port, service, template


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(in_files(service({"port": 80})), id="one-port-needs-none"),
        pytest.param(in_files(service({"name": "a", "port": 80}, {"name": "b", "port": 81})), id="all-named"),
        pytest.param(in_files(headless(ports=[])), id="no-ports"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("names", "path"),
    [
        pytest.param(("a", ""), "spec.ports[1].name", id="the-second"),
        pytest.param(("", ""), "spec.ports[0].name", id="both-are-one-finding"),
    ],
)
def test_fires(names: tuple[str, ...], path: str) -> None:
    ports = [{"name": name, "port": 80 + place} for place, name in enumerate(names)]
    assert [seen.path for seen in found(check, in_files(service(*ports)))] == [path]


def test_is_an_error_though_pods_in_the_files_would_serve() -> None:
    subject = in_files(service({"port": 80}, {"port": 81}), template(container(port(80), port(81))))
    assert judged(subject)["PTS03"].severity == "error"
