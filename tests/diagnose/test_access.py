"""A client that was asked about: who it is, what is said of each port, and where it is not there."""

from typing import Any

import pytest

from kubectl_porttrace.client import parse_client
from kubectl_porttrace.diagnose.assembly import assemble, diagnose
from kubectl_porttrace.diagnose.following import follow
from kubectl_porttrace.model.cilium_policy import CiliumNetworkPolicy, CiliumRule
from kubectl_porttrace.model.enforcers import CiliumNode
from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.meta import KubernetesObject, ObjectMeta
from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.question import Question, ServiceTarget
from kubectl_porttrace.render.access import access_lines
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import PortAccess, Report
from tests.build import (
    admin_policy,
    cluster,
    cluster_policy,
    container,
    namespace,
    pod,
    policy,
    port,
    service,
    workload,
)

WEB = service({"port": 80, "targetPort": 8080})
SERVING = pod(container(port(8080)), name="web-1", ips=["10.244.0.1"])
CLIENT = pod(name="client-1", labels={"app": "client"}, owner=("StatefulSet", "client"), ips=["10.244.0.2"])
CLIENTS = {"podSelector": {"matchLabels": {"app": "client"}}}
ANY = {"cidr": "0.0.0.0/0"}
MADE = workload("StatefulSet", "client")


def to_all(action: str) -> dict[str, Any]:
    return {"action": action, "from": [{"namespaces": {}}]}


def asked(client: str, *policies: KubernetesObject, there: KubernetesObject = MADE, **fields: Any) -> Report:
    snapshot = cluster(
        WEB, SERVING, CLIENT, MADE, namespace(), *policies, *([there] if there != MADE else []), **fields
    )
    question = Question("shop", (ServiceTarget("web"),), client=parse_client(client))
    following = follow(snapshot, question)
    assert following.not_found == ()
    return assemble(snapshot, following.subjects)


def said(client: str, *policies: KubernetesObject, **fields: Any) -> PortAccess:
    (access,) = asked(client, *policies, **fields).access
    assert (access.client, access.namespace, access.service) == (client, "shop", "web")
    (only,) = access.ports
    return only


def rules(*peers: dict[str, Any]) -> NetworkPolicy:
    return policy(ingress=[{"from": list(peers), "ports": [{"port": 8080}]}])


@pytest.mark.parametrize("client", ["pod/client-1", "sts/client", "shop/sts/client", "ns/shop", "outside", "192.0.2.7"])
def test_what_nothing_isolates_lets_everybody_in(client: str) -> None:
    assert said(client).verdict == "admitted"
    assert "nothing isolates web-1" in said(client).reason


@pytest.mark.parametrize(
    ("client", "verdict", "reason"),
    [
        pytest.param("sts/client", "admitted", "nothing isolates client-1; netpol/web admits 8080/TCP", id="pods"),
        pytest.param(
            "outside", "refused", "web-1 is isolated by netpol/web; netpol/web admits 8080/TCP for others", id="outside"
        ),
        pytest.param(
            "10.244.0.0/16",
            "refused",
            "web-1 is isolated by netpol/web; netpol/web admits 8080/TCP for others",
            id="addresses-are-no-pods",
        ),
    ],
)
def test_says_who_is_let_in_and_why(client: str, verdict: str, reason: str) -> None:
    access = said(client, rules(CLIENTS))
    assert (access.verdict, access.reason) == (verdict, reason)


def test_a_network_of_which_a_part_is_let_in_is_not_decided() -> None:
    block = {"ipBlock": {"cidr": "192.0.2.0/24"}}
    assert [said(each, rules(block)).verdict for each in ("192.0.2.7", "192.0.0.0/16", "outside", "198.51.100.1")] == [
        "admitted",
        "unknown",
        "unknown",
        "refused",
    ]
    assert said("outside", rules(block)).reason == "netpol/web admits a part of these addresses"


def test_of_all_pods_of_a_namespace_some_may_be_let_in() -> None:
    """Whether policies see what the Service's own pod sends to itself through it is up to the implementation."""
    assert said("ns/shop", rules({"podSelector": {"matchLabels": {"app": "nobody"}}})).verdict == "partial"
    assert said("ns/shop", rules({"podSelector": {}})).verdict == "admitted"


def test_the_verdict_on_the_port_is_not_the_clients() -> None:
    report = asked("outside", rules(CLIENTS))
    assert report.services[0].ports[0].verdict == "wired"
    assert [finding.code for finding in report.findings if finding.severity == "error"] == ["PTN08"]


def test_a_denial_of_everybody_is_told_once() -> None:
    report = asked("sts/client", policy(ingress=[]))
    assert [finding.code for finding in report.findings if finding.severity != "note"] == ["PTN01"]
    assert report.access[0].ports[0].verdict == "refused"


def test_a_client_that_is_not_there_is_said() -> None:
    question = Question("shop", (ServiceTarget("web"),), client=parse_client("pod/nobody"))
    (missing,) = follow(cluster(WEB, SERVING), question).not_found
    assert str(missing) == '--from: there is no pod of pod/nobody in namespace "shop"'


def test_a_line_for_each_port() -> None:
    report = asked("outside", rules(CLIENTS))
    (line,) = access_lines(report, report.services[0], Screen(width=120))
    assert line == (
        "from outside to 80/TCP: refused, web-1 is isolated by netpol/web; netpol/web admits 8080/TCP for others"
    )


def test_what_an_address_alone_admits_is_left_open_under_cilium() -> None:
    own = policy("out", podSelector={"matchLabels": {"app": "client"}}, policyTypes=["Egress"], egress=[{}])
    block = rules({"ipBlock": {"cidr": "10.244.0.0/16"}})
    assert said("sts/client", block, own).verdict == "admitted"
    cilium = CiliumNode(metadata=ObjectMeta(name="node-0"))
    assert said("sts/client", block, own, there=cilium).verdict == "unknown"
    assert "to Cilium" in said("sts/client", block, own, there=cilium).reason
    assert said("sts/client", rules(CLIENTS), own, there=cilium).verdict == "admitted"
    assert said("sts/client", there=cilium).verdict == "admitted"
    outwards = policy("out", podSelector={"matchLabels": {"app": "client"}}, egress=[{"to": [{"ipBlock": ANY}]}])
    assert said("sts/client", outwards, there=cilium).verdict == "unknown"


def test_what_is_not_judged_is_named() -> None:
    there = CiliumNetworkPolicy(metadata=ObjectMeta(name="web", namespace="shop"), spec=CiliumRule(LabelSelector()))
    access = said("sts/client", there=there)
    assert (access.verdict, access.reason) == ("unknown", "CiliumNetworkPolicy/web is not judged")


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(admin_policy("first", priority=1, ingress=[to_all("Allow")]), id="of-two-apis"),
        pytest.param(cluster_policy("first", ingress=[to_all("Accept")]), id="of-one-priority"),
    ],
)
def test_policies_without_an_order_are_named(other: KubernetesObject) -> None:
    access = said("sts/client", cluster_policy("deny", ingress=[to_all("Deny")]), other)
    assert access.verdict == "unknown"
    assert "first" in access.reason
    assert "clusternetworkpolicy/deny" in access.reason
    assert "nothing says which comes first" in access.reason


def test_a_policy_of_the_cluster_is_named_where_it_admits() -> None:
    accepts = cluster_policy(ingress=[{"action": "Accept", "from": [{"namespaces": {}}]}])
    access = said("sts/client", policy(ingress=[]), there=accepts)
    assert (access.verdict, access.reason) == (
        "admitted",
        "nothing isolates client-1; clusternetworkpolicy/c accepts 8080/TCP",
    )


def test_dns_is_told_once_for_all_services() -> None:
    own = policy("out", podSelector={"matchLabels": {"app": "client"}}, egress=[{"ports": [{"port": 8080}]}])
    snapshot = cluster(
        WEB, service({"port": 80, "targetPort": 8080}, name="api"), SERVING, CLIENT, MADE, own, namespace()
    )
    report = diagnose(snapshot, Question("shop", client=parse_client("sts/client")))
    (told,) = (finding for finding in report.findings if finding.code == "PTN10")
    assert "the names of Services" in told.message
    assert "about api, web" in told.evidence[0]
