"""Node ports that are taken, load balancers that nobody makes, and names that lead to Services."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest

from tests.cluster.api import ApiError, Manifest, resource_path
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.nodes import HAND_NODES, KWOK_NODES
from tests.cluster.objects import container, pod, service, service_port, workload
from tests.cluster.plugin import Porttrace
from tests.end_to_end.balanced import HTTP, TO_HTTP, status, warn
from tests.end_to_end.case import hand_pod, labelled
from tests.end_to_end.handmade import endpoints, selectorless
from tests.end_to_end.in_process import InProcess
from tests.end_to_end.own_node import nodes_away
from tests.end_to_end.seen import above_notes, read_report
from tests.end_to_end.test_traffic_path import CLEANUP
from tests.end_to_end.workloads import placed_pods


@pytest.fixture
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give load balancers no time: nobody can make a Service that is ten minutes old."""
    monkeypatch.setattr("kubectl_porttrace.trace.entrances.PATIENCE", timedelta(days=-1))


@pytest.fixture
def in_process(porttrace: Porttrace, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> InProcess:
    return InProcess(porttrace, monkeypatch, capsys)


def lone(namespace: Namespace, **spec: Any) -> None:
    """A Service `web` with one ready pod."""
    namespace.apply(service("web", TO_HTTP, **spec))
    hand_pod(HTTP).of("web").run(namespace)
    namespace.wait_for_endpoints("web", ready=1)


@pytest.mark.usefixtures("at_once")
def test_a_load_balancer_that_nobody_makes(namespace: Namespace, in_process: InProcess) -> None:
    lone(namespace, type="LoadBalancer")
    for arguments in (["web"], []):
        report = read_report(in_process(*arguments, "-o", "json"), exit_code=3)
        assert above_notes(report) == [("PTK05", "error")]
        (finding,) = [each for each in report["findings"] if each["code"] == "PTK05"]
        assert "none has taken it on" in finding["evidence"][-1]
        entrances = {each["kind"]: (each["verdict"], each["findings"]) for each in report["services"][0]["entrances"]}
        assert {kind for kind, (_, codes) in entrances.items() if "PTK05" in codes} == {"LoadBalancer"}
        assert {kind: verdict for kind, (verdict, _) in entrances.items()} == {
            "ClusterIP": "wired",
            "NodePort": "wired",
            "LoadBalancer": "broken",
        }
    warn(namespace, "web", "SyncLoadBalancerFailed", "Error syncing load balancer: quota exceeded")
    namespace.patch("Service", "web", {"metadata": {"finalizers": [CLEANUP]}})
    for arguments in (["web"], []):
        report = read_report(in_process(*arguments, "-o", "json"), exit_code=3)
        (finding,) = [each for each in report["findings"] if each["code"] == "PTK05"]
        assert any("quota exceeded" in line for line in finding["evidence"])
        assert "begun to make" in finding["evidence"][-1]
    namespace.patch("Service", "web", {"metadata": {"finalizers": None}})
    status("web", {"ip": "203.0.113.41"})(namespace)
    assert above_notes(read_report(in_process("web", "-o", "json"), exit_code=0)) == []


@pytest.mark.usefixtures("at_once")
def test_a_load_balancer_of_a_class(namespace: Namespace, in_process: InProcess) -> None:
    lone(namespace, type="LoadBalancer", loadBalancerClass="example.com/metal")
    assert above_notes(read_report(in_process("web", "-o", "json"), exit_code=3)) == [("PTK06", "error")]


@pytest.fixture
def two_for_one_port(control_plane: Cluster, namespace: Namespace) -> Iterator[Namespace]:
    """A pod in kube-system as K3s makes it for the load balancer of `web`, and one that has its port already."""
    system = Namespace(control_plane.api(), "kube-system")
    number = 20000 + Random(namespace.name).randrange(9000)  # noqa: S311 - a test, not a secret
    port = {"containerPort": number, "hostPort": number, "name": "lb"}
    labels = {
        "svccontroller.k3s.cattle.io/svcname": "web",
        "svccontroller.k3s.cattle.io/svcnamespace": namespace.name,
    }
    where: Manifest = {"node": None, "nodeSelector": {"kubernetes.io/hostname": KWOK_NODES[0]}}
    names = [f"{namespace.name}-has-it", f"{namespace.name}-wants-it"]
    made = [pod(name, container("lb", port), **where) for name in names]
    made = [labelled(made[0], {"app": names[0]}), labelled(made[1], labels)]
    try:
        system.create(made[0])
        system.wait_for(lambda: system.get("Pod", names[0])["spec"].get("nodeName"), "the first pod's node")
        system.create(made[1])
        system.wait_for(lambda: _scheduler_says(system, names[1]), "what the scheduler says")
        yield system
    finally:
        for name in names:
            system.delete("Pod", name, gracePeriodSeconds=0)


def _scheduler_says(namespace: Namespace, name: str) -> bool:
    conditions = namespace.get("Pod", name)["status"].get("conditions", [])
    return any("free ports" in each.get("message", "") for each in conditions)


@pytest.mark.usefixtures("at_once", "two_for_one_port")
def test_k3s_finds_no_free_port(namespace: Namespace, in_process: InProcess) -> None:
    lone(namespace, type="LoadBalancer")
    namespace.patch("Service", "web", {"metadata": {"finalizers": [CLEANUP]}})
    try:
        report = read_report(in_process("web", "-o", "json"), exit_code=3)
    finally:
        namespace.patch("Service", "web", {"metadata": {"finalizers": None}})
    assert above_notes(report) == [("PTK21", "error")]
    (finding,) = [each for each in report["findings"] if each["code"] == "PTK21"]
    assert [each["code"] for each in finding["consequences"]] == ["PTK05"]


def with_node_port(namespace: Namespace, among: range) -> int:
    """A Service `web` whose node port is chosen by hand and free."""
    for number in Random(namespace.name).sample(among, 40):  # noqa: S311 - a test, not a secret
        try:
            namespace.create(service("web", service_port(80, "http", node_port=number), type="NodePort"))
        except ApiError:
            continue
        return number
    raise AssertionError(f"none of {among} is free")


@pytest.mark.parametrize(
    ("among", "codes"),
    [
        pytest.param(range(31000, 32700), ["PTK20"], id="where-the-api-server-chooses"),
        pytest.param(range(30000, 30086), [], id="in-the-static-band"),
    ],
)
def test_a_node_port_that_was_chosen(
    namespace: Namespace, porttrace: Porttrace, among: range, codes: list[str]
) -> None:
    number = with_node_port(namespace, among)
    hand_pod(HTTP).of("web").run(namespace)
    namespace.wait_for_endpoints("web", ready=1)
    report = read_report(porttrace("web", "-o", "json"), exit_code=0)
    assert [each["code"] for each in report["findings"] if each["code"] == "PTK20"] == codes
    at = {each["node"]: (each["address"], each["port"]) for each in report["services"][0]["entrances"] if each["node"]}
    assert at["hand-0"] == ("192.0.2.20", number)
    assert set(at) >= {*HAND_NODES, *KWOK_NODES}


def test_a_node_port_that_the_api_server_chose(namespace: Namespace, porttrace: Porttrace) -> None:
    lone(namespace, type="NodePort")
    report = read_report(porttrace("web", "-o", "json"), exit_code=0)
    assert "PTK20" not in {each["code"] for each in report["findings"]}
    number = namespace.get("Service", "web")["spec"]["ports"][0]["nodePort"]
    taking = container("app", {"containerPort": 8080, "hostPort": number})
    hand_pod(taking, n=7, labels={"app": "other"}).of("other").run(namespace)
    report = read_report(porttrace("-o", "json"), exit_code=0)
    assert above_notes(report) == [("PTK19", "warning")]


def test_backends_on_a_node_that_load_balancers_leave_out(namespace: Namespace, porttrace: Porttrace) -> None:
    node = f"left-out-{namespace.name}"
    label = "node.kubernetes.io/exclude-from-external-load-balancers"
    with nodes_away():
        namespace.api.create({"apiVersion": "v1", "kind": "Node", "metadata": {"name": node, "labels": {label: ""}}})
        try:
            namespace.apply(service("web", TO_HTTP, type="LoadBalancer", externalTrafficPolicy="Local"))
            status("web", {"ip": "203.0.113.51"})(namespace)
            hand_pod(HTTP).on(node).of("web").run(namespace)
            namespace.wait_for_endpoints("web", ready=1)
            seen = above_notes(read_report(porttrace("web", "-o", "json"), exit_code=0))
        finally:
            namespace.api.delete(resource_path("Node", name=node))
    assert seen == [("PTK15", "warning")]


def test_names_of_a_stateful_set_below_another_service(namespace: Namespace, porttrace: Porttrace) -> None:
    governing, other = (
        service(name, service_port(8080), clusterIP="None", selector={"app": "db"}) for name in ("db-peers", "db")
    )
    namespace.apply(governing, other)
    namespace.apply(workload("StatefulSet", "db", HTTP, by_hand=True, serviceName="db-peers"))
    namespace.set_state(placed_pods(namespace, 1, app="db")[0], "ready")
    namespace.wait_for_endpoints("db", ready=1)
    namespace.wait_for_endpoints("db-peers", ready=1)
    found = {name: read_report(porttrace(name, "-o", "json"), exit_code=0)["findings"] for name in ("db", "db-peers")}
    assert {name: "PTD03" in {each["code"] for each in codes} for name, codes in found.items()} == {
        "db": True,
        "db-peers": False,
    }


def alias(name: str, host: str) -> Manifest:
    """Return a Service of type ExternalName."""
    made = {"apiVersion": "v1", "kind": "Service", "metadata": {"name": name}}
    return made | {"spec": {"type": "ExternalName", "externalName": host}}


def test_names_that_lead_to_names(control_plane: Cluster, namespace: Namespace, porttrace: Porttrace) -> None:
    other = control_plane.new_namespace("aliased")
    here, there = f"{namespace.name}.svc.cluster.local", f"{other.name}.svc.cluster.local"
    try:
        other.apply(
            selectorless("works", service_port(80, 8080)),
            endpoints("works", "10.9.70.1", ports=({"port": 8080},)),
            service("dead", TO_HTTP),
            alias("onward", f"dead.{there}"),
            alias("nowhere", f"no-such.{there}"),
        )
        other.wait_for_endpoints("works", ready=1)
        other.wait_for_slices("dead")
        namespace.apply(
            alias("works", f"works.{there}"),
            alias("dead", f"onward.{there}"),
            alias("nowhere", f"nowhere.{there}"),
            alias("round", f"about.{here}"),
            alias("about", f"round.{here}"),
        )
        expected = {
            "works": ([], 0),
            "dead": ([("PTD08", "warning")], 0),
            "nowhere": ([("PTS24", "warning")], 0),
            "round": ([("PTD07", "error")], 3),
        }
        for name, (codes, exit_code) in expected.items():
            report = read_report(porttrace(name, "-o", "json"), exit_code=exit_code)
            assert (name, above_notes(report)) == (name, codes)
        report = read_report(porttrace("works", "-o", "json"), exit_code=0)
        assert report["services"][0]["leadsTo"] == {"kind": "Service", "namespace": other.name, "name": "works"}
        assert f"leads to service {other.name}/works" in " ".join(porttrace("works").stdout.split())
        whole = read_report(porttrace("-o", "json"), exit_code=3)
        found = {(each["subject"]["name"], each["code"]) for each in whole["findings"] if each["severity"] != "note"}
        assert found == {("dead", "PTD08"), ("nowhere", "PTS24"), ("round", "PTD07"), ("about", "PTD07")}
    finally:
        other.remove()
