"""Random clusters: Services of every kind, pods in every state, slices that are right, stale or written by hand.

Pods that are not ready say why, as the kubelet and the scheduler do, in their status or in events.
"""

from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from msgspec.structs import replace

from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.model.endpointslice import CONTROLLER, MIRRORING_CONTROLLER, EndpointPort, EndpointSlice
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.model.node import Node
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot, by_type
from kubectl_porttrace.model.unread import PODS_ELSEWHERE, Unread
from kubectl_porttrace.model.workload import Event, Workload
from tests.build import (
    LONG_AGO,
    NOW,
    cluster,
    container,
    endpoint,
    endpoint_slice,
    endpoints,
    event,
    forbidden,
    node,
    pod,
    port,
    service,
    subset,
    workload,
)
from tests.checks.pods.held import about_pod, crashing, running, waiting

RESOURCES = (
    "pods",
    "endpointslices",
    "endpoints",
    "nodes",
    "events",
    "deployments",
    "replicasets",
    "statefulsets",
    "daemonsets",
    "jobs",
    PODS_ELSEWHERE,
)
_MODELS = {"pods": Pod, "endpointslices": EndpointSlice, "endpoints": Endpoints, "nodes": Node, "events": Event}

NAMES = st.sampled_from(["http", "web", ""])
NUMBERS = st.sampled_from([80, 8080, 9090])
NODES = st.sampled_from(["node-0", "node-1", "gone", ""])
POLICIES = st.sampled_from(["Cluster", "Cluster", "Local"])
MOMENTS = st.sampled_from([LONG_AGO, LONG_AGO, NOW - timedelta(seconds=3)])
FAMILIES = st.sampled_from([["IPv4"], ["IPv4"], ["IPv6"], ["IPv4", "IPv6"]])
NODE_READY: tuple[dict[str, Any] | None, ...] = (
    None,
    {"status": "Unknown", "reason": "NodeStatusUnknown", "message": "Kubelet stopped posting node status."},
)
FAILED = st.sampled_from(["FailedToUpdateEndpointSlices", "FailedToUpdateEndpoint"])
SAID = st.sampled_from(["skipping pod-0: node gone not found", "the object has been modified", "refused"])
WHY: tuple[dict[str, Any], ...] = (
    {},
    {"containerStatuses": [running()]},
    {"containerStatuses": [running(restartCount=9)]},
    {"containerStatuses": [waiting("ErrImagePull", "pull access denied")]},
    {"containerStatuses": [waiting("CreateContainerConfigError", 'secret "db" not found')]},
    {"containerStatuses": [waiting("ContainerCreating")]},
    {"containerStatuses": [crashing(1)]},
    {"containerStatuses": [waiting("PodInitializing")], "initContainerStatuses": [{**crashing(1), "name": "init"}]},
    {
        "phase": "Pending",
        "conditions": [{"type": "PodScheduled", "status": "False", "reason": "Unschedulable", "message": "0/2 nodes"}],
    },
)
"""Why a pod is not ready, in its status: as PTP20 to PTP26 read it."""

TOLD = (
    ("Unhealthy", "Readiness probe failed: HTTP probe failed with statuscode: 503"),
    ("FailedMount", 'MountVolume.SetUp failed for volume "data": secret "db" not found'),
    ("FailedScheduling", "0/2 nodes are available: 2 Insufficient cpu."),
    ("Failed", "Failed to pull image: 401 Unauthorized"),
)
"""Events about `pod-0`."""


@st.composite
def services(draw: st.DrawFn) -> Service:
    """A Service `web` of any type, with or without selector, of one or two ports, or headless without any."""
    kind = draw(st.sampled_from(["ClusterIP", "ClusterIP", "NodePort", "LoadBalancer", "headless", "ExternalName"]))
    spec: dict[str, Any] = {"selector": draw(st.sampled_from([{"app": "web"}, {"app": "web"}, {}]))}
    spec["internalTrafficPolicy"] = draw(POLICIES)
    spec["ipFamilies"] = draw(FAMILIES)
    spec["publishNotReadyAddresses"] = draw(st.sampled_from([False, False, True]))
    if kind == "headless":
        spec |= {"clusterIP": "None", "clusterIPs": ["None"]}
    elif kind == "ExternalName":
        spec |= {"type": kind, "externalName": "db.example.com"}
    else:
        spec["type"] = kind
        spec["externalTrafficPolicy"] = draw(POLICIES)
    hidden = draw(st.sampled_from([{}, {}, {}, {"service.kubernetes.io/service-proxy-name": "other"}]))
    least = 0 if kind == "headless" else 1
    names = draw(st.lists(NAMES, min_size=least, max_size=2, unique=True))
    ports = [_service_port(draw, name, 80 + place) for place, name in enumerate(names)]
    made = service(*ports, labels=hidden, metadata={"creationTimestamp": draw(MOMENTS)}, **spec)
    return made if ports else replace(made, spec=replace(made.spec, ports=()))


def _service_port(draw: st.DrawFn, name: str, number: int) -> dict[str, Any]:
    target = draw(st.sampled_from([8080, 9090, "http", "web"]))
    return {"name": name, "port": number, "targetPort": target, "nodePort": 30000 + number}


@st.composite
def pods(draw: st.DrawFn, number: int) -> Pod:
    """The pod `pod-NUMBER`, which the selector may match."""
    named = [port(draw(NUMBERS), draw(NAMES)) for _ in range(draw(st.integers(0, 2)))]
    addresses = [f"10.0.0.{number + 1}", f"fd00::{number + 1}"]
    ready = draw(st.booleans())
    status = {} if ready else draw(st.sampled_from(WHY))
    probe = draw(st.sampled_from([{}, {"readinessProbe": {"httpGet": {"port": 8080}}}]))
    return pod(
        container(*named, name="web", spec=probe),
        name=f"pod-{number}",
        labels=draw(st.sampled_from([{"app": "web"}, {"app": "web"}, {"app": "wbe"}, {}])),
        init=[container(name="init")] if "initContainerStatuses" in status else (),
        ready=ready,
        terminating=draw(st.sampled_from([False, False, True])),
        status=status,
        owner=draw(st.sampled_from([None, ("ReplicaSet", "web-7c67")])),
        phase=draw(st.sampled_from(["Running", "Running", "Running", "Failed", "Succeeded"])),
        ips=draw(st.sampled_from([addresses, addresses[:1], addresses[1:], []])),
        node=draw(NODES),
        created=draw(MOMENTS),
    )


@st.composite
def handmade(draw: st.DrawFn) -> EndpointSlice:
    """A slice that is no longer, or never was, what the controller makes of the pods."""
    family = draw(st.sampled_from(["IPv4", "IPv4", "IPv6", "FQDN"]))
    host = {"IPv4": "10.0.9.", "IPv6": "fd09::", "FQDN": "host-"}[family]
    entries = [
        endpoint(
            f"{host}{draw(st.integers(1, 3))}",
            ready=draw(st.sampled_from([True, True, False, None])),
            serving=draw(st.sampled_from([True, False, None])),
            terminating=draw(st.sampled_from([False, True, None])),
            node_name=draw(NODES) or None,
            target_ref=draw(st.sampled_from([None, *map(_reference, range(4))])),
        )
        for _ in range(draw(st.integers(0, 3)))
    ]
    numbers = st.sampled_from([8080, 8080, 70000, None])
    made = [EndpointPort(name=name, port=draw(numbers)) for name in draw(st.lists(NAMES, max_size=2, unique=True))]
    manager = draw(st.sampled_from(["", CONTROLLER, MIRRORING_CONTROLLER, "other"]))
    labels = draw(st.sampled_from([{}, {}, {}, {"service.kubernetes.io/headless": ""}]))
    return endpoint_slice(made, *entries, managed_by=manager, family=family, labels=labels)


def _reference(number: int) -> ObjectReference:
    """To one of up to three pods, or to one that never was; by an old uid, too."""
    uid = f"uid-pod-{number}" if number % 2 else "uid-before"
    return ObjectReference(kind="Pod", name=f"pod-{number}", namespace="shop", uid=uid)


@st.composite
def clusters(draw: st.DrawFn) -> Snapshot:
    """A cluster with the Service `web`, all of it read."""
    objects: list[Any] = [draw(services()), node("node-0"), node("node-1", ready=draw(st.sampled_from(NODE_READY)))]
    objects += [draw(pods(number)) for number in range(draw(st.integers(0, 3)))]
    objects += draw(st.lists(handmade(), max_size=2))
    if draw(st.booleans()):
        listed = [EndpointPort(name=draw(NAMES), port=8080)]
        objects.append(endpoints(subset(*listed, *draw(st.sampled_from([(), ("10.0.8.1",)])), not_ready=["10.0.8.2"])))
    if draw(st.booleans()):
        objects += _deployment(draw)
    said = draw(st.lists(st.builds(event, FAILED, SAID, kind=st.sampled_from(["Service", "Endpoints"])), max_size=1))
    said += [
        about_pod(*each, name="pod-0", container="web") for each in draw(st.lists(st.sampled_from(TOLD), max_size=1))
    ]
    complete = frozenset({"shop"}) if draw(st.booleans()) else frozenset()
    return cluster(*objects, published=draw(st.booleans()), events=tuple(said), complete_namespaces=complete)


def _deployment(draw: st.DrawFn) -> list[Workload]:
    """Deployment `web` with one ReplicaSet, whose rollout is done or stuck."""
    stuck = {"type": "Progressing", "status": "False", "reason": "ProgressDeadlineExceeded"}
    conditions = draw(st.sampled_from([[], [{**stuck, "lastTransitionTime": LONG_AGO}]]))
    owner = {"kind": "Deployment", "name": "web", "controller": True}
    replicas = {"replicas": draw(st.integers(0, 1))}
    return [
        workload("Deployment", "web", spec=replicas, status={"conditions": conditions}),
        workload("ReplicaSet", "web-7c67", metadata={"ownerReferences": [owner]}),
    ]


def without(snapshot: Snapshot, resources: frozenset[str]) -> Snapshot:
    """The same read by somebody who may not read some resources."""
    unread: tuple[Unread, ...] = tuple(forbidden(resource) for resource in sorted(resources))
    hidden = tuple(model for resource, model in _MODELS.items() if resource in resources)
    seen = [each for objects in snapshot.objects.values() for each in objects if not isinstance(each, hidden)]
    kept = [each for each in seen if not isinstance(each, Workload) or f"{each.kind.lower()}s" not in resources]
    complete = frozenset() if "pods" in resources else snapshot.complete_namespaces
    return replace(snapshot, objects=by_type(kept), unread=unread, complete_namespaces=complete)
