"""A rolling update halfway: pods of two revisions behind one Service."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cluster.api import ApiError, Manifest, path_of
from tests.cluster.namespace import Namespace
from tests.cluster.nodes import KWOK_LABEL
from tests.cluster.objects import container, container_port, deployment, pod, service, service_port, workload
from tests.cluster.plugin import Porttrace
from tests.end_to_end.seen import above_notes, read_report
from tests.end_to_end.workloads import HALFWAY, placed_pods, roll_halfway
from tests.incidents.incident import allow_pods


def test_new_revision_lost_the_name(namespace: Namespace, porttrace: Porttrace) -> None:
    old, new = roll_halfway(
        namespace, container("app", container_port(8080, "http")), container("app", container_port(8080, "web"))
    )
    report = read_report(porttrace("web", "-o", "json", "--fail-on", "warning"), exit_code=3)
    (port,) = report["services"][0]["ports"]
    assert port["verdict"] == "partial"
    assert sorted((each["pod"], each["port"], each["revision"]) for each in port["backends"]) == [
        (name, 8080, 1) for name in old
    ]
    (unresolved,) = port["unresolved"]
    assert (unresolved["pod"], unresolved["owner"], unresolved["finding"]) == (new, "Deployment/web", "PTR02")
    assert unresolved["revision"] == 2
    assert above_notes(report) == [("PTR02", "warning")]


def test_new_revision_moved_the_number(namespace: Namespace, porttrace: Porttrace) -> None:
    old, new = roll_halfway(
        namespace, container("app", container_port(8080, "http")), container("app", container_port(9090, "http"))
    )
    report = read_report(porttrace("web", "-o", "json", "--fail-on", "warning"), exit_code=0)
    (port,) = report["services"][0]["ports"]
    assert port["verdict"] == "wired"
    assert {each["pod"]: each["port"] for each in port["backends"]} == dict.fromkeys(old, 8080) | {new: 9090}
    assert "PTR10" in {each["code"] for each in report["findings"]}


def test_new_template_lost_the_label(namespace: Namespace, porttrace: Porttrace) -> None:
    """The next rollout would empty the Service."""
    labels = {"app": "web", "track": "stable"}
    namespace.apply(
        service("web", service_port(80, 8080), selector=labels),
        deployment(
            "web",
            container("app", 8080),
            labels=labels,
            by_hand=True,
            selector={"matchLabels": {"app": "web"}},
            **HALFWAY | {"replicas": 1},
        ),
    )
    (old,) = placed_pods(namespace, 1)
    namespace.set_state(old, "ready")
    namespace.patch("Deployment", "web", {"spec": {"template": {"metadata": {"labels": {"track": None}}}}})
    placed_pods(namespace, 2)
    namespace.wait_for_endpoints("web", ready=1)
    report = read_report(porttrace("web", "-o", "json"), exit_code=0)
    assert report["services"][0]["verdict"] == "wired"
    assert above_notes(report) == [("PTP17", "warning")]


HAS = container("app", container_port(8080, "http"))
RENAMED = {"spec": {"template": {"spec": {"containers": [container("app", container_port(8080, "web"))]}}}}


def run_first_revision(namespace: Namespace, kind: str, count: int, **spec: Any) -> None:
    """Have the workload's pods ready, all of its first revision."""
    namespace.apply(service("web", service_port(80, "http")), workload(kind, "web", HAS, by_hand=True, **spec))
    for each in placed_pods(namespace, count):
        namespace.set_state(each, "ready")
    namespace.wait_for_endpoints("web", ready=count)


def lost_name(report: Manifest) -> str:
    """Return the message of the one finding that the next revision lacks the name."""
    (found,) = [each for each in report["findings"] if each["code"] == "PTR19"]
    assert (found["severity"], found["path"]) == ("warning", "spec.template.spec.containers")
    return str(found["message"])


def test_new_pods_that_crash_lost_the_name(namespace: Namespace, porttrace: Porttrace) -> None:
    """What they crash of is not all: once they are ready, the port has no endpoint."""
    run_first_revision(namespace, "Deployment", 2, **HALFWAY)
    namespace.patch("Deployment", "web", RENAMED)
    pods = placed_pods(namespace, 3)
    (new,) = [each for each in pods if each["status"]["phase"] == "Pending"]
    namespace.set_state(new, "unready")
    namespace.wait_for_endpoints("web", ready=2, not_ready=1)
    report = read_report(porttrace("web", "-o", "json"), exit_code=0)
    assert above_notes(report) == [("PTR19", "warning"), ("PTP08", "warning")]
    assert lost_name(report).endswith("once the rollout of Deployment/web completes")


@pytest.mark.parametrize(
    ("spec", "when"),
    [
        pytest.param({"paused": True}, "once the pods of Deployment/web are replaced", id="paused"),
        pytest.param(
            {"template": {"metadata": {"annotations": {"made": "again"}}}},
            "once the rollout of Deployment/web completes",
            id="no-room-for-a-new-pod",
        ),
    ],
)
def test_rollout_without_new_pods(namespace: Namespace, porttrace: Porttrace, spec: Manifest, when: str) -> None:
    run_first_revision(namespace, "Deployment", 2, replicas=2)
    allow_pods(namespace, 2)
    namespace.wait_for(lambda: refused(namespace), "the quota, which admission watches")
    namespace.patch("Deployment", "web", {"spec": spec})
    changed = namespace.patch("Deployment", "web", RENAMED)
    generation = changed["metadata"]["generation"]
    namespace.wait_for(
        lambda: namespace.get("Deployment", "web")["status"].get("observedGeneration", 0) >= generation,
        "the controller",
    )
    report = read_report(porttrace("web", "-o", "json"), exit_code=0)
    assert report["services"][0]["verdict"] == "wired"
    assert lost_name(report).endswith(when)


def refused(namespace: Namespace) -> bool:
    """Whether no further pod is admitted."""
    another = pod("another")
    try:
        namespace.api.request("POST", path_of(another, namespace.name), another, dryRun="All")
    except ApiError as error:
        return "quota" in str(error)
    return False


@pytest.mark.parametrize(
    ("kind", "spec", "count"),
    [
        pytest.param("StatefulSet", {"replicas": 2, "podManagementPolicy": "Parallel"}, 2, id="stateful-set"),
        pytest.param("DaemonSet", {}, 3, id="daemon-set"),
    ],
)
def test_pods_replaced_by_hand(
    namespace: Namespace, porttrace: Porttrace, kind: str, spec: Manifest, count: int
) -> None:
    """Until somebody deletes a pod nothing happens, and it is the revisions on the pods that tell."""
    on_delete = {"updateStrategy": {"type": "OnDelete"}}
    if kind == "DaemonSet":
        count = len([each for each in namespace.api.get("/api/v1/nodes")["items"] if by_hand(each)])
    run_first_revision(namespace, kind, count, **spec, **on_delete)
    assert above_notes(read_report(porttrace("web", "-o", "json"), exit_code=0)) == []
    changed = namespace.patch(kind, "web", RENAMED)
    namespace.wait_for(
        lambda: namespace.get(kind, "web")["status"].get("observedGeneration", 0) >= changed["metadata"]["generation"],
        "the controller",
    )
    report = read_report(porttrace("web", "-o", "json"), exit_code=0)
    assert lost_name(report).endswith(f"once the pods of {kind}/web are replaced")


def by_hand(node: Manifest) -> bool:
    """Say whether a node is one whose kubelet the tests play."""
    return bool(node["metadata"].get("labels", {}).get(KWOK_LABEL) == "false")
