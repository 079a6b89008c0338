import pytest

from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.families import address_of, families_of, family_of
from tests.build import headless, pod, service


def test_family_of_an_address() -> None:
    assert (family_of("10.0.0.1"), family_of("fd00::1")) == ("IPv4", "IPv6")


@pytest.mark.parametrize(
    ("subject", "families"),
    [
        pytest.param(service(ipFamilies=["IPv6", "IPv4"]), ("IPv6", "IPv4"), id="named-in-order"),
        pytest.param(
            service(ipFamilies=[], clusterIP="fd00::1", clusterIPs=["fd00::1", "10.0.0.1"]),
            ("IPv6", "IPv4"),
            id="of-ips",
        ),
        pytest.param(service(ipFamilies=[], clusterIP="fd00::1"), ("IPv6",), id="of-the-one-ip"),
        pytest.param(headless(ipFamilies=[]), ("IPv4",), id="nothing-known"),
    ],
)
def test_families_of_a_service(subject: Service, families: tuple[str, ...]) -> None:
    assert families_of(subject) == families


def test_address_of_a_pod_by_family() -> None:
    dual = pod(ips=["10.0.0.1", "fd00::1"])
    assert address_of(dual, "IPv6") == "fd00::1"
    assert address_of(pod(ips=["10.0.0.1"]), "IPv6") is None
