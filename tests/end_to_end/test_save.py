"""What was saved, and what kubectl printed, give the report that the cluster gave."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, pod, service, service_port
from tests.cluster.plugin import Porttrace

KINDS = (
    "services,endpointslices,endpoints,pods,deployments,replicasets,statefulsets,daemonsets,jobs,nodes,events,"
    "networkpolicies"
)
HTTP = service_port(80, "http", "http")


@pytest.fixture(scope="module")
def shop(control_plane: Cluster) -> Iterator[Namespace]:
    """A namespace with a Service that works, one whose name is missing, one without pods and one by hand."""
    namespace = control_plane.new_namespace("save")
    namespace.apply(
        service("web", HTTP),
        deployment("web", container("web", container_port(8080, "http")), replicas=2),
        service("api", HTTP, service_port(9090, 9090, "metrics")),
        deployment("api", container("api", 8080)),
        service("idle", selector={"app": "idle", "tier": "front"}),
        service("db", service_port(5432, name="db"), selector={}),
        {
            "apiVersion": "v1",
            "kind": "Endpoints",
            "metadata": {"name": "db"},
            "subsets": [{"addresses": [{"ip": "192.0.2.1"}], "ports": [{"name": "postgres", "port": 5432}]}],
        },
    )
    namespace.run_pod(pod("idle-0", labels={"app": "idle", "tier": "back"}))
    namespace.wait_for_pods(2, app="web")
    namespace.wait_for_pods(1, app="api")
    namespace.wait_for_endpoints("web", 2)
    namespace.wait_for_endpoints("api", 1)
    namespace.wait_for_endpoints("db", 1)
    yield namespace
    namespace.remove()


@pytest.fixture
def command(control_plane: Cluster, shop: Namespace, tmp_path: Path) -> Porttrace:
    return Porttrace(control_plane, shop.name, tmp_path)


def report(command: Porttrace, *args: str, stdin: str | None = None) -> Manifest:
    result = command(*args, "-o", "json", stdin=stdin)
    assert result.returncode == 3, result.stderr
    document: Manifest = json.loads(result.stdout)
    return document


def told(document: Manifest) -> tuple[object, object]:
    # Where a finding stands in a file is all that a cluster cannot tell.
    return document["services"], [finding | {"location": None} for finding in document["findings"]]


def test_a_saved_snapshot_gives_the_same_report(command: Porttrace) -> None:
    live = report(command, "--save", "saved.json")
    again = report(command, "-f", "saved.json")
    assert told(again) == told(live)
    assert again["notChecked"] == live["notChecked"]
    assert again["source"] | {"observedAt": ""} == {
        "type": "file",
        "context": None,
        "server": None,
        "files": ["saved.json"],
        "observedAt": "",
    }
    assert again["source"]["observedAt"] == live["source"]["observedAt"]
    assert {finding["subject"]["name"] for finding in live["findings"]} >= {"api", "idle", "db"}


def test_one_service_saved_is_enough_to_judge_it(command: Porttrace) -> None:
    live = report(command, "api", "--save", "api.json")
    assert told(report(command, "-f", "api.json", "api")) == told(live)


@pytest.mark.parametrize("output", ["json", "yaml"])
def test_what_kubectl_printed_gives_the_same_report(
    command: Porttrace, control_plane: Cluster, shop: Namespace, output: str
) -> None:
    live = report(command)
    printed = control_plane.kubectl("get", KINDS, "-o", output, namespace=shop.name).stdout
    assert told(report(command, "-f", "-", "--complete", stdin=printed)) == told(live)


def test_services_slices_and_pods_are_enough_for_the_verdicts(
    command: Porttrace, control_plane: Cluster, shop: Namespace
) -> None:
    live = report(command)
    printed = control_plane.kubectl("get", "services,endpointslices,pods", "-o", "json", namespace=shop.name).stdout
    again = report(command, "-f", "-", stdin=printed)
    verdicts = [[(port["port"], port["verdict"]) for port in each["ports"]] for each in live["services"]]
    assert [[(port["port"], port["verdict"]) for port in each["ports"]] for each in again["services"]] == verdicts
    codes = {finding["code"] for finding in live["findings"] if finding["severity"] == "error"}
    assert codes
    assert codes <= {finding["code"] for finding in again["findings"]}


def test_where_it_cannot_be_saved(command: Porttrace) -> None:
    result = command("--save", "missing/saved.json")
    assert (result.returncode, result.stdout) == (1, "")
    assert "missing/saved.json" in result.stderr
    assert "Traceback" not in result.stderr
