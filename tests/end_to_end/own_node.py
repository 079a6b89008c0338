"""A node that comes and goes: while it is there, policy Local counts it in every namespace."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager

from tests.cluster.api import resource_path
from tests.cluster.cache import cache_directory
from tests.cluster.namespace import Namespace
from tests.cluster.objects import service
from tests.end_to_end.case import HandPod, hand_pod


@contextmanager
def nodes_stay() -> Iterator[None]:
    """Keep every worker from adding nodes."""
    with _lock(fcntl.LOCK_SH):
        yield


@contextmanager
def nodes_away() -> Iterator[None]:
    """Keep every other worker from looking while one adds a node of its own."""
    with _lock(fcntl.LOCK_EX):
        yield


def publish_and_lose_node(namespace: Namespace, service_name: str, pod: HandPod) -> None:
    """Have a pod published as ready, then delete its node; nothing makes the controller look again after that."""
    node = f"{service_name}.{namespace.name}"
    with _lock(fcntl.LOCK_EX):
        namespace.api.create({"apiVersion": "v1", "kind": "Node", "metadata": {"name": node}})
        try:
            _wait_until_known(namespace, node)
            pod.on(node).of(service_name).run(namespace)
            namespace.wait_for_endpoints(service_name, ready=1)
            _wait_until_at_rest(namespace)
        finally:
            namespace.api.delete(resource_path("Node", name=node))


def _wait_until_known(namespace: Namespace, node: str) -> None:
    """Wait until the controller knows the node: a sync before that fails, and is repeated when the node may be gone."""
    namespace.apply(service("scout"))
    hand_pod().on(node).of("scout").run(namespace)
    namespace.wait_for_endpoints("scout", ready=1)
    namespace.delete("Service", "scout")


def _wait_until_at_rest(namespace: Namespace) -> None:
    """Wait until the controller has looked at every Service again of which it wrote a slice before.

    What is written into a slice makes it look once more, a second later, and in the order of the writing
    (pkg/controller/endpointslice/endpointslice_controller.go:endpointSliceChangeMinSyncDelay). So it has, once it has
    put right what somebody else writes now.
    """
    namespace.apply(service("marker"))
    (slice_,) = namespace.wait_for_slices("marker")
    name = slice_["metadata"]["name"]
    wrong = [{"addresses": ["10.9.99.99"]}]
    namespace.patch("EndpointSlice", name, {"endpoints": wrong})
    namespace.wait_for(lambda: not namespace.get("EndpointSlice", name).get("endpoints"), "the slice to be put right")
    namespace.delete("Service", "marker")


@contextmanager
def _lock(kind: int) -> Iterator[None]:
    with (cache_directory() / "nodes.lock").open("a") as file:
        fcntl.flock(file, kind)
        yield
