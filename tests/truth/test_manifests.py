"""Real manifests on the real control plane: what the controllers route, the tool calls routed, live and from the file.

The manifests are data of public projects and stay outside this repository; where they are absent this is skipped.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
import yaml

from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.service import Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.read.files.manifests import read_files
from kubectl_porttrace.trace.service import trace_service
from kubectl_porttrace.trace.verdict import Verdict
from tests.build import problems
from tests.cluster.api import ApiError, Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace, is_ready
from tests.cluster.nodes import KWOK_LABEL
from tests.truth.figures import counted
from tests.truth.options import SETS
from tests.truth.snapshots import read

CORPUS = Path(__file__).parents[3] / "shared" / "corpus"
CHUNK = 10
WORKLOADS = {"Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "ReplicationController"}
APPLIED = WORKLOADS | {"Service", "Pod", "Endpoints", "EndpointSlice"}

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the collected manifests (../shared/corpus) are not here")


def files() -> list[Path]:
    """As many sets as were asked for, spread over all projects."""
    every = sorted(CORPUS.glob("*/*.yaml"))
    return every[:: max(1, len(every) // SETS)] if SETS else every


def documents(file: Path) -> Iterator[Manifest]:
    for document in yaml.safe_load_all(file.read_text("utf-8")):
        yield from (document or {}).get("items", [document] if document else [])


def runnable(manifest: Manifest) -> Manifest:
    """The manifest without what only its own cluster has: volumes, places, accounts, numbers taken elsewhere.

    None of that has to do with ports; with it the pods would never run here.
    """
    manifest["metadata"].pop("namespace", None)
    spec = manifest.get("spec", {})
    if manifest["kind"] == "Service":
        if spec.get("clusterIP") != "None":
            spec.pop("clusterIP", None)
            spec.pop("clusterIPs", None)
        for port in spec.get("ports") or ():
            port.pop("nodePort", None)
    if manifest["kind"] in WORKLOADS:
        # What old versions of the API defaulted, this one asks for.
        manifest["apiVersion"] = "v1" if manifest["kind"] == "ReplicationController" else "apps/v1"
        if manifest["kind"] != "ReplicationController":
            labels = spec["template"].get("metadata", {}).get("labels", {})
            spec.setdefault("selector", {"matchLabels": labels})
        if manifest["kind"] != "DaemonSet":
            spec["replicas"] = min(spec.get("replicas") or 1, 1)
        spec.pop("volumeClaimTemplates", None)
        _strip(spec["template"]["spec"])
    if manifest["kind"] == "Pod":
        _strip(spec)
    return manifest


def _strip(pod: dict[str, Any]) -> None:
    for place in ("volumes", "affinity", "nodeName", "schedulerName", "priorityClassName"):
        pod.pop(place, None)
    for field in ("topologySpreadConstraints", "runtimeClassName", "serviceAccountName", "serviceAccount", "resources"):
        pod.pop(field, None)
    for container in (*pod.get("containers", ()), *(pod.get("initContainers") or ())):
        container.pop("volumeMounts", None)
        container.pop("volumeDevices", None)
        container.pop("resources", None)
        for port in container.get("ports") or ():
            port.pop("hostPort", None)
    pod.pop("hostNetwork", None)
    pod["nodeSelector"] = {KWOK_LABEL: "true"}


class Placed:
    """One set, applied: its namespaces by the names it gives them."""

    def __init__(self, cluster: Cluster, file: Path) -> None:
        self.file = file
        self.namespaces: dict[str, Namespace] = {}
        self.whole = True
        for manifest in documents(file):
            if manifest.get("kind") in APPLIED:
                self._apply(cluster, manifest)

    def _apply(self, cluster: Cluster, manifest: Manifest) -> None:
        name = manifest["metadata"].get("namespace", "default")
        if name not in self.namespaces:
            self.namespaces[name] = cluster.new_namespace("corpus")
        try:
            self.namespaces[name].create(runnable(manifest))
        except ApiError:
            # It was never valid, so the file foretells a cluster that cannot be.
            self.whole = False

    def remove(self) -> None:
        for namespace in self.namespaces.values():
            namespace.remove()


def wait(placed: Sequence[Placed]) -> None:
    """Until every pod that should run is ready, and is in the slices of the Services that select it."""
    for each in placed:
        for namespace in each.namespaces.values():
            namespace.wait_for(lambda of=namespace: _at_rest(of), f"the pods of {each.file.name}")  # type: ignore[misc]


def _at_rest(namespace: Namespace) -> bool:
    if not all(_has_its_pods(workload) for kind in sorted(WORKLOADS) for workload in namespace.objects(kind)):
        return False
    if not all(is_ready(pod) for pod in namespace.objects("Pod")):
        return False
    snapshot = read(namespace)
    return all(trace_service(snapshot, service).drift is None for service in snapshot.services)


def _has_its_pods(workload: Manifest) -> bool:
    status = workload.get("status", {})
    if status.get("observedGeneration") != workload["metadata"]["generation"]:
        return False
    # Of workloads only a DaemonSet has this; an item of a list does not say its kind.
    if "desiredNumberScheduled" in status:
        return bool(status["numberReady"] == status["desiredNumberScheduled"])
    return bool(status.get("readyReplicas", 0) == workload["spec"]["replicas"])


def routed(slices: Sequence[EndpointSlice], port: ServicePort) -> bool:
    """Whether the controllers published a ready endpoint for a port: the plainest reading of the slices."""
    return any(
        endpoint.ready
        for slice_ in slices
        for published in slice_.ports
        if (published.name, published.protocol) == (port.name, port.protocol) and published.port
        for endpoint in slice_.endpoints
    )


def judge(snapshot: Snapshot, service: Service, offline: Sequence[Verdict] | None) -> Iterator[str]:
    """What is said of a Service that is not so."""
    traced = trace_service(snapshot, service)
    if service.external:
        return
    found = problems(traced)
    for port in traced.ports:
        errors = sorted({each.code for each in found if each.severity == "error" and port.key in each.ports})
        works = routed(snapshot.slices_of(service), port.spec)
        does = "is routed" if works else "is not routed"
        if works and errors:
            yield f"{service.name} {port.title} is routed, and called wrong: {errors}"
        if not works and not errors and not service.headless:
            yield f"{service.name} {port.title} is not routed, and nothing is said"
        if works != (port.verdict in {Verdict.WIRED, Verdict.PARTIAL}) and not service.headless:
            yield f"{service.name} {port.title} {does}, and called {port.verdict.word}"
        foretold = offline[port.index] if offline else Verdict.UNKNOWN
        if (foretold is Verdict.WIRED and not works) or (foretold is Verdict.BROKEN and works):
            yield f"{service.name} {port.title} {does}, and its file was called {foretold.word}"


def judge_set(placed: Placed, tally: Counter[str]) -> Iterator[str]:
    manifests = read_files([str(placed.file)], recursive=False)
    foretold = {
        service.key: [port.verdict for port in trace_service(manifests, service).ports]
        for service in manifests.services
        if placed.whole
    }
    for written, namespace in placed.namespaces.items():
        snapshot = read(namespace)
        tally["pods"] += len(snapshot.pods)
        for service in snapshot.services:
            tally["services"] += 1
            tally["ports"] += len(service.spec.ports)
            for told in judge(snapshot, service, foretold.get((written, service.name))):
                yield f"{placed.file.parent.name}/{placed.file.name}: {told}"


@pytest.mark.parametrize("start", range(0, len(files()), CHUNK))
def test_real_manifests_are_judged_as_the_controllers_act(control_plane: Cluster, start: int) -> None:
    placed: list[Placed] = []
    with counted("real manifests") as tally:
        try:
            placed += [Placed(control_plane, file) for file in files()[start : start + CHUNK]]
            wait(placed)
            wrong = [told for each in placed for told in judge_set(each, tally)]
        finally:
            for each in placed:
                each.remove()
        tally["disagreements"] = len(wrong)
        assert wrong == []
