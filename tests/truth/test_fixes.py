"""Every suggested command is accepted by the API server, and every fix keeps its promise once it is applied."""

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.truth.faults import shop
from tests.truth.figures import counted
from tests.truth.generate import scenario
from tests.truth.options import FAULTS, SEED
from tests.truth.promise import key
from tests.truth.sentences import SENTENCES
from tests.truth.shop_floor import Floor, paste, paths_astray, refused, report_on
from tests.truth.test_controllers import realise, settle

CHUNK = 12
ROUNDS = 4
"""How many fixes to apply in a shop, one after another; one fault has seldom more findings that have one."""


@pytest.mark.parametrize("start", range(0, FAULTS, CHUNK))
def test_fixes_keep_their_promise(control_plane: Cluster, tmp_path: Path, start: int) -> None:
    with opened(control_plane, range(start, min(start + CHUNK, FAULTS))) as floors:
        wrong = [told for floor in floors for told in paths_astray(control_plane, floor.report)]
        with counted("commands accepted") as accepted, counted("fixes applied") as applied:
            for _ in range(ROUNDS):
                unwilling = [
                    f"{floor.title}: {told}"
                    for floor in floors
                    for told in refused(control_plane, floor.report, tmp_path, accepted, floor.known)
                ]
                mended = [(floor, finding) for floor in floors if (finding := apply_next(floor, tmp_path, applied))]
                broken = [told for floor, finding in mended for told in floor.judge(finding)]
                accepted["disagreements"] += len(unwilling)
                applied["disagreements"] += len(broken)
                wrong += unwilling + broken
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("start", range(0, FAULTS, CHUNK))
def test_commands_for_random_services_are_accepted(control_plane: Cluster, tmp_path: Path, start: int) -> None:
    namespace = control_plane.new_namespace("random")
    try:
        for number in range(start, min(start + CHUNK, FAULTS)):
            realise(namespace, scenario(SEED, number))
        settle(namespace)
        report = report_on(control_plane, namespace)
        assert list(paths_astray(control_plane, report)) == []
        with counted("commands accepted") as tally:
            tally["services"] += len(report["services"])
            told = list(refused(control_plane, report, tmp_path, tally))
            tally["disagreements"] += len(told)
        assert not told, "\n".join(told)
    finally:
        namespace.remove()


@contextmanager
def opened(cluster: Cluster, numbers: Sequence[int]) -> Iterator[list[Floor]]:
    """The shops of these numbers, settled and looked at."""
    floors: list[Floor] = []
    try:
        for number in numbers:
            made = shop(SEED, number)
            elsewhere = cluster.new_namespace("away") if made.elsewhere else None
            floors.append(Floor(f"shop({SEED}, {number})", made, cluster, cluster.new_namespace("shop"), elsewhere))
            floors[-1].make()
        for floor in floors:
            floor.settle()
            floor.report = report_on(cluster, floor.namespace)
        yield floors
    finally:
        for floor in floors:
            for namespace in floor.namespaces:
                namespace.remove()


def apply_next(floor: Floor, home: Path, tally: Counter[str]) -> Manifest | None:
    """Apply the fix of one finding; None where none is left."""
    for finding in floor.untried():
        floor.tried.add(key(finding))
        command = finding["fix"]["command"]
        if command:
            told = paste(floor.cluster, floor.namespace, command, home=home)
            assert told is None, f"{floor.title}: {told}"
        elif not floor.is_meant(finding) or not SENTENCES[finding["code"]](floor.namespace, finding):
            continue
        tally["cases"] += 1
        tally["services"] += len(floor.report["services"])
        tally["ports"] += sum(len(service["ports"]) for service in floor.report["services"])
        return finding
    return None
