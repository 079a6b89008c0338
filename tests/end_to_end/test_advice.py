"""Good practice on the real control plane: what is told, and what the one command among the fixes does."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.in_process import InProcess
from tests.end_to_end.said import roots, run_fix


@pytest.fixture
def porttrace(
    control_plane: Cluster,
    namespace: Namespace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> InProcess:
    return InProcess(Porttrace(control_plane, namespace.name, tmp_path), monkeypatch, capsys)


def told(porttrace: InProcess, code: str, *words: str) -> list[str]:
    return [each["message"] for each in roots(porttrace, code, *words)]


def test_a_name_in_place_of_a_number_leads_to_the_same_port(
    control_plane: Cluster, namespace: Namespace, porttrace: InProcess
) -> None:
    made = deployment("web", container("app", container_port(8080, "http")), replicas=2)
    namespace.apply(service("web", service_port(80, 8080, "http")), made)
    before = namespace.wait_for_endpoints("web", ready=2)
    assert told(porttrace, "PTG01", "web") == []
    (finding,) = roots(porttrace, "PTG01", "web", "--advice")
    run_fix(control_plane, finding)
    after = namespace.wait_for_endpoints("web", ready=2)
    assert namespace.get("Service", "web")["spec"]["ports"][0]["targetPort"] == "http"
    assert [each["ports"] for each in after] == [each["ports"] for each in before]
    assert told(porttrace, "PTG01", "web", "--advice") == []


def test_a_second_replica_and_a_policy_end_the_advice(
    control_plane: Cluster, namespace: Namespace, porttrace: InProcess
) -> None:
    made = deployment("web", container("app", container_port(8080, "http")), replicas=1)
    namespace.apply(service("web", service_port(80, "http", "http"), type="NodePort"), made)
    namespace.wait_for_endpoints("web", ready=1)
    assert [len(told(porttrace, code, "web", "--advice")) for code in ("PTG05", "PTG06")] == [1, 1]
    control_plane.kubectl("scale", "deployment", "web", "-n", namespace.name, "--replicas=2")
    namespace.apply(
        {
            "apiVersion": "networking.k8s.io/v1",
            "kind": "NetworkPolicy",
            "metadata": {"name": "web"},
            "spec": {"podSelector": {"matchLabels": {"app": "web"}}, "ingress": [{"ports": [{"port": "http"}]}]},
        }
    )
    namespace.wait_for_endpoints("web", ready=2)
    assert [len(told(porttrace, code, "web", "--advice")) for code in ("PTG05", "PTG06")] == [0, 0]


def test_names_are_compared_where_all_of_a_namespace_is_asked_for(namespace: Namespace, porttrace: InProcess) -> None:
    for name, called in (("web", "http"), ("api", "api")):
        labels = {"app": name}
        made = deployment(name, container("app", container_port(8080, called)), replicas=2, labels=labels)
        namespace.apply(service(name, service_port(80, called, "http"), selector=labels), made)
        namespace.wait_for_endpoints(name, ready=2)
    (message,) = told(porttrace, "PTG02", "--advice")
    assert message == f"workloads of {namespace.name} have 2 names for 8080/TCP: api, http"
    assert told(porttrace, "PTG02", "web", "--advice") == []
