"""Put the fixture into a cluster through its API, and wait until the controllers and kwok are done."""

import time
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor

from bench.fixture import MARK, Manifest, deployment, expected_endpoints, expected_ready, foundations, mark, service
from bench.size import Size, Workload, node_name
from tests.cluster.api import STRATEGIC_PATCH, Api, NotFoundError, resource_path
from tests.cluster.progress import Progress

WORKERS = 8
_POLL = 2.0
_PER_POD = 0.1
_PATIENCE = 300.0


def is_filled(api: Api, size: Size) -> bool:
    """Say whether the cluster holds the fixture of this size already."""
    found = _find(api, "ConfigMap", "default", MARK)
    return found is not None and bool(found["data"] == mark(size)["data"])


def is_empty(api: Api) -> bool:
    """Whether the cluster holds nothing of a fixture: the first node is created before everything else."""
    return _find(api, "Node", None, node_name(0)) is None


def _find(api: Api, kind: str, namespace: str | None, name: str) -> Manifest | None:
    try:
        return api.get(resource_path(kind, namespace, name))
    except NotFoundError:
        return None


def fill(api: Api, size: Size) -> float:
    """Build the fixture in an empty cluster and return how many seconds that took. TimeoutError where it hangs."""
    started = time.monotonic()
    progress = Progress(f"fixture of {size.pods:,} pods")
    deadline = started + _PATIENCE + size.pods * _PER_POD
    _create(api, foundations(size))
    _create(api, map(deployment, size.workloads()))
    _wait(lambda: _all_running(api, size, progress), deadline, "pods")
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(lambda each: _make_unready(api, each), _to_be_unready(size)))
    # Only now, for slices to be written once and not again with every pod that becomes Ready.
    _create(api, map(service, size.workloads()))
    _wait(lambda: _slices_written(api, size, progress), deadline, "slices")
    api.create(mark(size))
    progress.finish("done")
    return round(time.monotonic() - started, 1)


def _create(api: Api, manifests: Iterable[Manifest]) -> None:
    with ThreadPoolExecutor(WORKERS) as pool:
        list(pool.map(api.create, manifests))


def _to_be_unready(size: Size) -> list[Workload]:
    return [each for each in size.workloads() if each.fault == "pods-unready"]


def _make_unready(api: Api, workload: Workload) -> None:
    """Say of each pod what a kubelet says whose readiness probe fails; kwok leaves a pod alone that ran once."""
    path = resource_path("Pod", workload.namespace)
    for pod in api.get(path, labelSelector=f"app={workload.name}")["items"]:
        failed = [{"type": kind, "status": "False", "reason": "ContainersNotReady"} for kind in _READY_CONDITIONS]
        containers = [{**each, "ready": each["name"] != "app"} for each in pod["status"]["containerStatuses"]]
        change = {"status": {"conditions": failed, "containerStatuses": containers}}
        api.patch(f"{path}/{pod['metadata']['name']}/status", change, STRATEGIC_PATCH)


_READY_CONDITIONS = ("Ready", "ContainersReady")


def _wait(reached: Callable[[], bool], deadline: float, what: str) -> None:
    while not reached():
        if time.monotonic() > deadline:
            raise TimeoutError(f"the fixture's {what} were not there in time")
        time.sleep(_POLL)


def _all_running(api: Api, size: Size, progress: Progress) -> bool:
    """Asked with limit=1, for the answer to be small however many there are."""
    path = resource_path("Pod")
    page = api.get(path, limit="1")
    count = len(page["items"]) + page["metadata"].get("remainingItemCount", 0)
    progress.update(f"{count:,} pods exist")
    return count >= size.pods and not api.get(path, limit="1", fieldSelector="status.phase!=Running")["items"]


def _slices_written(api: Api, size: Size, progress: Progress) -> bool:
    listed = api.get(resource_path("EndpointSlice"))["items"]
    conditions = [endpoint["conditions"] for each in listed for endpoint in each["endpoints"] or ()]
    ready = sum(bool(each["ready"]) for each in conditions)
    progress.update(f"{len(conditions):,} endpoints, {ready:,} ready")
    return len(conditions) == expected_endpoints(size) and ready == expected_ready(size)
