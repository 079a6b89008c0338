"""Expected slices against what the real controllers publish, for random Services and pods."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.model.endpointslice import CONTROLLER, HEADLESS, MANAGED_BY, SERVICE_NAME
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot, by_type
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.trace.expected import SliceKey, expected_slices, published_slices
from kubectl_porttrace.trace.service import trace_service
from tests.cluster.api import ApiError
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.truth.figures import counted
from tests.truth.generate import PodPlan, Scenario, scenario
from tests.truth.options import COUNT, SEED, SHRINK
from tests.truth.shrink import keep, kept, load, shrunk
from tests.truth.snapshots import read

CHUNK = 25
PATIENCE = 120.0


def realise(namespace: Namespace, plan: Scenario) -> None:
    for each in plan.pods:
        run(namespace, each)
    namespace.create(plan.service)
    for manifest in plan.others:
        namespace.apply(manifest)


def run(namespace: Namespace, plan: PodPlan) -> None:
    namespace.run_pod(plan.manifest, plan.state, plan.ips)
    if plan.terminating:
        namespace.delete("Pod", plan.manifest["metadata"]["name"])


def disagreement(snapshot: Snapshot, service: Service) -> str | None:
    """Where the expected slices of a Service differ from the published ones; None where they agree."""
    if not service.selects:
        return None
    slices = snapshot.slices_of(service)
    expected, actual = expected_slices(snapshot, service).groups, published_slices(slices)
    if expected != actual:
        return f"{service.name}: expected {_shown(expected)}, published {_shown(actual)}"
    labels = {SERVICE_NAME: service.name, MANAGED_BY: CONTROLLER, **service.metadata.labels}
    if service.headless:
        labels[HEADLESS] = ""
    for slice_ in slices:
        if slice_.managed_by == CONTROLLER and slice_.metadata.labels != labels:
            return f"{service.name}: expected labels {labels}, published {slice_.metadata.labels}"
    return None


def _shown(groups: Mapping[SliceKey, Any]) -> str:
    return repr({str(group): sorted(members) for group, members in groups.items()})


def disagreements(snapshot: Snapshot) -> list[str]:
    return [told for service in snapshot.services if (told := disagreement(snapshot, service))]


def settle(namespace: Namespace, patience: float = PATIENCE) -> Snapshot:
    """Wait until the controllers have published what is expected; whatever still differs then is a disagreement."""
    try:
        namespace.wait_for(lambda: not disagreements(read(namespace)), "the controllers", patience)
    except AssertionError:
        raise AssertionError("\n".join(disagreements(read(namespace)))) from None
    return read(namespace)


@pytest.mark.parametrize("start", range(0, COUNT, CHUNK))
def test_controllers_publish_what_is_expected(control_plane: Cluster, namespace: Namespace, start: int) -> None:
    plans = [scenario(SEED, number) for number in range(start, min(start + CHUNK, COUNT))]
    with counted("controllers") as tally:
        for plan in plans:
            tally["services"] += 1
            tally["ports"] += len(plan.service["spec"]["ports"])
            tally["pods"] += len(plan.pods)
        try:
            prove(namespace, plans)
        except AssertionError:
            if SHRINK:
                reduce(control_plane, plans)
            raise


@pytest.mark.parametrize("file", kept(), ids=lambda file: file.stem)
def test_what_once_disagreed_agrees(namespace: Namespace, file: Path) -> None:
    prove(namespace, [load(file)])


def prove(namespace: Namespace, plans: Sequence[Scenario], patience: float = PATIENCE) -> None:
    """Realise scenarios in a namespace and compare, before and after their selectors change."""
    for plan in plans:
        realise(namespace, plan)
    before = settle(namespace, patience)
    check_mirroring(namespace, before, patience)
    check_resolution(before)
    change(namespace, plans)
    after = settle(namespace, patience)
    check_frozen(before, after, plans)


def reduce(cluster: Cluster, plans: Sequence[Scenario]) -> None:
    """Find the scenarios that disagree by themselves, and keep the least of each as a fixture."""

    def disagrees(plan: Scenario) -> bool:
        namespace = cluster.new_namespace("shrink")
        try:
            prove(namespace, [plan], patience=4)
        except AssertionError:
            return True
        except ApiError:
            return False  # too little is left of it to be valid
        finally:
            namespace.remove()
        return False

    for plan in plans:
        if disagrees(plan):
            keep(shrunk(plan, disagrees), f"seed-{SEED}-{plan.name}")


def check_resolution(snapshot: Snapshot) -> None:
    """Every ready pod's number is what was published for it, and every pod left out is one that does not resolve."""
    for service in snapshot.services:
        traced = trace_service(snapshot, service)
        groups = traced.expected.groups if traced.expected else {}
        addressed = {endpoint.pod for members in groups.values() for endpoint in members}
        for port in traced.ports:
            published = {(backend.pod.name, backend.port) for backend in port.backends if backend.pod}
            resolved = {
                (entry.pod.name, entry.resolution.number)
                for entry in port.resolved
                if entry.resolution and entry.pod.name in addressed
            }
            assert published == resolved, service.name


def check_mirroring(namespace: Namespace, snapshot: Snapshot, patience: float) -> None:
    """What Endpoints foretell offline for a Service without a selector is what mirroring then publishes."""
    for service in snapshot.services:
        endpoints = snapshot.endpoints_of(service)
        if service.selects or service.external or endpoints is None:
            continue
        foretold = _without_mirrors(snapshot)

        def agreed(of: Service = service, offline: Snapshot = foretold) -> bool:
            return _routes(read(namespace), of) == _routes(offline, of)

        namespace.wait_for(agreed, f"the mirrored slices of {service.name}", patience)


def _without_mirrors(snapshot: Snapshot) -> Snapshot:
    handmade = tuple(slice_ for slice_ in snapshot.endpoint_slices if not slice_.managed_by)
    return Snapshot(
        source=Source("file"),
        observed_at=snapshot.observed_at,
        recorded=False,
        objects=by_type((*snapshot.services, *handmade, *snapshot.all_of(Endpoints))),
    )


def _routes(snapshot: Snapshot, service: Service) -> list[set[tuple[str | None, int, bool]]]:
    ports = trace_service(snapshot, service).ports
    return [{(backend.ip, backend.port, backend.usable) for backend in port.backends} for port in ports]


def change(namespace: Namespace, plans: Sequence[Scenario]) -> None:
    for plan in plans:
        if plan.later is not None:
            namespace.patch("Service", plan.name, plan.later)


def check_frozen(before: Snapshot, after: Snapshot, plans: Sequence[Scenario]) -> None:
    """A Service that loses its selector keeps the slices it had."""
    for plan in plans:
        if plan.later != {"spec": {"selector": None}}:
            continue
        (had,) = (each for each in before.services if each.name == plan.name)
        (has,) = (each for each in after.services if each.name == plan.name)
        assert not has.selects
        assert published_slices(after.slices_of(has)) == published_slices(before.slices_of(had))
