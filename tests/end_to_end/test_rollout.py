"""A rolling update halfway: pods of two revisions behind one Service."""

from __future__ import annotations

from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.seen import above_notes, read_report

HALFWAY = {"replicas": 2, "strategy": {"rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}}


def roll_halfway(namespace: Namespace, before: Manifest, after: Manifest) -> tuple[list[str], str]:
    """Have two ready pods of one template and one of the next, the rollout paused; return their names."""
    namespace.apply(service("web", service_port(80, "http")), deployment("web", before, by_hand=True, **HALFWAY))
    old = namespace.wait_for(lambda: _placed(namespace, 2), "the old pods")
    for each in old:
        namespace.set_state(each, "ready")
    namespace.patch("Deployment", "web", {"spec": {"template": {"spec": {"containers": [after]}}}})
    pods = namespace.wait_for(lambda: _placed(namespace, 3), "the new pod")
    paused = namespace.patch("Deployment", "web", {"spec": {"paused": True}})
    namespace.wait_for(lambda: _observed(namespace) >= paused["metadata"]["generation"], "the pause")
    names = sorted(each["metadata"]["name"] for each in old)
    (new,) = {each["metadata"]["name"] for each in pods} - set(names)
    namespace.set_state(new, "ready")
    namespace.wait_for_endpoints("web", ready=3)
    return names, new


def _observed(namespace: Namespace) -> int:
    return int(namespace.get("Deployment", "web")["status"]["observedGeneration"])


def _placed(namespace: Namespace, count: int) -> list[Manifest]:
    pods = namespace.objects("Pod", app="web")
    return pods if len(pods) == count and all(pod["spec"].get("nodeName") for pod in pods) else []


def test_new_revision_lost_the_name(namespace: Namespace, porttrace: Porttrace) -> None:
    old, new = roll_halfway(
        namespace, container("app", container_port(8080, "http")), container("app", container_port(8080, "web"))
    )
    report = read_report(porttrace("web", "-o", "json"), exit_code=0)
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
    (old,) = namespace.wait_for(lambda: _placed(namespace, 1), "the pod")
    namespace.set_state(old, "ready")
    namespace.patch("Deployment", "web", {"spec": {"template": {"metadata": {"labels": {"track": None}}}}})
    namespace.wait_for(lambda: _placed(namespace, 2), "the new pod")
    namespace.wait_for_endpoints("web", ready=1)
    report = read_report(porttrace("web", "-o", "json"), exit_code=0)
    assert report["services"][0]["verdict"] == "wired"
    assert above_notes(report) == [("PTP17", "warning")]
