import pytest

from kubectl_porttrace.checks.traffic.number_not_of_service import number_not_of_service as check
from kubectl_porttrace.trace.lookups.address import TracedAddress
from tests.build import found, headless, judged, node, pod, service, traced_address

WEB = service(
    {"port": 80, "name": "http", "targetPort": 8080},
    {"port": 53, "name": "dns", "protocol": "UDP"},
    clusterIP="10.96.0.10",
    clusterIPs=["10.96.0.10"],
)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_address("10.96.0.10", WEB, pod()), id="no-port-asked"),
        pytest.param(traced_address("10.96.0.10:80", WEB, pod()), id="a-port"),
        pytest.param(traced_address("10.96.0.10:53/UDP", WEB, pod()), id="its-protocol"),
        pytest.param(traced_address("10.96.0.10:8080", WEB, pod()), id="another-kind-of-number"),
        pytest.param(traced_address("10.244.0.9:9999", WEB, pod(ips=["10.244.0.9"])), id="a-pod-may-listen-on-any"),
        pytest.param(traced_address("node/node-0:9999", WEB, node("node-0")), id="a-node-may-listen-on-any"),
        pytest.param(
            traced_address("203.0.113.5:81", service(type="LoadBalancer"), node("node-0", ips=["203.0.113.5"])),
            id="a-balancer-at-the-address-of-a-node",
        ),
        pytest.param(
            traced_address(
                "203.0.113.5:81", service(type="LoadBalancer"), service({"port": 81}, name="other", type="LoadBalancer")
            ),
            id="two-share-an-address",
        ),
        pytest.param(traced_address("10.244.0.9:80", headless(), pod(ips=["10.244.0.9"])), id="headless"),
    ],
)
def test_stays_silent(subject: TracedAddress) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "words"),
    [
        pytest.param(
            traced_address("10.96.0.10:81", WEB, pod()),
            "the cluster IP of shop/web takes no 81: it has http 80/TCP, dns 53/UDP",
            id="none-of-its-ports",
        ),
        pytest.param(traced_address("10.96.0.10:53/TCP", WEB, pod()), "takes no 53/TCP", id="another-protocol"),
        pytest.param(
            traced_address("203.0.113.5:81", service(type="LoadBalancer"), pod()),
            "the load balancer of shop/web takes no 81: it has 80/TCP",
            id="load-balancer",
        ),
        pytest.param(
            traced_address("[fd00::5]:81", service(externalIPs=["fd00:0:0::5"]), pod()),
            "the external IP of shop/web takes no 81",
            id="external-ip-in-another-spelling",
        ),
    ],
)
def test_fires(subject: TracedAddress, words: str) -> None:
    (each,) = found(check, subject)
    assert words in each.message
    assert each.path == "spec.ports"
    expected = ("error", "kube-proxy") if subject.owners[0].owner.way == "ClusterIP" else ("warning", "likely")
    assert (judged(subject)["PTK13"].severity, judged(subject)["PTK13"].certainty) == expected


def test_says_what_to_dial() -> None:
    (each,) = found(check, traced_address("10.96.0.10:81", WEB, pod()))
    assert each.fix.text == "dial 80/TCP, 53/UDP at 10.96.0.10, or add the port to the Service"
