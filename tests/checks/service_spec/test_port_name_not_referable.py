import pytest

from kubectl_porttrace.checks.service_spec.port_name_not_referable import port_name_not_referable as check
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, judged, pod, service, traced


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(), pod()), id="no-name"),
        pytest.param(traced(service({"name": "exactly-fifteen", "port": 80}), pod()), id="fifteen-characters"),
        pytest.param(
            traced(service({"name": "8080", "port": 80}, type="ExternalName", externalName="x.example")),
            id="external-name",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize("name", ["grpc-web-internal", "8080", "a--b"])
def test_fires(name: str) -> None:
    subject = traced(service({"name": "http", "port": 80}, {"name": name, "port": 81}), pod())
    assert [seen.path for seen in found(check, subject)] == ["spec.ports[1].name"]
    assert judged(subject)["PTS17"].severity == "note"


def test_names_several_once() -> None:
    [seen] = found(check, traced(service({"name": "80", "port": 80}, {"name": "81", "port": 81}), pod()))
    assert [port.index for port in seen.ports] == [0, 1]
    assert seen.path == "spec.ports[0].name"
