from datetime import timedelta

import pytest

from kubectl_porttrace.checks.phrases import age, by_revision, by_workload, declared_ports, named, pairs
from kubectl_porttrace.model.container import ContainerPort
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.pod import Pod
from tests.build import NOW, container, pod, port, service, template, traced, workload


@pytest.mark.parametrize(
    ("port", "words"),
    [
        pytest.param(ContainerPort(container_port=8080, name="http"), "http 8080/TCP", id="of-a-container"),
        pytest.param(EndpointPort(port=53, protocol="UDP"), "53/UDP without a name", id="of-a-slice"),
    ],
)
def test_a_port_that_is_joined_by_name(port: ContainerPort | EndpointPort, words: str) -> None:
    assert named(port) == words


def test_pairs() -> None:
    assert pairs({"app": "web", "tier": "x"}) == "app=web,tier=x"


DB = ("StatefulSet", "db")


@pytest.mark.parametrize(
    ("pods", "words"),
    [
        pytest.param([pod(owner=DB), pod(owner=DB)], "2 pods of StatefulSet/db", id="of-one"),
        pytest.param([pod(owner=DB), pod(name="lone")], "Pod/lone, 1 pod of StatefulSet/db", id="a-lone-one"),
        pytest.param([template(), template(of="Job/x")], "Deployment/web, Job/x", id="templates"),
    ],
)
def test_by_workload(pods: list[Pod], words: str) -> None:
    assert by_workload(traced(service(), *pods), pods) == words


def test_by_revision() -> None:
    owner = {"kind": "Deployment", "name": "web", "controller": True}
    revisions = [
        workload(
            "ReplicaSet",
            f"web-{number}",
            metadata={
                "ownerReferences": [owner],
                "annotations": {"deployment.kubernetes.io/revision": str(number)},
                "creationTimestamp": NOW - timedelta(minutes=made),
            },
        )
        for number, made in ((1, 90), (2, 4))
    ]
    pods = [pod(owner=("ReplicaSet", name)) for name in ("web-1", "web-2", "web-2")]
    unread, other = pod(owner=("ReplicaSet", "x-9")), pod(owner=DB)
    assert by_revision(traced(service(), *revisions, *pods), [*pods, unread, other]) == (
        "2 pods of rs/web-2 (revision 2, 4m old)",
        "1 pod of rs/web-1 (revision 1, 1h old)",
        "1 pod of rs/x-9",
        "1 pod of StatefulSet/db",
    )


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-5, "0s"), (59, "59s"), (60, "1m"), (3599, "59m"), (3600, "1h"), (86399, "23h"), (86400, "1d")],
)
def test_age(seconds: int, words: str) -> None:
    assert age(NOW - timedelta(seconds=seconds), NOW) == words


@pytest.mark.parametrize(
    ("pods", "words"),
    [
        pytest.param([pod()], "no ports", id="none"),
        pytest.param(
            [pod(container(port(80, "http"), port(53, protocol="UDP"))), pod(container(port(80, "http")))],
            "http 80/TCP, 53/UDP",
            id="each-once",
        ),
    ],
)
def test_declared_ports(pods: list[Pod], words: str) -> None:
    assert declared_ports(pods) == words
