"""Objects that stay objects: values take the place of others of their kind, and what follows decoding is reached."""

import copy
from collections.abc import Iterator, Mapping
from random import Random
from types import MappingProxyType
from typing import Any

_NUMBERS = (1, 53, 80, 443, 8080, 9090, 30080, 65535)
_TIMES = ("2020-01-01T00:00:00Z", "2026-11-21T03:09:50Z", "2026-11-21T03:10:00Z", "2031-01-01T00:00:00Z", None)
_TRUTH = (True, False)
_POOLS: Mapping[str, tuple[Any, ...]] = MappingProxyType(
    {
        **dict.fromkeys(("port", "containerPort", "nodePort", "hostPort"), _NUMBERS),
        "targetPort": ("http", "metrics", "htpp", "80", "8080", "no_such_name", *_NUMBERS),
        "protocol": ("TCP", "UDP", "SCTP"),
        "appProtocol": ("http", "kubernetes.io/h2c", "grpc"),
        "type": ("ClusterIP", "NodePort", "LoadBalancer", "ExternalName", "Ready", "ContainersReady", "PodScheduled"),
        "clusterIP": ("None", "10.96.0.9", "fd00::9", ""),
        "externalName": ("db.example.com", "web.shop.svc.cluster.local", "10.0.0.1", "localhost"),
        **dict.fromkeys(("internalTrafficPolicy", "externalTrafficPolicy"), ("Cluster", "Local")),
        **dict.fromkeys(("ready", "serving", "terminating", "publishNotReadyAddresses", "started"), _TRUTH),
        **dict.fromkeys(("hostNetwork", "paused", "controller"), _TRUTH),
        "addressType": ("IPv4", "IPv6", "FQDN"),
        "status": ("True", "False", "Unknown"),
        "phase": ("Running", "Pending", "Succeeded", "Failed", "Unknown"),
        "nodeName": ("node-0", "node-1", "gone", ""),
        "restartPolicy": ("Always", "OnFailure", "Never"),
        "replicas": (0, 1, 3, 100),
        "restartCount": (0, 1, 50),
        "exitCode": (0, 1, 126, 127, 137, 139, 143),
        **dict.fromkeys(("creationTimestamp", "deletionTimestamp", "lastTransitionTime", "startedAt"), _TIMES),
        **dict.fromkeys(("ip", "podIP"), ("10.0.0.1", "10.0.0.2", "10.96.0.9", "fd00::1", "127.0.0.1", "")),
        "reason": (
            *(
                "Unhealthy",
                "FailedMount",
                "FailedScheduling",
                "FailedCreate",
                "FailedToUpdateEndpointSlices",
                "Evicted",
            ),
            *("CrashLoopBackOff", "ImagePullBackOff", "ContainerCreating", "OOMKilled", "Unschedulable"),
            *("CreateContainerConfigError", "PodInitializing", "ProgressDeadlineExceeded", "ReplicaFailure"),
        ),
        "kind": ("Pod", "Service", "Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job"),
    }
)
"""What may stand under a key, beside what stands under it elsewhere in the same document."""

_ADDED: Mapping[str, tuple[tuple[str, Any], ...]] = MappingProxyType(
    {
        "ports": (
            *(("type", "NodePort"), ("clusterIP", "None"), ("clusterIPs", ["None"]), ("selector", {})),
            *(("publishNotReadyAddresses", True), ("internalTrafficPolicy", "Local"), ("externalIPs", ["192.0.2.1"])),
            *(("ipFamilies", ["IPv4", "IPv6"]), ("ipFamilies", ["IPv6"]), ("externalTrafficPolicy", "Local")),
            *(("externalName", "db.example.com"), ("healthCheckNodePort", 30081), ("sessionAffinity", "ClientIP")),
        ),
        "containers": (
            *(("hostNetwork", True), ("nodeName", "gone"), ("readinessGates", [{"conditionType": "example.com/ok"}])),
            ("initContainers", [{"name": "proxy", "restartPolicy": "Always", "ports": [{"containerPort": 8080}]}]),
        ),
        "uid": (
            *(("deletionTimestamp", "2026-11-21T03:09:00Z"), ("finalizers", ["example.com/kept"])),
            ("labels", {"service.kubernetes.io/service-proxy-name": "other"}),
        ),
        "image": (("readinessProbe", {"httpGet": {"port": "http"}}), ("livenessProbe", {"tcpSocket": {"port": 1}})),
    }
)
"""What may be added to an object that has a key."""

_NEEDED = frozenset({"apiVersion", "kind", "items", "metadata", "name", "observedAt", "recorded", "source", "unread"})
"""What is left in place, for without it nothing is decoded."""


def changed_gently(random: Random, value: Any) -> Any:
    """The same JSON with one to twelve values replaced by others of their kind, and items left out or repeated."""
    changed = copy.deepcopy(value)
    for _ in range(random.randint(1, 12)):
        _change(random, changed)
    return changed


def _change(random: Random, value: Any) -> None:
    places = [(parent, key) for parent, key in _places(value) if not _makes_it_an_object(parent, key)]
    if not places:
        return
    parent, key = random.choice(places)
    action = random.random()
    if isinstance(parent, list) and action < 0.3:
        _change_list(random, parent, key)
    elif isinstance(parent[key], dict) and action < 0.5:
        _change_object(random, parent[key])
    else:
        word = key if isinstance(key, str) else ""
        same = [other[there] for other, there in places if there == key and isinstance(there, str)]
        pool = [*_POOLS.get(word, ()), *same]
        if pool:
            parent[key] = copy.deepcopy(random.choice(pool))


def _change_list(random: Random, items: list[Any], place: int) -> None:
    """Leave an item out, or repeat it, under another name where it has one."""
    if random.random() < 0.5:
        del items[place]
        return
    again = copy.deepcopy(items[place])
    named = again.get("metadata", again) if isinstance(again, dict) else {}
    if isinstance(named, dict) and isinstance(named.get("name"), str) and random.random() < 0.7:
        named["name"] += random.choice(("-x", "1", "-0"))
    items.insert(random.randrange(len(items) + 1), again)


def _change_object(random: Random, inner: dict[str, Any]) -> None:
    """Add what its kind may have, or leave something out."""
    more = [pair for key, pairs in _ADDED.items() if key in inner for pair in pairs]
    if more and random.random() < 0.7:
        key, added = random.choice(more)
        inner[key] = copy.deepcopy(added)
    elif less := [key for key in inner if key not in _NEEDED]:
        del inner[random.choice(less)]


def _makes_it_an_object(parent: Any, key: Any) -> bool:
    return isinstance(parent, dict) and "metadata" in parent and key in {"kind", "apiVersion"}


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    for key in range(len(value)) if isinstance(value, list) else list(value) if isinstance(value, dict) else ():
        yield value, key
        yield from _places(value[key])
