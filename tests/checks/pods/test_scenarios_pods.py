"""Whole Services as they are met on call: a healthy one yields nothing, a failing one exactly one root cause."""

from typing import Any

import pytest

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, headless, judged, node, pod, port, serious, service, sidecar, traced, workload

PORT = {"name": "http", "port": 80, "targetPort": "http"}
LABELS = {"app": "web", "tier": "frontend"}
PROBE = {"readinessProbe": {"httpGet": {"port": "http"}}}
APP = container(port(8080, "http"), spec=PROBE)
RUNNING = {"name": "app", "ready": True, "started": True, "state": {"running": {}}}
CRASHING = {
    "name": "app",
    "restartCount": 7,
    "state": {"waiting": {"reason": "CrashLoopBackOff"}},
    "lastState": {"terminated": {"exitCode": 1}},
}


PLAIN = headless({**PORT, "port": 8080}, selector=LABELS)


def web(**spec: Any) -> Service:
    return service(PORT, **{"selector": LABELS, **spec})


def deployment(replicas: int = 2, labels: dict[str, str] | None = None, name: str = "web") -> tuple[Workload, Workload]:
    template = {"metadata": {"labels": labels or LABELS}, "spec": {}}
    owner = {"kind": "Deployment", "name": name, "controller": True}
    spec = {"replicas": replicas, "template": template}
    return (
        workload("Deployment", name, spec=spec),
        workload("ReplicaSet", f"{name}-7c67", metadata={"labels": labels or LABELS, "ownerReferences": [owner]}),
    )


def member(of: str = "web", **fields: Any) -> Pod:
    ready = fields.get("ready", True)
    conditions = [{"type": "Ready", "status": "True" if ready else "False"}]
    status = {"containerStatuses": [RUNNING if ready else CRASHING], "conditions": conditions}
    return pod(APP, owner=("ReplicaSet", f"{of}-7c67"), **{"labels": LABELS, "status": status, **fields})


def scenario(*objects: Any, of: Service | None = None) -> TracedService:
    return traced(of or web(), *objects)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(scenario(*deployment(), member(), member()), id="deployment"),
        pytest.param(scenario(*deployment(), member(), of=PLAIN), id="headless"),
        pytest.param(scenario(*deployment(), member(), member(terminating=True)), id="one-is-being-deleted"),
        pytest.param(scenario(*deployment(), member(), member(terminating=True, ready=False)), id="one-is-stopping"),
        pytest.param(scenario(*deployment(), member(), member(phase="Failed", ready=False)), id="one-was-evicted"),
        pytest.param(
            scenario(member(ips=["10.244.0.7", "fd00::7"]), of=web(ipFamilies=["IPv4", "IPv6"])), id="dual-stack"
        ),
        pytest.param(scenario(*deployment(0, LABELS, "web-old"), *deployment(), member()), id="an-idle-twin"),
        pytest.param(scenario(member(), member(namespace="staging")), id="the-same-in-another-namespace"),
        pytest.param(
            scenario(member(labels={**LABELS, "role": "leader"}), of=web(selector={**LABELS, "role": "leader"})),
            id="a-leader-labelled-at-run-time",
        ),
    ],
)
def test_a_healthy_service_yields_nothing(subject: TracedService) -> None:
    assert judged(subject) == {}


def test_pods_on_the_network_of_their_node_are_but_a_note() -> None:
    pods = (member(ips=[f"172.18.0.{n}"], node=f"node-{n}", spec={"hostNetwork": True}) for n in (1, 2))
    subject = scenario(*pods, node("node-1"), node("node-2"))
    assert {code: issue.severity for code, issue in judged(subject).items()} == {"PTK16": "note"}


def test_a_canary_beside_its_stable_twin_is_but_a_note() -> None:
    subject = scenario(*deployment(), *deployment(name="canary"), member(), member("canary"))
    assert {code: issue.severity for code, issue in judged(subject).items()} == {"PTP15": "note"}


@pytest.mark.parametrize(
    ("subject", "expected"),
    [
        pytest.param(scenario(), {"PTP01": "error"}, id="nothing-there"),
        pytest.param(scenario(*deployment()), {"PTP29": "error"}, id="deployment-that-makes-no-pods"),
        pytest.param(scenario(*deployment(0)), {"PTP04": "error"}, id="scaled-to-zero"),
        pytest.param(
            scenario(*deployment(0), member(labels={"app": "web", "tier": "api"}), member(namespace="staging")),
            {"PTP04": "error"},
            id="scaled-to-zero-beside-the-others-that-look-like-it",
        ),
        pytest.param(scenario(member(namespace="staging")), {"PTP02": "error"}, id="pods-in-another-namespace"),
        pytest.param(
            scenario(member(labels={"app": "web", "tier": "frontnd"}), member(namespace="staging")),
            {"PTP03": "error"},
            id="misspelt-label-and-twins-elsewhere",
        ),
        pytest.param(scenario(member(phase="Succeeded", ready=False)), {"PTP05": "error"}, id="ended"),
        pytest.param(
            scenario(member(ips=(), ready=False, phase="Pending")),
            {"PTP21": "error"},
            id="without-address-and-crashing",
        ),
        pytest.param(scenario(member(ready=False), member(ready=False)), {"PTP21": "error"}, id="crash-loop"),
        pytest.param(
            scenario(member(ready=False), of=PLAIN),
            {"PTP21": "error"},
            id="headless-crash-loop",
        ),
        pytest.param(
            scenario(of=headless(selector=LABELS, ports=[])), {"PTP01": "error"}, id="headless-without-ports-or-pods"
        ),
        pytest.param(scenario(member(), member(ready=False)), {"PTP21": "warning"}, id="one-crashes"),
        pytest.param(scenario(member(terminating=True)), {"PTP09": "warning"}, id="only-dying-pods"),
        pytest.param(scenario(member(), of=web(ipFamilies=["IPv6"])), {"PTP10": "error"}, id="wrong-family"),
        pytest.param(
            scenario(member(), of=web(ipFamilies=["IPv4", "IPv6"])), {"PTP10": "warning"}, id="one-family-of-two"
        ),
        pytest.param(scenario(member(node="gone")), {"PTP12": "error"}, id="orphan"),
        pytest.param(
            scenario(
                member(
                    ready=False,
                    init=[sidecar()],
                    status={
                        "containerStatuses": [RUNNING],
                        "initContainerStatuses": [{**CRASHING, "name": "proxy"}],
                        "conditions": [{"type": "Ready", "status": "False"}],
                    },
                )
            ),
            {"PTP21": "error"},
            id="sidecar-crashes",
        ),
        pytest.param(
            scenario(
                member(
                    spec={"readinessGates": [{"conditionType": "lb/attached"}]},
                    status={"containerStatuses": [RUNNING], "conditions": [{"type": "Ready", "status": "False"}]},
                )
            ),
            {"PTP14": "error"},
            id="gate-not-met",
        ),
        pytest.param(
            scenario(member(), pod(container(port(9090, "admin")), labels=LABELS, owner=("Job", "migrate"))),
            {"PTP15": "warning"},
            id="selector-too-broad",
        ),
        pytest.param(
            scenario(deployment(labels={"app": "web", "tier": "fe"})[0], deployment()[1], member(labels=LABELS)),
            {"PTP17": "warning"},
            id="template-changed",
        ),
    ],
)
def test_one_root_cause_for_each_failure(subject: TracedService, expected: dict[str, str]) -> None:
    assert serious(subject) == expected


@pytest.mark.parametrize(
    ("subject", "consequences"),
    [
        pytest.param(scenario(of=headless(selector=LABELS, ports=[])), {"PTD01"}, id="headless-without-ports"),
        pytest.param(scenario(member(), of=web(ipFamilies=["IPv4", "IPv6"])), {"PTK03"}, id="one-family-of-two"),
    ],
)
def test_folds_what_follows(subject: TracedService, consequences: set[str]) -> None:
    folded = {code for issue in judged(subject).values() for code in issue.codes[1:]}
    assert folded == consequences
