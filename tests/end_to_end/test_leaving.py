"""Pods that go, and pods that are not made yet."""

from __future__ import annotations

from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, pod, service, service_port, workload
from tests.cluster.plugin import Porttrace
from tests.cluster.published import wait_until_published
from tests.end_to_end.seen import above_notes, read_report
from tests.end_to_end.workloads import placed_pods

GUARD = "porttrace.test/guard"


def finding(report: Manifest, code: str) -> Manifest:
    """Return the one finding of a code."""
    (found,) = [each for each in report["findings"] if each["code"] == code]
    return dict(found)


def test_the_last_pod_of_a_deployment_at_zero_is_kept_by_a_finalizer(
    namespace: Namespace, porttrace: Porttrace
) -> None:
    namespace.apply(service("web", service_port(80)), workload("Deployment", "web", container("app"), by_hand=True))
    (last,) = placed_pods(namespace, 1)
    name = last["metadata"]["name"]
    namespace.set_state(last, "ready")
    namespace.patch("Pod", name, {"metadata": {"finalizers": [GUARD]}})
    namespace.patch("Deployment", "web", {"spec": {"replicas": 0}})
    namespace.wait_for(lambda: namespace.get("Pod", name)["metadata"].get("deletionTimestamp"), "the deletion")
    namespace.set_state(name, "unready")
    # Not before it is said to serve no longer: being deleted, it is not ready even while it serves.
    wait_until_published(namespace)
    found = finding(read_report(porttrace("web", "-o", "json"), exit_code=3), "PTP04")
    assert (found["severity"], found["object"]["kind"]) == ("error", "Deployment")
    assert "scaled to 0 replicas" in found["message"]
    assert any(f"being deleted, kept by finalizer {GUARD}" in line for line in found["evidence"])


def test_a_stateful_set_waits_for_its_first_pod(namespace: Namespace, porttrace: Porttrace) -> None:
    namespace.apply(
        service("db", service_port(80)), workload("StatefulSet", "db", container("app"), by_hand=True, replicas=3)
    )
    (first,) = placed_pods(namespace, 1, app="db")
    namespace.set_state(first, "unready")
    namespace.wait_for_endpoints("db", ready=0, not_ready=1)
    found = finding(read_report(porttrace("db", "-o", "json"), exit_code=3), "PTP07")
    assert found["evidence"][-1] == "StatefulSet/db has 1 of 3 wanted pods: db-0 must be ready before db-1 is made"


def test_pods_that_have_ended_are_counted_apart(namespace: Namespace, porttrace: Porttrace) -> None:
    namespace.apply(service("web", service_port(80)))
    labels = {"app": "web"}
    namespace.run_pod(pod("serving", labels=labels))
    namespace.run_pod(pod("done", labels=labels), "succeeded")
    namespace.run_pod(pod("evicted", labels=labels), "failed")
    namespace.patch_status("evicted", reason="Evicted", message="The node was low on resource: memory.")
    namespace.wait_for_endpoints("web", ready=1)
    report = read_report(porttrace("web", "-o", "json"), exit_code=0)
    assert report["services"][0]["pods"] == {"matched": 3, "ready": 1, "ended": {"Completed": 1, "Evicted": 1}}
    assert above_notes(report) == []
    screen = porttrace("web").stdout
    assert "1 of 1 pods ready" in screen
    assert "2 more selected pods have ended and do not count: 1 Completed, 1 Evicted" in screen


def test_an_evicted_pod_is_left_of_a_deployment_at_zero(namespace: Namespace, porttrace: Porttrace) -> None:
    """Nobody deletes it, and it is no reason to look for anything but the number of replicas."""
    namespace.apply(
        service("web", service_port(80)),
        workload("Deployment", "web", container("app"), by_hand=True, replicas=0),
    )
    namespace.run_pod(pod("web-evicted", labels={"app": "web"}), "failed")
    namespace.patch_status("web-evicted", reason="Evicted")
    namespace.wait_for_endpoints("web", ready=0)
    report = read_report(porttrace("web", "-o", "json"), exit_code=3)
    assert above_notes(report) == [("PTP04", "error")]
    found = finding(report, "PTP04")
    assert [each["code"] for each in found["consequences"]] == ["PTP05"]
    assert any("Failed, Evicted" in line for line in found["evidence"])
    assert "no pod left" in porttrace("web").stdout
