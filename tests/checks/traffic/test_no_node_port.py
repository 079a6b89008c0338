import pytest

from kubectl_porttrace.checks.traffic.no_node_port import no_node_port as check
from kubectl_porttrace.trace.lookups.address import TracedAddress
from tests.build import found, judged, node, pod, service, traced_address

HTTP = {"port": 80, "targetPort": 8080}
POD = pod(ips=["10.244.0.9"])
NODE = node("node-0", ips=["203.0.113.5"])
INSIDE = service(HTTP, clusterIP="10.96.0.10", clusterIPs=["10.96.0.10"])
OUTSIDE = service({**HTTP, "nodePort": 30080}, type="NodePort", clusterIP="10.96.0.10", clusterIPs=["10.96.0.10"])
BALANCED = service(HTTP, type="LoadBalancer", allocateLoadBalancerNodePorts=False)
HEADLESS = service(HTTP, clusterIP="None", clusterIPs=["None"])


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced_address(":80", OUTSIDE, POD, NODE), id="it-has-one"),
        pytest.param(traced_address(":30080", OUTSIDE, POD, NODE), id="the-node-port"),
        pytest.param(traced_address("10.96.0.10:8080", INSIDE, POD), id="at-the-cluster-ip"),
        pytest.param(traced_address(":9999", INSIDE, POD, NODE), id="no-number-of-it"),
    ],
)
def test_stays_silent(subject: TracedAddress) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path", "fix"),
    [
        pytest.param(traced_address(":80", INSIDE, POD, NODE), "spec.type", "type: NodePort", id="cluster-ip"),
        pytest.param(traced_address("203.0.113.5:8080", INSIDE, POD, NODE), "spec.type", "NodePort", id="target-port"),
        pytest.param(
            traced_address(":80", BALANCED, POD, NODE),
            "spec.allocateLoadBalancerNodePorts",
            "allocateLoadBalancerNodePorts: true",
            id="not-allocated",
        ),
        pytest.param(traced_address(":80", HEADLESS, POD, NODE), "spec.type", "second Service", id="headless"),
    ],
)
def test_fires(subject: TracedAddress, path: str, fix: str) -> None:
    (issue,) = found(check, subject)
    assert issue.path == path
    assert fix in issue.fix.text
    assert judged(subject)[check.code].severity == "note"
    assert judged(subject)["PTK14"].severity == "warning"
