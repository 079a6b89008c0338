"""Addresses in one spelling: what Go prints of what it parsed, since that is what stands in EndpointSlices."""

import pytest

from kubectl_porttrace.model.canonical_ip import canonical_ip
from kubectl_porttrace.model.endpoints import EndpointAddress
from kubectl_porttrace.model.endpointslice import Endpoint
from kubectl_porttrace.model.pod import PodIP, PodStatus

SPELLINGS = [
    pytest.param("010.000.001.020", "10.0.1.20", id="zeros-in-front"),
    pytest.param("FD00:0:0::0A", "fd00::a", id="capitals"),
    pytest.param("fd00:253:0::1", "fd00:253::1", id="not-shortened"),
    pytest.param("fd00:0:0:1:0:0:0:1", "fd00:0:0:1::1", id="the-longest-run-of-zeros"),
    pytest.param("::ffff:10.0.0.1", "10.0.0.1", id="ipv4-in-ipv6"),
]


@pytest.mark.parametrize(("written", "printed"), SPELLINGS)
def test_an_address_has_one_spelling_wherever_it_is_written(written: str, printed: str) -> None:
    assert canonical_ip(written) == printed
    assert PodIP(written) == PodIP(printed)
    assert PodStatus(pod_ip=written).pod_ip == printed
    assert Endpoint(addresses=(written,)).addresses == (printed,)
    assert EndpointAddress(written).ip == printed


@pytest.mark.parametrize(
    "written",
    ["", "10.0.0.1", "10.20.30.40", "0.1.0.100", "fd00::a", "::", "01.example.com", "10.0.01", "a:b", "fe80::1%0"],
)
def test_what_is_spelt_so_already_or_is_no_address_is_left(written: str) -> None:
    assert canonical_ip(written) == written
