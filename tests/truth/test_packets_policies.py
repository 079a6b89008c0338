"""What we say of policies against real packets: through real kube-proxies, judged by the reference engine.

In both families; every other world has policies of the tiers around NetworkPolicy.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice

import pytest

from tests.dataplane.data_plane import DataPlane
from tests.truth.figures import counted
from tests.truth.options import SEED, WORLDS
from tests.truth.packets_enforcer import Enforcer, enforced
from tests.truth.packets_policies import Connection, connections, packet_worlds, staged
from tests.truth.policy_worlds import World

# The queue first: without it no data plane is built.
pytestmark = [pytest.mark.cluster, pytest.mark.usefixtures("queue_here")]

CHUNK = 20
_SOON, _PATIENCE = 1.0, (4.0, 15.0, 60.0)
"""Seconds to wait for an answer at first, and each time that what is not as we say is tried again."""


@pytest.fixture(scope="module")
def enforcer(data_plane: DataPlane) -> Iterator[Enforcer]:
    """The reference engine on every node of the data plane."""
    with enforced(data_plane) as started:
        yield started


def outcomes(plane: DataPlane, tried: Sequence[Connection]) -> list[str]:
    """What came of each; of what is not as we say, what came of it when it was tried again, patiently."""
    seen = [_only(each) for each in plane.probe([each.probe for each in tried], _SOON)]
    for patience in _PATIENCE:
        again = [place for place, (each, was) in enumerate(zip(tried, seen, strict=True)) if was != each.expected]
        for place, answer in zip(again, plane.probe([tried[place].probe for place in again], patience), strict=True):
            seen[place] = _only(answer)
    return seen


def _only(answer: dict[str, int]) -> str:
    (outcome,) = answer
    return outcome


def worlds_of(start: int) -> list[tuple[World, str]]:
    return list(islice(packet_worlds(f"{SEED} packets"), start, min(start + CHUNK, WORLDS)))


@pytest.mark.parametrize("start", range(0, WORLDS, CHUNK))
def test_packets_pass_where_we_say(data_plane: DataPlane, enforcer: Enforcer, start: int) -> None:
    with counted("policies, packets") as tally:
        namespace = data_plane.cluster.new_namespace("policies")
        found = [staged(data_plane, namespace, start + index, *each) for index, each in enumerate(worlds_of(start))]
        try:
            data_plane.settle()
            before = enforcer.take([each.world for each in found])
            tried = [each for one in found for each in connections(data_plane, one)]
            decided = [each for each in tried if each.ours is not None]
            seen = outcomes(data_plane, decided)
            judged = enforcer.take(()) - before
        finally:
            namespace.remove()
            data_plane.give_back([place for each in found for place in each.places])
        wrong = [
            f"{each.way}: {each.probe} is {each.expected} by what we say, and was {was}"
            for each, was in zip(decided, seen, strict=True)
            if was != each.expected
        ]
        tally.update(cases=len(decided), pods=sum(len(each.places) for each in found), packets=len(decided))
        tally["disagreements"] += len(wrong)
        assert wrong == []
        assert judged >= len(decided)
        _assert_variety(data_plane, decided, tried)


def _assert_variety(plane: DataPlane, decided: Sequence[Connection], tried: Sequence[Connection]) -> None:
    """Or nothing would be proven: by every way some pass and some do not, and few are left open."""
    words = [(word, each.ours) for each in decided for word in (each.way.rpartition(", ")[0], each.way.split()[-1])]
    kinds = Counter(words)
    ways = ("pod address", "ClusterIP", "node port, policy Cluster", "node port, policy Local")
    families = [family for family in ("IPv4", "IPv6") if plane.serves(family)]
    assert all(kinds[way, answer] > 0 for way in (*ways, *families) for answer in (True, False)), kinds
    assert len(decided) > 0.8 * len(tried)
