from typing import Any

import pytest

from kubectl_porttrace.checks.service_spec.source_ranges_miss_family import source_ranges_miss_family as check
from kubectl_porttrace.model.service import Service
from tests.build import found, judged, pod, service, traced

V4, V6 = {"ip": "192.0.2.1", "ipMode": "VIP"}, {"ip": "2001:db8::1"}


def balancer(ranges: list[str], *ingress: dict[str, str], **spec: Any) -> Service:
    return service(
        status={"loadBalancer": {"ingress": ingress}},
        **{"type": "LoadBalancer", "loadBalancerSourceRanges": ranges, **spec},
    )


@pytest.mark.parametrize(
    "asked",
    [
        pytest.param(balancer([], V4, V6), id="no-ranges-at-all"),
        pytest.param(balancer(["10.0.0.0/8", " fd00::/8 "], V4, V6), id="both-covered"),
        pytest.param(balancer(["10.0.0.0/8"], V4), id="one-family"),
        pytest.param(balancer(["fd00::/8"], V4), id="one-address-of-the-other-family"),
        pytest.param(balancer(["10.0.0.0/8"]), id="no-address-yet"),
        pytest.param(balancer(["10.0.0.0/8"], V4, {"hostname": "lb.example.com"}), id="a-host-name"),
        pytest.param(balancer(["10.0.0.0/8"], V4, {**V6, "ipMode": "Proxy"}), id="the-proxy-is-another"),
        pytest.param(balancer(["10.0.0.0/8"], V4, V6, type="NodePort"), id="another-type"),
    ],
)
def test_stays_silent(asked: Service) -> None:
    assert found(check, traced(asked, pod())) == []


@pytest.mark.parametrize(
    ("ranges", "address"),
    [
        pytest.param(["10.0.0.0/8", "192.168.0.0/16"], "2001:db8::1", id="ipv6-open"),
        pytest.param([" fd00::/8"], "192.0.2.1", id="ipv4-open"),
    ],
)
def test_fires(ranges: list[str], address: str) -> None:
    subject = traced(balancer(ranges, V4, V6), pod())
    [seen] = found(check, subject)
    assert seen.path == "spec.loadBalancerSourceRanges"
    assert address in seen.message
    assert judged(subject)["PTS21"].severity == "warning"
