import pytest

from kubectl_porttrace.checks.traffic.number_of_another_kind import number_of_another_kind as check
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.trace.lookups.address import TracedAddress
from tests.build import container, endpoint, endpoint_slice, found, judged, node, pod, port, service, traced_address

WEB = service(
    {"port": 80, "name": "http", "targetPort": "http", "nodePort": 30080},
    {"port": 443, "name": "tls", "targetPort": 8443, "nodePort": 30443},
    type="NodePort",
    clusterIP="10.96.0.10",
    clusterIPs=["10.96.0.10"],
)
POD = pod(container(port(8080, "http")), ips=["10.244.0.9"])
SHARED = (POD, node("node-0", ips=["203.0.113.5"]))
INSIDE = service({"port": 8000, "targetPort": 9000}, clusterIP="10.96.0.11", clusterIPs=["10.96.0.11"])


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_address("10.96.0.10", WEB, POD), id="no-port-asked"),
        pytest.param(traced_address("10.96.0.10:80", WEB, POD), id="a-port"),
        pytest.param(traced_address("10.96.0.10:9999", WEB, POD), id="no-number-of-it"),
        pytest.param(traced_address("10.96.0.10:8080/UDP", WEB, POD), id="another-protocol"),
        pytest.param(traced_address(":30080", WEB, POD), id="a-node-port"),
        pytest.param(traced_address("10.244.0.9:8080", WEB, POD), id="a-port-of-the-pod"),
        pytest.param(traced_address("10.244.0.9:9999", WEB, POD), id="no-number-of-the-pod"),
        pytest.param(
            traced_address(
                "192.0.2.10:9000",
                service({"port": 80, "targetPort": 9000}),
                pod(ips=["192.0.2.10"], spec={"hostNetwork": True}),
                node("node-0", ips=["192.0.2.10"]),
            ),
            id="a-pod-on-the-network-of-its-node-takes-it",
        ),
        pytest.param(
            traced_address(
                "192.0.2.10:6443",
                service({"port": 443, "targetPort": 6443}, selector={}),
                endpoint_slice([EndpointPort(port=6443, name="")], endpoint("192.0.2.10")),
                node("node-0", ips=["192.0.2.10"]),
            ),
            id="what-is-no-pod-takes-it",
        ),
        pytest.param(
            traced_address("203.0.113.5:30080", WEB, service(name="lb", type="LoadBalancer"), *SHARED),
            id="a-balancer-at-the-address-of-a-node",
        ),
        pytest.param(
            traced_address("203.0.113.5:80", WEB, service(name="lb", type="LoadBalancer"), *SHARED),
            id="the-port-of-that-balancer",
        ),
    ],
)
def test_stays_silent(subject: TracedAddress) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "words"),
    [
        pytest.param(
            traced_address("10.96.0.10:8443", WEB, POD),
            "spec.ports[1].targetPort",
            "8443 is the targetPort of svc/web in shop: its clients dial 443/TCP",
            id="target-port",
        ),
        pytest.param(
            traced_address("10.96.0.10:8080", WEB, POD),
            "spec.ports[0].targetPort",
            "8080 is the targetPort of svc/web in shop: its clients dial 80/TCP",
            id="number-of-a-named-target-port",
        ),
        pytest.param(
            traced_address("10.96.0.10:30080", WEB, POD),
            "spec.ports[0].nodePort",
            "30080 is a node port of svc/web in shop: it is not opened on the cluster IP, where clients dial 80/TCP",
            id="node-port-at-the-cluster-ip",
        ),
        pytest.param(
            traced_address("203.0.113.5:31000", service({"port": 80, "nodePort": 31000}, type="LoadBalancer"), POD),
            "spec.ports[0].nodePort",
            "it is not opened on this address, where clients dial 80/TCP",
            id="node-port-at-a-load-balancer",
        ),
        pytest.param(
            traced_address("node/node-0:80", WEB, POD, node("node-0")),
            "spec.ports[0].port",
            "80 is the port of svc/web in shop: nodes take 30080/TCP, its clients dial 80 at 10.96.0.10",
            id="port-at-a-node",
        ),
        pytest.param(
            traced_address(":9000", INSIDE),
            "spec.ports[0].targetPort",
            "it has no node port; its clients dial 8000 at 10.96.0.11",
            id="target-port-at-any-node",
        ),
        pytest.param(
            traced_address("10.244.0.9:80", WEB, POD),
            "spec.ports[0].port",
            "80 is the port of svc/web in shop: its pods take 8080",
            id="port-at-a-pod",
        ),
        pytest.param(
            traced_address("10.244.0.9:30080", WEB, POD),
            "spec.ports[0].nodePort",
            "30080 is a node port of svc/web in shop: its pods take 8080",
            id="node-port-at-a-pod",
        ),
    ],
)
def test_fires(subject: TracedAddress, path: str, words: str) -> None:
    (each,) = found(check, subject)
    assert words in each.message
    assert each.path == path
    expected = ("error", "kube-proxy") if subject.owners[0].owner.way == "ClusterIP" else ("warning", "likely")
    assert (judged(subject)["PTK14"].severity, judged(subject)["PTK14"].certainty) == expected
