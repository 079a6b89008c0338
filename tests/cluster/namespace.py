"""A namespace of the test cluster: where a test puts its objects and waits for what controllers make of them."""

from __future__ import annotations

import http.client
import itertools
import json
import os
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Any, TypeVar

import yaml

from tests.cluster.api import MERGE_PATCH, STRATEGIC_PATCH, Api, ApiError, Manifest, NotFoundError, resource_path
from tests.cluster.nodes import KWOK_NODES
from tests.cluster.pod_status import PodState, pod_status

_Found = TypeVar("_Found")
_POLL = 0.02
WAIT_TIMEOUT = 120.0
"""Seconds; a test that waits this long fails, so it is far above what a slow machine takes."""
_ADDRESSES = itertools.count()


class Namespace:
    """Creates, patches and awaits objects of one namespace as the admin."""

    def __init__(self, api: Api, name: str) -> None:
        """Use the namespace `name`, which exists."""
        self.api = api
        self.name = name

    def apply(self, *objects: Manifest | Iterable[Manifest] | str) -> list[Manifest]:
        """Create or replace objects given as values, lists of values, or YAML text, and return them as stored."""
        return [self.api.create_or_replace(each, self.name) for each in _manifests(objects)]

    def create(self, manifest: Manifest) -> Manifest:
        """Create one object and return it as stored. ApiError where the API server refuses."""
        return self.api.create(manifest, self.name)

    def path(self, kind: str, name: str | None = None) -> str:
        """Return the path of an object or of a collection here."""
        return resource_path(kind, self.name, name)

    def get(self, kind: str, name: str) -> Manifest:
        """Read one object."""
        return self.api.get(self.path(kind, name))

    def objects(self, kind: str, **selector: str) -> list[Manifest]:
        """Read the objects of a kind, those whose labels are `selector`."""
        query = {"labelSelector": ",".join(f"{key}={value}" for key, value in selector.items())} if selector else {}
        return list(self.api.get(self.path(kind), **query)["items"])

    def patch(self, kind: str, name: str, change: Manifest, content_type: str = MERGE_PATCH) -> Manifest:
        """Change an object; merge patch unless said otherwise."""
        return self.api.patch(self.path(kind, name), change, content_type)

    def delete(self, kind: str, name: str, **options: Any) -> None:
        """Delete an object; a pod of a hand-managed node then stays Terminating, for no kubelet confirms it."""
        self.api.delete(self.path(kind, name), **options)

    def run_pod(self, manifest: Manifest, state: PodState = "ready", ips: tuple[str, ...] | None = None) -> Manifest:
        """Create a pod and give it the status of `state`; `ips` are an address of its own if None, () for none."""
        return self.set_state(self.create(manifest), state, ips)

    def set_state(self, pod: Manifest | str, state: PodState, ips: tuple[str, ...] | None = None) -> Manifest:
        """Give a pod the status of `state`; its addresses stay as they are (or become some) if `ips` is None."""
        stored = self.get("Pod", pod) if isinstance(pod, str) else pod
        current = tuple(each["ip"] for each in stored["status"].get("podIPs", ()))
        given = (current or (_next_address(),)) if ips is None else ips
        return self.patch_status(stored["metadata"]["name"], **pod_status(stored, state, given))

    def patch_status(self, pod: str, **status: Any) -> Manifest:
        """Change a pod's status, field by field as a kubelet does: conditions merge by type, None removes."""
        return self.api.patch(self.path("Pod", pod) + "/status", {"status": status}, STRATEGIC_PATCH)

    def wait_for(self, find: Callable[[], _Found], what: str, timeout: float = WAIT_TIMEOUT) -> _Found:
        """Call `find` until what it returns is true, and return that. AssertionError after `timeout` seconds."""
        deadline = time.monotonic() + timeout
        while not (found := find()):
            if time.monotonic() > deadline:
                raise AssertionError(f"waited {timeout:.0f} s for {what} in {self.name}; last seen: {found!r}")
            time.sleep(_POLL)
        return found

    def slices(self, service: str) -> list[Manifest]:
        """Read the EndpointSlices of a Service."""
        return self.objects("EndpointSlice", **{"kubernetes.io/service-name": service})

    def wait_for_slices(
        self, service: str, accept: Callable[[list[Manifest]], object] = bool, timeout: float = WAIT_TIMEOUT
    ) -> list[Manifest]:
        """Return the Service's slices once `accept` takes them; AssertionError showing them if it never does."""
        seen: list[Manifest] = []

        def accepted() -> bool:
            seen[:] = self.slices(service)
            return bool(accept(seen))

        try:
            self.wait_for(accepted, f"the slices of {service}", timeout)
        except AssertionError as error:
            raise AssertionError(f"{error}\n{json.dumps(seen, indent=1)}") from None
        return seen

    def wait_for_endpoints(self, service: str, ready: int, not_ready: int = 0) -> list[Manifest]:
        """Return the Service's slices once they hold so many ready and other endpoints, counted by pod or address.

        There is a slice then, even of no endpoints at all: until it writes one, the controller has not looked yet.
        """
        return self.wait_for_slices(service, lambda slices: slices and count_endpoints(slices) == (ready, not_ready))

    def wait_for_pods(self, count: int, **selector: str) -> list[Manifest]:
        """Return the pods of `selector` once there are `count` and all are Ready."""

        def all_ready() -> list[Manifest]:
            pods = self.objects("Pod", **selector)
            return pods if len(pods) == count and all(is_ready(pod) for pod in pods) else []

        return self.wait_for(all_ready, f"{count} ready pods of {selector}")

    def remove(self) -> None:
        """Delete the namespace without waiting, and for good the pods whose end no kubelet will confirm."""
        # First, for no controller to replace the pods.
        self.api.delete(resource_path("Namespace", name=self.name))
        for pod in self.objects("Pod"):
            name = pod["metadata"]["name"]
            # The namespace controller is at it too, and may be first.
            with suppress(NotFoundError):
                if pod["metadata"].get("finalizers"):
                    self.release("Pod", name)
                if pod["spec"].get("nodeName") not in KWOK_NODES:
                    self.delete("Pod", name, gracePeriodSeconds=0)

    def release(self, kind: str, name: str) -> None:
        """Take the finalizers from an object. NotFoundError where it is gone."""

        def released() -> bool:
            try:
                self.patch(kind, name, {"metadata": {"finalizers": None}})
            except ApiError as error:
                # So the API server says too of what is deleted while it is written.
                if error.status != http.client.CONFLICT:
                    raise
                return False
            return True

        self.wait_for(released, f"{name} without finalizers")


def is_ready(pod: Manifest) -> bool:
    """Say whether the pod's condition Ready is True."""
    conditions = pod["status"].get("conditions", [])
    return any(each["type"] == "Ready" and each["status"] == "True" for each in conditions)


def endpoints(slices: list[Manifest]) -> list[Manifest]:
    """Return the endpoints of all slices; where there are none the API says null."""
    return [endpoint for each in slices for endpoint in each.get("endpoints") or ()]


def addresses(slices: list[Manifest]) -> set[str]:
    """Return every address in the slices, whatever its conditions."""
    return {address for endpoint in endpoints(slices) for address in endpoint["addresses"]}


def count_endpoints(slices: list[Manifest]) -> tuple[int, int]:
    """Return how many endpoints are ready and how many are not; a pod in several slices counts once."""
    found: dict[str, bool] = {}
    for endpoint in endpoints(slices):
        who = endpoint.get("targetRef", {}).get("name") or endpoint["addresses"][0]
        found[who] = endpoint["conditions"].get("ready", True)
    return sum(found.values()), len(found) - sum(found.values())


def _manifests(objects: Iterable[Manifest | Iterable[Manifest] | str]) -> Iterable[Manifest]:
    for each in objects:
        if isinstance(each, str):
            yield from (document for document in yaml.safe_load_all(each) if document)
        elif isinstance(each, dict):
            yield each
        else:
            yield from each


def _next_address() -> str:
    """Return an address that no pod of this run had before: kwok's begin with 10.244, each worker's differently."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    number = next(_ADDRESSES)
    return f"10.{245 + worker % 10}.{number // 250}.{number % 250 + 1}"
