"""A rolling update halfway: pods of two revisions behind one Service."""

from __future__ import annotations

from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.seen import above_notes, read_report
from tests.end_to_end.workloads import HALFWAY, placed_pods, roll_halfway


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
