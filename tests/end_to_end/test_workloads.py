"""Workloads and pods, asked for by name: who reaches which of their ports, as the real controllers have it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.nodes import KWOK_NODES
from tests.cluster.objects import container, container_port, deployment, pod, service, service_port, sidecar, workload
from tests.cluster.plugin import Porttrace
from tests.cluster.published import wait_until_published
from tests.end_to_end.refused import assert_refused
from tests.end_to_end.requests import own_reader, requests_of
from tests.end_to_end.seen import above_notes, read_report
from tests.end_to_end.workloads import roll_halfway

APP = container("app", container_port(8080, "http"), container_port(9090, "metrics"))
REACHED = [("http", 8080, [("api", 80), ("web", 80)]), ("metrics", 9090, []), ("", 7000, [("web", 7000)])]


@pytest.fixture(scope="module")
def shop(control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porttrace]:
    """A namespace with a workload of each kind, and Services that reach them, some of their ports, or none."""
    namespace = control_plane.new_namespace("workloads")
    namespace.apply(
        deployment("web", APP, replicas=2),
        workload("StatefulSet", "db", container("db", container_port(5432, "sql"))),
        workload("DaemonSet", "agent", container("agent", 9100), replicas=0),
        deployment("idle", APP, replicas=0),
        service("web", service_port(80, "http", "http"), service_port(7000, 7000, "raw"), type="NodePort"),
        service("api", service_port(80, 8080), selector={"app": "web"}),
        service("idle", service_port(80, "http")),
    )
    namespace.run_pod(pod("node-1.example.com", APP, labels={"app": "web"}), "unready")
    job = pod("x", container("load", 8080), labels={"app": "load"})["spec"]
    namespace.apply(
        {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": {"name": "load"},
            "spec": {"template": {"spec": {**job, "restartPolicy": "Never"}}},
        }
    )
    namespace.wait_for_pods(1, app="db")
    namespace.wait_for_pods(len(KWOK_NODES), app="agent")
    namespace.wait_for(lambda: namespace.objects("Pod", **{"job-name": "load"}), "the pod of the Job")
    namespace.wait_for_endpoints("web", ready=2, not_ready=1)
    wait_until_published(namespace)
    yield Porttrace(control_plane, namespace.name, tmp_path_factory.mktemp("home"))
    namespace.remove()


def ask(porttrace: Porttrace, *targets: str, code: int = 0, user: str | None = None) -> Manifest:
    """The report on some targets."""
    return read_report(porttrace(*targets, "-o", "json", user=user), exit_code=code)


def one(report: Manifest) -> Manifest:
    """The only workload of a report."""
    (workload_,) = report["workloads"]
    return dict(workload_)


def reached(report: Manifest) -> list[tuple[str, int, list[tuple[str, int]]]]:
    """Each port of the only workload: its name and number, and the Service ports that end there."""
    return [
        (port["name"], port["number"], [(reach["service"], reach["port"]) for reach in port["reachedBy"]])
        for port in one(report)["ports"]
    ]


@pytest.mark.parametrize("target", [("deploy/web",), ("deployment.apps/web",), ("deployments", "web")], ids=str)
def test_who_reaches_which_port_of_a_deployment(shop: Porttrace, target: tuple[str, ...]) -> None:
    report = ask(shop, *target)
    assert (one(report)["kind"], one(report)["pods"]) == ("Deployment", {"matched": 2, "ready": 2, "ended": {}})
    assert reached(report) == REACHED
    assert [each["name"] for each in report["services"]] == one(report)["services"] == ["api", "web"]
    (http, _, raw) = one(report)["ports"]
    assert [reach["nodePort"] is None for reach in http["reachedBy"]] == [True, False]
    assert {reach["verdict"] for reach in (*http["reachedBy"], *raw["reachedBy"])} == {"wired"}
    assert raw["declared"] is False


def test_the_replica_set_has_the_same_pods(shop: Porttrace, control_plane: Cluster) -> None:
    namespace = Namespace(control_plane.api(), shop.namespace)
    (replica_set,) = namespace.objects("ReplicaSet", app="web")
    report = ask(shop, f"rs/{replica_set['metadata']['name']}")
    assert one(report)["pods"] == {"matched": 2, "ready": 2, "ended": {}}
    assert reached(report) == REACHED


def test_a_pod_that_is_not_ready_gets_no_traffic_though_its_services_are_wired(shop: Porttrace) -> None:
    report = ask(shop, "pod/node-1.example.com")
    assert one(report)["pods"] == {"matched": 1, "ready": 0, "ended": {}}
    assert reached(report) == REACHED
    verdicts = {reach["verdict"] for port in one(report)["ports"] for reach in port["reachedBy"]}
    assert verdicts == {"broken"}
    assert {each["verdict"] for each in report["services"]} == {"wired"}


@pytest.mark.parametrize(
    ("target", "ports"),
    [
        pytest.param("sts/db", [("sql", 5432, [])], id="stateful-set"),
        pytest.param("ds/agent", [("", 9100, [])], id="daemon-set"),
        pytest.param("job/load", [("", 8080, [])], id="job"),
    ],
)
def test_ports_that_nobody_reaches(shop: Porttrace, target: str, ports: list[object]) -> None:
    report = ask(shop, target)
    assert (reached(report), report["services"]) == (ports, [])
    assert "no Service" in shop(target).stdout


def test_what_is_scaled_to_nothing_shows_where_its_pods_would_be(shop: Porttrace) -> None:
    report = ask(shop, "deploy/idle", code=3)
    assert one(report)["pods"] == {"matched": 0, "ready": 0, "ended": {}}
    assert reached(report) == [("http", 8080, [("idle", 80)]), ("metrics", 9090, [])]
    assert one(report)["ports"][0]["reachedBy"][0]["verdict"] == "broken"


def test_beside_a_service(shop: Porttrace) -> None:
    report = ask(shop, "sts/db", "api:80")
    assert [each["name"] for each in report["services"]] == ["api"]
    assert one(report)["services"] == []


@pytest.mark.parametrize(
    ("target", "words"),
    [
        pytest.param("deploy/wbe", ['deployment "wbe" not found', "did you mean web"], id="deployment"),
        pytest.param("pod/node-1.example.co", ["node-1.example.com"], id="pod"),
        pytest.param("job/nosuch", ["there are: load"], id="job"),
    ],
)
def test_a_missing_one_gets_the_nearest_name(shop: Porttrace, target: str, words: list[str]) -> None:
    assert_refused(shop(target), 1, *words)


def test_one_that_is_missing_keeps_nothing_from_the_others(shop: Porttrace) -> None:
    result = shop("deploy/web", "sts/nosuch", "-o", "name")
    assert (result.returncode, result.stdout) == (1, "service/api\nservice/web\n")
    assert 'statefulset "nosuch" not found' in result.stderr


def test_it_asks_for_no_more_than_it_needs(shop: Porttrace) -> None:
    asked = requests_of(shop, own_reader(shop), "deploy/web")
    assert asked["list services"] == asked["list endpointslices"] == asked["get deployments"] == 1
    assert asked["get replicasets"] == 1
    assert {"list nodes", "list deployments", "list endpoints", "list daemonsets"} & asked.keys() == set()


def test_a_rollout_halfway(porttrace: Porttrace, namespace: Namespace) -> None:
    """The newer pods declare no name: the Service ends at the older ones, and at these only."""
    roll_halfway(namespace, container("app", container_port(8080, "http")), container("app", container_port(8080)))
    namespace.patch("Service", "web", {"spec": {"ports": [{"port": 80, "targetPort": "http"}]}})
    namespace.wait_for_endpoints("web", ready=3)
    report = ask(porttrace, "deploy/web")
    assert one(report)["pods"] == {"matched": 3, "ready": 3, "ended": {}}
    assert sorted(reached(report)) == [("", 8080, []), ("http", 8080, [("web", 80)])]
    assert "PTR02" in dict(above_notes(report))


def test_pods_left_out_and_a_template_that_leaves(porttrace: Porttrace, namespace: Namespace) -> None:
    labels = {"app": "web", "tier": "old"}
    namespace.apply(
        deployment("web", APP, labels=labels, paused=False),
        service("old", service_port(80, 8080), selector={"tier": "old"}),
        service("new", service_port(80, 8080), selector={"tier": "new"}),
        service("all", service_port(80, 8080), selector={"app": "web", "track": "stable"}),
    )
    (made,) = namespace.wait_for_pods(1, app="web")
    namespace.patch("Deployment", "web", {"spec": {"paused": True}})
    namespace.patch("Pod", made["metadata"]["name"], {"metadata": {"labels": {"track": "stable"}}})
    wait_until_published(namespace)
    report = ask(porttrace, "deploy/web")
    assert one(report)["services"] == ["all", "old"]
    assert one(report)["rollout"] == {"enters": [], "leaves": []}
    assert one(report)["outside"] == []


def test_a_pod_in_no_slice_is_said_to_be_and_why(porttrace: Porttrace, namespace: Namespace) -> None:
    namespace.apply(service("web", service_port(80, 8080)))
    namespace.run_pod(pod("web-0", APP))
    namespace.run_pod(pod("web-1", APP), "pending", ())
    namespace.wait_for_endpoints("web", ready=1)
    (outside,) = one(ask(porttrace, "pod/web-1"))["outside"]
    assert (outside["pod"], outside["service"]) == ("web-1", "web")
    assert "no address" in outside["reason"]


def test_family_h_on_what_the_api_server_takes(porttrace: Porttrace, namespace: Namespace) -> None:
    """The API server defaults and takes all of it; node ports are compared with those of every namespace."""
    (opened,) = namespace.apply(service("open", service_port(80), type="NodePort", selector={"app": "other"}))
    node_port = opened["spec"]["ports"][0]["nodePort"]
    setup = container("setup", 8081)
    envoy = sidecar("envoy", container_port(15021, hostPort=15021), container_port(9090, "http"))
    app = container("app", container_port(8080, "http", hostPort=node_port))
    namespace.run_pod(pod("web-0", app, container("twin", 8080), init_containers=(setup, envoy)), "unready")
    report = ask(porttrace, "pod/web-0", code=3)
    found = {each["code"]: each["severity"] for each in report["findings"] if each["code"].startswith("PTH")}
    assert found == {"PTH01": "error", "PTH02": "warning", "PTH04": "note", "PTH05": "note", "PTH06": "warning"}


def test_more_pods_than_nodes(porttrace: Porttrace, namespace: Namespace) -> None:
    nodes = len(namespace.api.get("/api/v1/nodes")["items"])
    app = container("app", container_port(8080, hostPort=18080))
    namespace.apply(deployment("edge", app, replicas=nodes + 1))
    namespace.wait_for(lambda: len(namespace.objects("Pod", app="edge")) == nodes + 1, "all pods")
    namespace.wait_for(lambda: any(map(left_over, namespace.objects("Pod", app="edge"))), "one left over")
    report = ask(porttrace, "deploy/edge")
    (found,) = [each for each in report["findings"] if each["code"] == "PTH03"]
    assert f"{nodes + 1} pods want 18080/TCP" in found["message"]


def left_over(made: Manifest) -> bool:
    """Whether the scheduler has said that it finds no node for a pod."""
    conditions = made["status"].get("conditions", ())
    return any(each["type"] == "PodScheduled" and each["status"] == "False" for each in conditions)


def test_who_may_not_read_pods_sees_the_template(shop: Porttrace) -> None:
    report = ask(shop, "deploy/web", user="no-pods", code=4)
    assert one(report)["pods"] is None
    assert [name for name, _, _ in reached(report)][:2] == ["http", "metrics"]
    (pods,) = [each for each in report["notChecked"] if each["resource"] == "pods"]
    assert "PTH01" in pods["affects"]


def test_who_may_not_read_the_pod_itself_is_told_so(shop: Porttrace) -> None:
    assert_refused(shop("pod/node-1.example.com", user="no-pods"), 1, "the Pods of namespace", "right to read pods")


def test_who_may_not_read_slices_is_told_that_it_is_unknown(shop: Porttrace) -> None:
    report = ask(shop, "deploy/web", user="no-slices", code=4)
    verdicts = {reach["verdict"] for port in one(report)["ports"] for reach in port["reachedBy"]}
    assert verdicts == {"unknown"}
    assert one(report)["outside"] == []


def test_who_may_nothing_is_told_so(shop: Porttrace) -> None:
    assert_refused(shop("deploy/web", user="nothing"), 1, 'User "nothing" cannot')
