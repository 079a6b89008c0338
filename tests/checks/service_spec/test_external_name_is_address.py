import pytest

from kubectl_porttrace.checks.service_spec.external_name_is_address import external_name_is_address as check
from tests.build import forbidden, found, in_files, judged, pod, service, traced


@pytest.mark.parametrize("name", ["db.example.com", "1.2.3", "10.0.0.1.example.com"])
def test_stays_silent_on_a_host_name(name: str) -> None:
    assert found(check, traced(service(type="ExternalName", externalName=name, ports=[]))) == []


def test_stays_silent_on_another_type() -> None:
    assert found(check, traced(service(externalName="10.0.0.1"), pod())) == []


@pytest.mark.parametrize("address", ["10.0.0.1", "2001:db8::1"])
@pytest.mark.parametrize("ports", [[], [{"port": 80}]], ids=["no-ports", "ports"])
def test_fires(address: str, ports: list[dict[str, int]]) -> None:
    alias = service(type="ExternalName", externalName=address, ports=ports, selector={})
    for subject in (traced(alias), traced(alias, unread=[forbidden("endpointslices")]), in_files(alias)):
        assert [seen.path for seen in found(check, subject)] == ["spec.externalName"]
        assert judged(subject)["PTS10"].severity == "error"
