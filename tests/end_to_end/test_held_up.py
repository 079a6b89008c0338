"""Nodes that do not report, pods that do not go, rollouts and workloads that are held up, on a real API server."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.cluster.api import Manifest, resource_path
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, service, service_port, workload
from tests.cluster.plugin import Porttrace
from tests.cluster.published import wait_until_published
from tests.end_to_end.case import hand_pod
from tests.end_to_end.own_node import nodes_away
from tests.end_to_end.seen import read_report
from tests.end_to_end.workloads import HALFWAY, placed_pods
from tests.incidents.states.state import held, status, waiting

HTTP = container("app", container_port(8080, "http"))
TO_HTTP = service_port(80, "http")
SILENT = {
    "type": "Ready",
    "status": "Unknown",
    "reason": "NodeStatusUnknown",
    "message": "Kubelet stopped posting node status.",
}


def told(porttrace: Porttrace, *arguments: str, user: str = "admin") -> dict[str, list[Manifest]]:
    """The findings of each code that a report has, consequences left out."""
    result = porttrace(*arguments, "-o", "json", "--fail-on", "never", user=user)
    found: dict[str, list[Manifest]] = {}
    for each in read_report(result, exit_code=0)["findings"]:
        found.setdefault(each["code"], []).append(each)
    return found


@contextmanager
def node(namespace: Namespace, condition: Manifest) -> Iterator[str]:
    """A node of its own with that Ready condition, as the node controller writes it; gone in the end."""
    name = f"held.{namespace.name}"
    made: Manifest = {"apiVersion": "v1", "kind": "Node", "metadata": {"name": name}}
    with nodes_away():
        namespace.api.create(made)
        try:
            path = resource_path("Node", name=name)
            namespace.api.patch(f"{path}/status", {"status": {"conditions": [condition]}})
            yield name
        finally:
            namespace.api.delete(resource_path("Node", name=name))


def test_a_node_that_does_not_report_and_one_that_does(namespace: Namespace, porttrace: Porttrace) -> None:
    """`pkg/controller/util/node/controller_utils.go:MarkPodsNotReady` leaves ContainersReady as it was."""
    namespace.apply(service("web", TO_HTTP))
    with node(namespace, SILENT) as name:
        hand_pod(HTTP).on(name).of("web").run(namespace)
        conditions = [{"type": "Ready", "status": "False"}]
        namespace.patch_status("web-0", conditions=conditions)
        namespace.wait_for_endpoints("web", ready=0, not_ready=1)
        (found,) = told(porttrace, "web")["PTP26"]
        assert found["object"] == {"kind": "Node", "namespace": None, "name": name}
        assert found["message"] == f"no pod is ready: node {name} does not report"
        path = resource_path("Node", name=name)
        namespace.api.patch(f"{path}/status", {"status": {"conditions": [SILENT | {"status": "True"}]}})
        namespace.set_state("web-0", "ready")
        namespace.wait_for_endpoints("web", ready=1)
        assert "PTP26" not in told(porttrace, "web")


def later(saved: Path, **passed: int) -> None:
    """Make a saved snapshot one that was taken so much later."""
    document = json.loads(saved.read_text("utf-8"))
    moment = datetime.fromisoformat(document["observedAt"].replace("Z", "+00:00")) + timedelta(**passed)
    saved.write_text(json.dumps(document | {"observedAt": moment.isoformat()}), "utf-8")


def test_a_pod_that_does_not_go_and_one_that_has_just_begun_to(
    namespace: Namespace, porttrace: Porttrace, tmp_path: Path
) -> None:
    namespace.apply(service("web", TO_HTTP))
    hand_pod(HTTP, state="unready").of("web").run(namespace)
    namespace.delete("Pod", "web-0")
    wait_until_published(namespace)
    saved = tmp_path / "saved.json"
    assert "PTP27" not in told(porttrace, "web", "--save", str(saved))
    later(saved, minutes=2)
    (found,) = told(porttrace, "-f", str(saved), "web")["PTP27"]
    assert found["message"].startswith("no pod is ready: 1 pod being deleted does not go: not confirmed by node hand-")


def rolled(namespace: Namespace, name: str, *, new: Any) -> None:
    """A Deployment that rolls out a revision within a second, whose new pod gets that state."""
    spec: dict[str, Any] = HALFWAY | {"replicas": 1, "progressDeadlineSeconds": 1}
    namespace.apply(service(name, TO_HTTP), deployment(name, HTTP, by_hand=True, **spec))
    (old,) = placed_pods(namespace, 1, app=name)
    namespace.set_state(old, "ready")
    namespace.wait_for_endpoints(name, ready=1)
    changed = HTTP | {"image": "registry.example/app:2"}
    namespace.patch("Deployment", name, {"spec": {"template": {"spec": {"containers": [changed]}}}})
    (made,) = [each for each in placed_pods(namespace, 2, app=name) if each["status"]["phase"] == "Pending"]
    namespace.set_state(made, new)


def progress(namespace: Namespace, name: str) -> str:
    """The reason of a Deployment's condition Progressing."""
    conditions = namespace.get("Deployment", name).get("status", {}).get("conditions", ())
    return next((str(each["reason"]) for each in conditions if each["type"] == "Progressing"), "")


def test_a_rollout_that_is_stuck_and_one_that_goes_on(namespace: Namespace, porttrace: Porttrace) -> None:
    """The Deployment controller itself gives up: `pkg/controller/deployment/progress.go:syncRolloutStatus`."""
    rolled(namespace, "web", new="unready")
    rolled(namespace, "api", new="ready")
    namespace.wait_for(lambda: progress(namespace, "web") == "ProgressDeadlineExceeded", "the deadline")
    namespace.wait_for_endpoints("web", ready=1, not_ready=1)
    namespace.wait_for(lambda: progress(namespace, "api") == "NewReplicaSetAvailable", "the end of the rollout")
    (found,) = told(porttrace, "web")["PTP30"]
    assert found["message"].startswith("the rollout of Deployment/web is stuck since ")
    assert found["severity"] == "warning"
    assert "PTP30" not in told(porttrace, "api")


def missing(name: str) -> Manifest:
    """What a kubelet says of a container whose Secret does not exist."""
    return status(waiting("CreateContainerConfigError", f'secret "{name}" not found'))


@pytest.mark.parametrize(("user", "known"), [("admin", True), ("view-only", False)])
def test_a_secret_of_another_name(namespace: Namespace, porttrace: Porttrace, user: str, *, known: bool) -> None:
    made: Manifest = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "db-credentials"}}
    namespace.apply(service("web", TO_HTTP), made | {"stringData": {"password": "hunter2"}})
    held(missing("db-credentails")).of("web").run(namespace)
    namespace.wait_for_endpoints("web", ready=0, not_ready=1)
    (found,) = told(porttrace, "web", user=user)["PTP22"]
    needs = "no pod is ready: container web needs Secret db-credentails, which does not exist"
    assert found["message"] == (f"{needs}; there is db-credentials" if known else needs)
    assert any("secrets could not be read" in line for line in found["evidence"]) != known
    assert "hunter2" not in json.dumps(found)


def autoscaler(name: str, condition: Manifest, **spec: Any) -> Manifest:
    """An autoscaler of Deployment/NAME that says so of itself, as its controller writes it."""
    target = {"apiVersion": "apps/v1", "kind": "Deployment", "name": name}
    return {
        "apiVersion": "autoscaling/v2",
        "kind": "HorizontalPodAutoscaler",
        "metadata": {"name": name},
        "spec": {"scaleTargetRef": target, "maxReplicas": 5} | spec,
        "status": {"conditions": [condition | {"lastTransitionTime": "2026-01-01T00:00:00Z"}]},
    }


def test_an_autoscaler_that_leaves_a_deployment_at_zero(namespace: Namespace, porttrace: Porttrace) -> None:
    disabled = {"type": "ScalingActive", "status": "False", "reason": "ScalingDisabled", "message": "at zero"}
    made = autoscaler("web", disabled, minReplicas=2)
    namespace.apply(service("web", TO_HTTP), deployment("web", HTTP, replicas=0), made)
    path = resource_path("HorizontalPodAutoscaler", namespace.name, "web")
    namespace.api.patch(f"{path}/status", {"status": made["status"]})
    wait_until_published(namespace)
    (found,) = told(porttrace, "web")["PTP31"]
    assert found["message"] == "Deployment/web has 0 replicas, and HorizontalPodAutoscaler/web leaves it there"
    command = found["fix"]["command"].split()[1:]
    porttrace.cluster.kubectl(*command)
    namespace.wait_for_endpoints("web", ready=2)
    assert "PTP31" not in told(porttrace, "web")


def job(kind: str, name: str, **spec: Any) -> Manifest:
    """A Job or CronJob of pods labelled app=NAME."""
    template = {"metadata": {"labels": {"app": name}}, "spec": {"restartPolicy": "Never", "containers": [HTTP]}}
    whole: Manifest = {"template": template} if kind == "Job" else {"jobTemplate": {"spec": {"template": template}}}
    return {"apiVersion": "batch/v1", "kind": kind, "metadata": {"name": name}, "spec": whole | spec}


@pytest.mark.parametrize(
    ("made", "message"),
    [
        pytest.param(job("Job", "load", suspend=True), "Job/load is suspended, and has no pods", id="job"),
        pytest.param(
            job("CronJob", "load", schedule="0 3 1 1 *"),
            "CronJob/load has pods only while a Job of it runs (schedule 0 3 1 1 *)",
            id="cron-job",
        ),
        pytest.param(
            deployment("load", HTTP, paused=True),
            "Deployment/load is paused, and has made no pods yet",
            id="deployment",
        ),
    ],
)
def test_a_workload_that_is_held(namespace: Namespace, porttrace: Porttrace, made: Manifest, message: str) -> None:
    namespace.apply(service("load", TO_HTTP), made)
    wait_until_published(namespace)
    (found,) = told(porttrace, "load")["PTP29"]
    assert found["message"] == message


def test_two_services_that_wait_for_each_other(namespace: Namespace, porttrace: Porttrace) -> None:
    for own, other in (("web", "db"), ("db", "web")):
        namespace.apply(service(own, TO_HTTP))
        init = container("wait") | {"command": ["sh", "-c", f"until nc -z {other} 80; do sleep 1; done"]}
        runs = status({"running": {"startedAt": "2026-01-01T00:00:00Z"}}, name="wait")
        starting = status(waiting("PodInitializing"), name="app")
        pod = held(starting, containers=(HTTP,), init_statuses=(runs,), init_containers=(init,))
        pod.of(own).run(namespace)
        namespace.wait_for_endpoints(own, ready=0, not_ready=1)
    (found,) = told(porttrace, "web")["PTP23"]
    assert found["message"].endswith("probably waiting for Service db, whose pods wait for web")


def test_a_pod_that_no_node_is_large_enough_for(namespace: Namespace, porttrace: Porttrace) -> None:
    big = HTTP | {"resources": {"requests": {"cpu": "4000"}}}
    namespace.apply(service("web", TO_HTTP), workload("Deployment", "web", big))
    pods = namespace.wait_for(lambda: namespace.objects("Pod", app="web"), "the pod")
    name = pods[0]["metadata"]["name"]

    def refused() -> bool:
        conditions = namespace.get("Pod", name).get("status", {}).get("conditions", ())
        return any(each["type"] == "PodScheduled" and each.get("message") for each in conditions)

    namespace.wait_for(refused, "the scheduler")
    wait_until_published(namespace)
    (found,) = told(porttrace, "web")["PTP24"]
    assert "it requests 4000 cpu, the largest node has 1000" in found["message"]
