"""A port of nodes that was asked about, where the Service that is meant has none."""

from __future__ import annotations

from random import Random

from tests.cluster.namespace import Namespace
from tests.cluster.objects import service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.seen import read_report

INSIDE, OUTSIDE = Random().sample(range(4000, 8000), 2)  # noqa: S311 - no other test has these numbers meanwhile


def test_it_is_told_of_a_service_without_a_node_port_alone(namespace: Namespace, porttrace: Porttrace) -> None:
    namespace.apply(
        service("inside", service_port(INSIDE, 8080)),
        service("outside", service_port(OUTSIDE, 8080), type="NodePort"),
        service("balanced", service_port(INSIDE, 8080), type="LoadBalancer", allocateLoadBalancerNodePorts=False),
    )
    told = {}
    for number in (INSIDE, OUTSIDE):
        report = read_report(porttrace(f":{number}", "-o", "json", "--fail-on", "never"), exit_code=0)
        ours = [each for each in report["findings"] if each["object"].get("namespace") == namespace.name]
        told[number] = {(each["code"], each["object"]["name"], each["path"]) for each in ours}
    missing = {each for each in told[INSIDE] if each[0] == "PTK08"}
    assert missing == {
        ("PTK08", "inside", "spec.type"),
        ("PTK08", "balanced", "spec.allocateLoadBalancerNodePorts"),
    }
    assert {code for code, _, _ in told[OUTSIDE] if code.startswith("PTK")} == {"PTK14"}
