"""Incidents where a careless suggestion does harm: how to make each on a cluster, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.api import Manifest, resource_path
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, service, service_port, workload

RECORDED = Path(__file__).parent / "recorded"
"""A snapshot of each, written by `python -m tests.incidents.record`."""

POD_NAME = "statefulset.kubernetes.io/pod-name"
HTTP = container("app", container_port(8080, "http"))
TO_HTTP = service_port(80, "http", "http")


@dataclass(frozen=True)
class Incident:
    """One incident.

    `make` builds it in a namespace, beside another one that is called staging in the recording. `cause` is what the
    first finding's first line has to say. `fix` is the whole text of its fix, where SHOP stands for the namespace. No
    command is to be suggested, for the reason `unpasted`.
    """

    name: str
    service: str
    make: Callable[[Namespace, Namespace], None]
    code: str
    cause: str
    fix: str
    unpasted: str

    def __str__(self) -> str:
        return self.name

    def fix_in(self, namespace: str) -> str:
        """The text of the fix where the incident is in that namespace."""
        return self.fix.replace("SHOP", namespace)


def _redis(namespace: Namespace, labels: dict[str, str]) -> None:
    namespace.apply(
        service("redis", service_port(6379), selector={"app": "redis", "role": "master"}),
        workload("StatefulSet", "redis", container("redis", 6379), replicas=3),
    )
    for pod in namespace.wait_for_pods(3, app="redis"):
        namespace.patch("Pod", pod["metadata"]["name"], {"metadata": {"labels": labels}})


def _no_leader(namespace: Namespace, _: Namespace) -> None:
    _redis(namespace, {})


def _only_replicas(namespace: Namespace, _: Namespace) -> None:
    _redis(namespace, {"role": "replica"})


def _no_such_ordinal(namespace: Namespace, _: Namespace) -> None:
    namespace.apply(
        service("kafka-3", service_port(9092), selector={"app": "kafka", POD_NAME: "kafka-3"}),
        workload("StatefulSet", "kafka", container("kafka", 9092), replicas=3),
    )
    namespace.wait_for_pods(3, app="kafka")


def _refused_beside_a_copy(namespace: Namespace, staging: Namespace) -> None:
    till = {"app": "till"}
    enforced = {"pod-security.kubernetes.io/enforce": "restricted"}
    namespace.api.patch(f"/api/v1/namespaces/{namespace.name}", {"metadata": {"labels": enforced}})
    for place in (namespace, staging):
        place.apply(service("web", TO_HTTP, selector=till), deployment("web", HTTP, replicas=2, labels=till))
    staging.wait_for_pods(2, **till)
    wait_until_refused(namespace, "web")


def _green_cannot_start(namespace: Namespace, _: Namespace) -> None:
    colours = {colour: {"app": "web", "color": colour} for colour in ("blue", "green")}
    namespace.apply(
        service("web", TO_HTTP, selector=colours["green"]),
        deployment("blue", HTTP, replicas=2, labels=colours["blue"]),
    )
    namespace.wait_for_pods(2, color="blue")
    allow_pods(namespace, 2)
    namespace.apply(deployment("green", HTTP, replicas=2, labels=colours["green"]))
    wait_until_refused(namespace, "green")


def _two_names(namespace: Namespace, _: Namespace) -> None:
    namespace.apply(service("web", TO_HTTP, service_port(443, "https", "https")), deployment("web", HTTP, replicas=1))
    namespace.wait_for_endpoints("web", ready=1)


def _one_of_two_workloads(namespace: Namespace, _: Namespace) -> None:
    namespace.apply(
        service("web", TO_HTTP),
        *(
            deployment(name, made, labels={"app": "web", "part": name}, replicas=1)
            for name, made in (("web", HTTP), ("worker", container("app", 8080)))
        ),
    )
    namespace.wait_for_endpoints("web", ready=2)


def allow_pods(namespace: Namespace, count: int) -> None:
    """Have a quota that is used up; its status is what its controller, which does not run here, would write."""
    quota: Manifest = {"apiVersion": "v1", "kind": "ResourceQuota", "metadata": {"name": "small"}}
    namespace.apply(quota | {"spec": {"hard": {"pods": str(count)}}})
    path = resource_path("ResourceQuota", namespace.name, "small", "v1")
    used = {"hard": {"pods": str(count)}, "used": {"pods": str(count)}}
    namespace.api.patch(f"{path}/status", {"status": used})


def wait_until_refused(namespace: Namespace, name: str) -> None:
    """Wait until a Deployment says that its pods are refused."""

    def refused() -> bool:
        conditions = namespace.get("Deployment", name).get("status", {}).get("conditions", [])
        return any(each["type"] == "ReplicaFailure" for each in conditions)

    namespace.wait_for(refused, f"the refusal of the pods of {name}")


_RUN_TIME = (
    "if a controller sets role on running pods, as a leader election does, find out why none has role=master; "
    "if none does, select by labels that the template has"
)

_LABEL = "only the owner knows whether a controller or the template is to set the label"
_OWNER = "only the owner of the namespace can say whether the limit or the workload has to give way"

INCIDENTS = (
    Incident(
        "no-leader",
        "redis",
        _no_leader,
        "PTP03",
        "3 pods match except for label role: the selector wants master, the pods have no such",
        _RUN_TIME,
        _LABEL,
    ),
    Incident(
        "only-replicas",
        "redis",
        _only_replicas,
        "PTP03",
        "3 pods match except for label role: the selector wants master, the pods have replica",
        _RUN_TIME,
        _LABEL,
    ),
    Incident(
        "no-such-ordinal",
        "kafka-3",
        _no_such_ordinal,
        "PTP03",
        "pod kafka-3 of StatefulSet/kafka does not exist: it has 3 replicas, 0 to 2",
        "scale StatefulSet/kafka up if there is to be a kafka-3; else this Service is left over",
        "only the owner knows whether the pod or the Service is one too many",
    ),
    Incident(
        "refused-beside-a-copy",
        "web",
        _refused_beside_a_copy,
        "PTP29",
        "no pod can be made: PodSecurity restricted refuses the pods; Deployment/web has",
        "change the template of Deployment/web to meet PodSecurity restricted of namespace SHOP: the message names "
        "each field",
        "what the program may do without is not in the API",
    ),
    Incident(
        "green-cannot-start",
        "web",
        _green_cannot_start,
        "PTP29",
        "no pod can be made: ResourceQuota small is used up; Deployment/green has 0 of 2",
        "raise ResourceQuota small in SHOP, or lower what Deployment/green requests",
        _OWNER,
    ),
    Incident(
        "two-names-one-port",
        "web",
        _two_names,
        "PTR01",
        'targetPort "https" of port https 443/TCP is not a container port name of any pod',
        'add a container port "https" to the template (http 8080/TCP is needed as it is), '
        "or use its number as targetPort",
        "the number that https is to have is not in the API",
    ),
    Incident(
        "one-of-two-workloads",
        "web",
        _one_of_two_workloads,
        "PTP15",
        'Deployment/worker does not declare "http", the targetPort of port http 80/TCP',
        "add a label to the selector that only the pods meant have; if all are meant, "
        'declare the container port "http" in Deployment/worker',
        "only the owner knows which of the two workloads are meant",
    ),
)
