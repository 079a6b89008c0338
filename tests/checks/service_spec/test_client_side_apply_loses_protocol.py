from typing import Any

import pytest

from kubectl_porttrace.checks.service_spec.client_side_apply_loses_protocol import (
    client_side_apply_loses_protocol as check,
)
from kubectl_porttrace.findings import ObjectReference
from kubectl_porttrace.model.meta import LAST_APPLIED
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService
from tests.build import container, forbidden, found, in_files, judged, pod, port, service, traced, workload

TCP, UDP = {"name": "dns", "port": 53}, {"name": "dns-udp", "port": 53, "protocol": "UDP"}
APPLIED = {LAST_APPLIED: "{}"}
BOTH = container(port(5353, "dns"), port(5353, "dns-udp", "UDP"))


def daemon_pod(*containers: Any, **fields: Any) -> Pod:
    return pod(*containers, owner=("DaemonSet", "dns"), **fields)


def daemon_set(**metadata: Any) -> Workload:
    return workload("DaemonSet", "dns", metadata=metadata)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service(TCP, UDP)), id="never-applied"),
        pytest.param(traced(service(TCP, {**UDP, "port": 54}, annotations=APPLIED)), id="two-numbers"),
        pytest.param(
            traced(service(TCP, UDP, annotations=APPLIED, metadata={"managedFields": [{"operation": "Apply"}]})),
            id="applied-by-the-server-since",
        ),
        pytest.param(traced(service(annotations=APPLIED), daemon_pod(BOTH), daemon_set()), id="workload-never-applied"),
        pytest.param(traced(service(annotations=APPLIED), daemon_pod(BOTH)), id="workload-not-read"),
        pytest.param(
            traced(service(), daemon_pod(container(port(53))), daemon_set(annotations=APPLIED)), id="one-protocol"
        ),
        pytest.param(
            traced(
                service(),
                daemon_pod(container(port(53)), container(port(53, protocol="UDP"), name="other")),
                daemon_set(annotations=APPLIED),
            ),
            id="in-two-containers",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


def test_fires_on_the_service() -> None:
    subject = traced(
        service(TCP, UDP, annotations=APPLIED, metadata={"managedFields": [{"operation": "Update"}]}), pod()
    )
    [seen] = found(check, subject)
    assert (seen.path, seen.object) == ("spec.ports", None)
    assert judged(subject)["PTS06"].severity == "warning"


def test_fires_once_for_the_pods_of_a_workload() -> None:
    owner = daemon_set(annotations=APPLIED)
    [seen] = found(check, traced(service(), daemon_pod(container(), BOTH), daemon_pod(container(), BOTH), owner))
    assert seen.path == "spec.template.spec.containers[1].ports"
    assert seen.object == ObjectReference(kind="DaemonSet", namespace="shop", name="dns")


def test_fires_where_pods_could_not_be_read() -> None:
    subject = traced(service(TCP, UDP, annotations=APPLIED), unread=[forbidden("pods")])
    assert "PTS06" in judged(subject)


def test_is_for_clusters_only() -> None:
    assert "PTS06" not in judged(in_files(service(TCP, UDP, annotations=APPLIED)))


@pytest.mark.parametrize("kind", ["Deployment", "StatefulSet", "DaemonSet"])
def test_fires_for_pods_of_any_workload(kind: str) -> None:
    owned = pod(BOTH, owner=(kind, "dns"))
    (seen,) = found(check, traced(service(), owned, workload(kind, "dns", metadata={"annotations": APPLIED})))
    assert seen.object == ObjectReference(kind=kind, namespace="shop", name="dns")
