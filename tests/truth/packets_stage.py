"""Scenarios on the data plane: made, settled, reported on, compared."""

import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.report.v1 import Report
from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.dataplane.data_plane import DataPlane
from tests.truth.generate import Scenario
from tests.truth.packets_compare import Comparison, compare
from tests.truth.packets_placed import Placed, give_back, place
from tests.truth.snapshots import read
from tests.truth.test_controllers import PATIENCE, change, check_mirroring, realise, settle

_STILL = 0.6
_COMPARISONS = 5
_STILL_TIMEOUT = 180.0


@dataclass(frozen=True)
class Stage:
    """What is in one namespace of the test cluster, and who answers at each address of it."""

    plane: DataPlane
    namespace: Namespace
    placed: tuple[Placed, ...]

    @property
    def owners(self) -> dict[str, str]:
        """Address -> name of who answers there."""
        places = [each for one in self.placed for each in one.places.values()]
        return {ip: each.name for each in places for ip in (each.ipv4, each.ipv6)}

    def report(self) -> Report:
        """What the tool says of everything in the namespace."""
        snapshot = read(self.namespace)
        return diagnose(snapshot)

    def compare(self, tally: Counter[str]) -> tuple[Report, Comparison]:
        """Compare while nothing moves, and count; AssertionError if something moves all the time."""
        sent = self.plane.packets
        for _ in range(_COMPARISONS):
            wait_until_still(self.namespace)
            self.plane.settle()
            before, report = _versions(self.namespace), self.report()
            made = {each["metadata"]["name"]: each for each in self.namespace.objects("Service")}
            compared = compare(report, self.plane, self.owners, made)
            if still := _versions(self.namespace) == before:
                break
        assert still, "slices changed each time while packets were sent"
        tally["services"] += len(report.services)
        tally["ports"] += len(compared.outcomes)
        tally["pods"] += sum(len(each.scenario.pods) for each in self.placed)
        tally["packets"] += self.plane.packets - sent
        tally["disagreements"] += len(compared.disagreements)
        return report, compared


@contextmanager
def on_stage(
    plane: DataPlane, plans: Sequence[Scenario], then: Callable[[Namespace], None] = lambda _: None
) -> Iterator[Stage]:
    """Make all these scenarios, let them settle, change what they change later and `then` does."""
    namespace = plane.cluster.new_namespace("packets")
    placed = tuple(place(plane, plan) for plan in plans)
    scenarios = [each.scenario for each in placed]
    try:
        for each in scenarios:
            realise(namespace, each)
        check_mirroring(namespace, settle(namespace), PATIENCE)
        change(namespace, scenarios)
        settle(namespace)
        then(namespace)
        yield Stage(plane, namespace, placed)
    finally:
        namespace.remove()
        give_back(plane, placed)


def wait_until_still(namespace: Namespace) -> None:
    """Wait until no controller has written a slice for a while."""
    deadline = time.monotonic() + _STILL_TIMEOUT
    last, since = _versions(namespace), time.monotonic()
    while time.monotonic() - since < _STILL:
        time.sleep(0.1)
        now = _versions(namespace)
        if now != last:
            last, since = now, time.monotonic()
        assert time.monotonic() < deadline, "slices do not come to rest"


def _versions(namespace: Namespace) -> dict[str, str]:
    return {name: metadata["resourceVersion"] for name, metadata in _metadata(namespace)}


def _metadata(namespace: Namespace) -> Iterator[tuple[str, Manifest]]:
    for kind in ("EndpointSlice", "Endpoints", "Service"):
        for each in namespace.objects(kind):
            yield f"{kind}/{each['metadata']['name']}", each["metadata"]
