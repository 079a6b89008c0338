from typing import Any

import pytest

from kubectl_porttrace.checks.traffic.address_published_twice import address_published_twice as check
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, headless, judged, pod, service, traced

WEB = service(type="LoadBalancer")
SHARED = {"metallb.io/allow-shared-ip": "key"}


def other(*ports: dict[str, Any], **more: Any) -> Service:
    return service(*ports, name="other", namespace="elsewhere", **{"type": "LoadBalancer", **more})


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(WEB, pod()), id="alone"),
        pytest.param(traced(WEB, pod(), other({"port": 81})), id="another-port"),
        pytest.param(traced(WEB, pod(), other({"port": 80, "protocol": "UDP"})), id="another-protocol"),
        pytest.param(
            traced(WEB, pod(), other(status={"loadBalancer": {"ingress": [{"ip": "203.0.113.5", "ipMode": "Proxy"}]}})),
            id="a-proxy-has-it",
        ),
        pytest.param(traced(WEB, pod(), other(type="ClusterIP", externalIPs=["203.0.113.6"])), id="another-address"),
        pytest.param(
            traced(service(externalIPs=["203.0.113.5"]), headless(name="other", externalIPs=["203.0.113.5"])),
            id="headless-publishes-none",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(traced(WEB, pod(), other()), "status.loadBalancer.ingress[0].ip", id="load-balancers"),
        pytest.param(
            traced(service(externalIPs=["192.0.2.1", "203.0.113.5"]), pod(), other()),
            "spec.externalIPs[1]",
            id="external-ip-and-load-balancer",
        ),
        pytest.param(
            traced(
                service(externalIPs=["fd00:0:0::5"], ipFamilies=["IPv6"]),
                other(type="ClusterIP", externalIPs=["fd00::5"], ipFamilies=["IPv6"]),
            ),
            "spec.externalIPs[0]",
            id="spelt-otherwise",
        ),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert "elsewhere/other" in issue.message
    assert judged(subject)["PTK12"].severity == "warning"


def test_an_address_may_be_shared_and_a_port_of_it_not() -> None:
    (issue,) = found(check, traced(service(type="LoadBalancer", annotations=SHARED), pod(), other(annotations=SHARED)))
    assert "allow-shared-ip" in issue.evidence[0]
    assert not found(check, traced(service(type="LoadBalancer", annotations=SHARED), pod(), other({"port": 81})))
