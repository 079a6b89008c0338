from typing import Any

import pytest

from kubectl_porttrace.checks.service_spec.port_repeated import port_repeated as check
from tests.build import found, in_files, judged, pod, service

DNS = {"name": "dns", "port": 53}


@pytest.mark.parametrize(
    "ports",
    [
        pytest.param([DNS], id="one-port"),
        pytest.param([DNS, {"name": "dns-udp", "port": 53, "protocol": "UDP"}], id="another-protocol"),
        pytest.param([{"port": 53}, {"port": 54}], id="without-names"),
        pytest.param(
            [{**DNS, "nodePort": 30053}, {"name": "udp", "port": 53, "protocol": "UDP", "nodePort": 30053}],
            id="one-node-port-for-two-protocols",
        ),
    ],
)
def test_stays_silent(ports: list[dict[str, Any]]) -> None:
    assert found(check, in_files(service(*ports))) == []


@pytest.mark.parametrize(
    ("second", "path"),
    [
        pytest.param({"name": "dns", "port": 54}, "spec.ports[1].name", id="name"),
        pytest.param({"name": "dns", "port": 53, "protocol": "UDP"}, "spec.ports[1].name", id="name-on-two-protocols"),
        pytest.param({"name": "b", "port": 53}, "spec.ports[1]", id="number"),
        pytest.param({"name": "b", "port": 54, "nodePort": 30053}, "spec.ports[1].nodePort", id="node-port"),
        pytest.param({"name": "dns", "port": 53}, "spec.ports[1]", id="all-of-it-is-one-finding"),
    ],
)
def test_fires(second: dict[str, Any], path: str) -> None:
    subject = in_files(service({**DNS, "nodePort": 30053}, second, type="NodePort"), pod())
    assert [seen.path for seen in found(check, subject)] == [path]
    assert judged(subject)["PTS04"].severity == "error"


def test_names_each_port_that_repeats_once() -> None:
    subject = in_files(service(DNS, DNS, DNS))
    assert [seen.path for seen in found(check, subject)] == ["spec.ports[1]", "spec.ports[2]"]
