"""Addresses and numbers, asked backwards: who owns them, and what is dialled where a number is of another kind."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from ipaddress import ip_address
from random import Random

import pytest

from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, endpoint_slice, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.refused import assert_refused
from tests.end_to_end.requests import own_reader, requests_of
from tests.end_to_end.seen import read_report

NODE, NODE_IP = "hand-0", "192.0.2.20"
HOST_NETWORK_NODE = "hand-1"
WORKER = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")) % 10
RANDOM = Random()  # noqa: S311 - no secret


def number(first: int, end: int) -> int:
    """A number that no other worker of the run has at the same time, and hardly anybody else."""
    return first + 10 * RANDOM.randrange((end - first) // 10) + WORKER


UNIQUE = number(0, 250)
POD_IP, POD_IPV6 = f"10.254.{UNIQUE}.7", str(ip_address(f"fd00:254:{UNIQUE:x}::7"))
EXTERNAL_IP, BALANCER_IP, OUTSIDE_IP = f"198.51.100.{UNIQUE}", f"203.0.113.{UNIQUE}", f"198.18.{UNIQUE}.9"
BALANCER_NAME = f"web-{UNIQUE}.balancers.example.com"
HOST_PORT, AGENT_PORT, DNS_PORT = number(20000, 25000), number(25000, 29000), number(16000, 18000)
APP = container("app", container_port(8080, "http"), container_port(9090))


@pytest.fixture(scope="module")
def shop(control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porttrace]:
    """A namespace whose Services have an address of every kind, and pods with ports of their node."""
    namespace = control_plane.new_namespace("addresses")
    namespace.run_pod(pod("web-0", APP, node=NODE), ips=(POD_IP, POD_IPV6))
    agent = container("agent", container_port(9100, "metrics", hostPort=HOST_PORT))
    namespace.run_pod(pod("agent", agent, labels={"app": "agent"}, node=NODE))
    on_host = container("proxy", container_port(AGENT_PORT))
    namespace.run_pod(
        pod("proxy", on_host, labels={"app": "proxy"}, node=HOST_NETWORK_NODE, hostNetwork=True), ips=("192.0.2.21",)
    )
    namespace.apply(
        service(
            "web",
            service_port(80, "http", "http"),
            service_port(53, DNS_PORT, "dns", "UDP"),
            type="NodePort",
            externalIPs=[EXTERNAL_IP],
            ipFamilyPolicy="PreferDualStack",
        ),
        service(
            "lb", service_port(443, 9090), selector={"app": "web"}, type="LoadBalancer", externalTrafficPolicy="Local"
        ),
        service("outside", service_port(80, 8080, "http"), selector={}),
        endpoint_slice("outside-1", "outside", OUTSIDE_IP, ports=({"name": "http", "port": 8080},)),
    )
    ingress = [{"ip": BALANCER_IP}, {"hostname": BALANCER_NAME}]
    namespace.api.patch(f"{namespace.path('Service', 'lb')}/status", {"status": {"loadBalancer": {"ingress": ingress}}})
    namespace.wait_for_endpoints("web", ready=1)
    namespace.wait_for_endpoints("lb", ready=1)
    yield Porttrace(control_plane, namespace.name, tmp_path_factory.mktemp("home"))
    namespace.remove()
    # This worker may come back to this module, and make them again.
    kinds = ("Service", "EndpointSlice", "Pod")
    namespace.wait_for(lambda: not any(map(namespace.objects, kinds)), "the end of what has these numbers")


@pytest.fixture(scope="module")
def reader(shop: Porttrace) -> str:
    """A user of this namespace alone, whose requests are counted."""
    return own_reader(shop)


@pytest.fixture(scope="module")
def numbers(shop: Porttrace, control_plane: Cluster) -> dict[str, str]:
    """What the API server allocated, by the words that the cases use."""
    namespace = Namespace(control_plane.api(), shop.namespace)
    web, balanced = namespace.get("Service", "web")["spec"], namespace.get("Service", "lb")["spec"]
    return {
        "CLUSTER": web["clusterIP"],
        "SECOND": web["clusterIPs"][1],
        "NODEPORT": str(web["ports"][0]["nodePort"]),
        "UDPPORT": str(web["ports"][1]["nodePort"]),
        "HEALTH": str(balanced["healthCheckNodePort"]),
    }


def written(target: str, numbers: dict[str, str]) -> str:
    for word, number in numbers.items():
        target = target.replace(word, number)
    return target


def ask(shop: Porttrace, target: str, numbers: dict[str, str], code: int | None = None) -> Manifest:
    """The report on a target, asked from another namespace than that of its owner."""
    result = shop(written(target, numbers), "-n", "default", "-o", "json", "--fail-on", "never")
    assert result.returncode == (code or 0), result.stderr
    return read_report(result, exit_code=code or 0)


def owners(report: Manifest) -> list[tuple[str, str, list[tuple[str, int]]]]:
    """Each owner of the only address: as what, its name, and the ports to which the number leads."""
    (address,) = report["addresses"]
    return [
        (each["way"], each["object"]["name"], [(port["name"], port["number"]) for port in each["ports"]])
        for each in address["owners"]
    ]


HTTP, DNS = ("http", 80), ("dns", 53)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        pytest.param("CLUSTER", [("ClusterIP", "web", [])], id="cluster-ip"),
        pytest.param("CLUSTER:80", [("ClusterIP", "web", [HTTP])], id="cluster-ip-and-port"),
        pytest.param("CLUSTER:53/udp", [("ClusterIP", "web", [DNS])], id="cluster-ip-port-and-protocol"),
        pytest.param("SECOND", [("ClusterIP", "web", [])], id="second-cluster-ip"),
        pytest.param("[SECOND]:80", [("ClusterIP", "web", [HTTP])], id="second-cluster-ip-and-port"),
        pytest.param(":NODEPORT", [("NodePort", "web", [HTTP])], id="node-port"),
        pytest.param(":NODEPORT/TCP", [("NodePort", "web", [HTTP])], id="node-port-and-protocol"),
        pytest.param(":UDPPORT/UDP", [("NodePort", "web", [DNS])], id="node-port-of-udp"),
        pytest.param(f"{NODE_IP}:NODEPORT", [("NodePort", "web", [HTTP])], id="address-of-a-node"),
        pytest.param(f"{NODE}:NODEPORT", [("NodePort", "web", [HTTP])], id="name-of-a-node"),
        pytest.param(f"node/{NODE}:NODEPORT", [("NodePort", "web", [HTTP])], id="node-by-kind-and-name"),
        pytest.param(":HEALTH", [("HealthCheckNodePort", "lb", [])], id="health-check-node-port"),
        pytest.param(EXTERNAL_IP, [("ExternalIP", "web", [])], id="external-ip"),
        pytest.param(f"{EXTERNAL_IP}:80", [("ExternalIP", "web", [HTTP])], id="external-ip-and-port"),
        pytest.param(f"{BALANCER_IP}:443", [("LoadBalancer", "lb", [("", 443)])], id="load-balancer"),
        pytest.param(f"{BALANCER_NAME}:443", [("LoadBalancer", "lb", [("", 443)])], id="name-of-a-load-balancer"),
        pytest.param(POD_IP, [("Pod", "web-0", [])], id="pod"),
        pytest.param(f"{POD_IP}:8080", [("Pod", "web-0", [("http", 8080)])], id="pod-and-port"),
        pytest.param(f"[{POD_IPV6}]:8080", [("Pod", "web-0", [("http", 8080)])], id="second-address-of-a-pod"),
        pytest.param(f"{NODE}:{HOST_PORT}", [("HostPort", "agent", [("metrics", 9100)])], id="host-port"),
        pytest.param(
            f"192.0.2.21:{AGENT_PORT}",
            [("HostNetwork", "proxy", [("", AGENT_PORT)])],
            id="port-on-the-network-of-a-node",
        ),
        pytest.param(f":{AGENT_PORT}", [("HostNetwork", "proxy", [("", AGENT_PORT)])], id="the-same-on-any-node"),
        pytest.param(f"{OUTSIDE_IP}:8080", [("Endpoint", "outside", [])], id="endpoint-outside"),
        pytest.param(f"{NODE}:29999", [("Node", NODE, [])], id="nobody-on-a-node"),
    ],
)
def test_who_owns_it(
    shop: Porttrace, numbers: dict[str, str], target: str, expected: list[tuple[str, str, list[tuple[str, int]]]]
) -> None:
    assert owners(ask(shop, target, numbers)) == expected


@pytest.mark.parametrize(
    ("target", "service", "ports"),
    [
        pytest.param("CLUSTER", "web", [80, 53], id="all-ports-of-an-address"),
        pytest.param("CLUSTER:80", "web", [80], id="one-port"),
        pytest.param(":UDPPORT", "web", [53], id="of-a-node-port"),
        pytest.param(f"{EXTERNAL_IP}:80", "web", [80], id="of-an-external-ip"),
    ],
)
def test_the_whole_path_is_followed(
    shop: Porttrace, numbers: dict[str, str], target: str, service: str, ports: list[int]
) -> None:
    (found,) = ask(shop, target, numbers)["services"]
    assert (found["name"], [port["port"] for port in found["ports"]]) == (service, ports)
    assert found["pods"]["matched"] == 1
    assert {backend["ip"] for port in found["ports"] for backend in port["backends"]} == {POD_IP, POD_IPV6}


@pytest.mark.parametrize(
    ("target", "code", "words"),
    [
        pytest.param(
            "CLUSTER:8080",
            "PTK14",
            "8080 is the targetPort of svc/web in SHOP: its clients dial 80/TCP",
            id="target-port",
        ),
        pytest.param(
            "CLUSTER:NODEPORT",
            "PTK14",
            "NODEPORT is a node port of svc/web in SHOP: it is not opened on the cluster IP, where clients dial 80/TCP",
            id="node-port",
        ),
        pytest.param("CLUSTER:81", "PTK13", "takes no 81: it has http 80/TCP, dns 53/UDP", id="no-such-port"),
        pytest.param("CLUSTER:53/TCP", "PTK13", "takes no 53/TCP: it has http 80/TCP, dns 53/UDP", id="other-protocol"),
        pytest.param(f"{EXTERNAL_IP}:8080", "PTK14", "its clients dial 80/TCP", id="target-port-at-an-external-ip"),
        pytest.param(
            f"{POD_IP}:80", "PTK14", "80 is the port of svc/web in SHOP: its pods take 8080", id="port-of-a-pod"
        ),
        pytest.param(
            f"{POD_IP}:443", "PTK14", "443 is the port of svc/lb in SHOP: its pods take 9090", id="port-at-a-pod"
        ),
    ],
)
def test_the_wrong_kind_of_number_is_answered_with_the_right_one(
    shop: Porttrace, numbers: dict[str, str], target: str, code: str, words: str
) -> None:
    target = written(target, numbers)
    result = shop(target, "-o", "json")
    certain = POD_IP not in target and EXTERNAL_IP not in target
    report = read_report(result, exit_code=3 if certain else 0)
    (found,) = [each for each in report["findings"] if each["code"] in {"PTK13", "PTK14"}]
    severity = "error" if certain else "warning"
    assert (found["code"], found["severity"], found["subject"]["name"]) == (code, severity, target)
    assert written(words, {**numbers, "SHOP": shop.namespace}) in found["message"]
    assert report["addresses"][0]["findings"] == [code]


def test_a_number_that_only_a_service_knows(shop: Porttrace) -> None:
    result = shop(f":{DNS_PORT}", "-o", "json")
    report = read_report(result, exit_code=0)
    (found,) = [each for each in report["findings"] if each["code"] == "PTK14"]
    assert f"{DNS_PORT} is the targetPort of svc/web" in found["message"]
    assert "nodes take" in found["message"]


@pytest.mark.parametrize(
    ("target", "words"),
    [
        pytest.param("192.0.2.254", ["no Service, pod or node has the address 192.0.2.254"], id="address"),
        pytest.param(":29998", ["no Service has the node port 29998"], id="port"),
        pytest.param(
            "nowhere.example.com", ["no Service, pod or node has the name", "no name is looked up"], id="name"
        ),
        pytest.param("nosuch:30080", ['service "nosuch" not found'], id="neither-a-service-nor-a-node"),
    ],
)
def test_what_nobody_owns(shop: Porttrace, target: str, words: list[str]) -> None:
    assert_refused(shop(target), 1, *words)


ANSWER = {"get ipaddresses": 1, "list services": 1, "list pods": 1}


@pytest.mark.parametrize(
    ("target", "first"),
    [
        pytest.param("CLUSTER:80", ANSWER, id="cluster-ip"),
        pytest.param(POD_IP, ANSWER, id="pod"),
        pytest.param(":NODEPORT", {"list services": 1}, id="node-port"),
    ],
)
def test_what_it_costs(
    shop: Porttrace, reader: str, numbers: dict[str, str], target: str, first: dict[str, int]
) -> None:
    """Who owns it takes these requests; what is followed takes no more than where it is asked for by name."""
    asked = requests_of(shop, reader, written(target, numbers))
    named = requests_of(shop, reader, "pod/web-0" if target == POD_IP else "web:80")
    assert asked - named - Counter(first) == Counter()
    assert not [each for each in asked if each == "list pods in the cluster"]


def test_screen(shop: Porttrace, numbers: dict[str, str]) -> None:
    first, *_ = shop(f"{numbers['CLUSTER']}:80").stdout.split("\n\n")
    told = f"{numbers['CLUSTER']}:80 is a cluster IP of svc/web in {shop.namespace}: http 80/TCP, wired"
    assert " ".join(first.split()) == told
    assert max(map(len, first.splitlines())) <= 80


@pytest.mark.parametrize("output", ["tree", "markdown"])
def test_owners_in_other_formats(shop: Porttrace, numbers: dict[str, str], output: str) -> None:
    told = f"{numbers['CLUSTER']}:80 is a cluster IP of svc/web in {shop.namespace}: http 80/TCP, wired"
    assert told in " ".join(shop(f"{numbers['CLUSTER']}:80", "-o", output).stdout.split())
    assert f"{POD_IP} is the address of pod/web-0" in " ".join(shop(POD_IP, "-o", output).stdout.split())


def test_names_have_the_namespace_of_the_owner(shop: Porttrace, numbers: dict[str, str]) -> None:
    targets = f"{numbers['CLUSTER']}:80", f"{POD_IP}:8080", f"node/{NODE}"
    shown = shop(*targets, "-n", "default", "-o", "name").stdout.splitlines()
    assert shown == [f"service/web -n {shop.namespace}", f"pod/web-0 -n {shop.namespace}", f"node/{NODE}"]


def test_several_at_once(shop: Porttrace, numbers: dict[str, str]) -> None:
    result = shop(f"{numbers['CLUSTER']}:80", f":{numbers['HEALTH']}", "pod/web-0", "outside", "-o", "json")
    report = read_report(result, exit_code=0)
    assert [each["asked"] for each in report["addresses"]] == [f"{numbers['CLUSTER']}:80", f":{numbers['HEALTH']}"]
    assert [each["name"] for each in report["services"]] == ["lb", "outside", "web"]
    assert [each["name"] for each in report["workloads"]] == ["web-0"]
