from typing import Any

import pytest

from kubectl_porttrace.checks.service_spec.field_of_another_type import field_of_another_type as check
from kubectl_porttrace.model.service import SOURCE_RANGES
from kubectl_porttrace.trace.service import TracedService
from tests.build import found, in_files, judged, pod, service

RANGES = ["10.0.0.0/8"]
NODE_PORT = {"port": 80, "nodePort": 30080}
BALANCER: dict[str, Any] = {
    "loadBalancerSourceRanges": RANGES,
    "loadBalancerClass": "example.com/lb",
    "allocateLoadBalancerNodePorts": False,
    "externalTrafficPolicy": "Local",
    "healthCheckNodePort": 31000,
}


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(in_files(service()), id="plain"),
        pytest.param(in_files(service(clusterIP="None")), id="headless"),
        pytest.param(in_files(service(NODE_PORT, type="NodePort", externalTrafficPolicy="Local")), id="node-port"),
        pytest.param(in_files(service(NODE_PORT, type="LoadBalancer", **BALANCER)), id="load-balancer"),
        pytest.param(
            in_files(service(type="LoadBalancer", annotations={SOURCE_RANGES: "10.0.0.0/8"})), id="annotated-balancer"
        ),
        pytest.param(
            in_files(service(externalIPs=["192.0.2.7"], externalTrafficPolicy="Local")), id="external-ips-take-a-policy"
        ),
        pytest.param(in_files(service(NODE_PORT, type="ExternalName", externalName="x.example")), id="external-name"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "path"),
    [
        pytest.param(
            in_files(service({"port": 81}, NODE_PORT)), "spec.ports[1].nodePort", id="node-port-on-cluster-ip"
        ),
        pytest.param(in_files(service(type="NodePort", clusterIP="None")), "spec.clusterIP", id="headless-node-port"),
        pytest.param(
            in_files(service(type="LoadBalancer", clusterIP="None")), "spec.clusterIP", id="headless-load-balancer"
        ),
        *(
            pytest.param(in_files(service(**{field: value})), f"spec.{field}", id=field)
            for field, value in BALANCER.items()
        ),
        pytest.param(
            in_files(service(type="NodePort", loadBalancerSourceRanges=RANGES, annotations={SOURCE_RANGES: ""})),
            "spec.loadBalancerSourceRanges",
            id="ranges-on-node-port",
        ),
        pytest.param(
            in_files(service(annotations={SOURCE_RANGES: ""})),
            f"metadata.annotations[{SOURCE_RANGES}]",
            id="annotation",
        ),
    ],
)
def test_fires(subject: TracedService, path: str) -> None:
    assert [seen.path for seen in found(check, subject)] == [path]
    assert judged(subject)["PTS05"].severity == "error"


def test_names_several_node_ports_once() -> None:
    ports = [{"name": "a", "port": 80, "nodePort": 30080}, {"name": "b", "port": 81, "nodePort": 30081}]
    [seen] = found(check, in_files(service(*ports), pod()))
    assert "30080, 30081" in seen.message
