"""Our evaluator of policies against two others, over random worlds and over every small policy."""

from collections.abc import Iterable, Iterator
from itertools import islice, product
from random import Random

import msgspec
import pytest

from kubectl_porttrace.model.cluster_policy import (
    AdminNetworkPolicy,
    BaselineAdminNetworkPolicy,
    ClusterNetworkPolicy,
    ClusterPolicy,
)
from kubectl_porttrace.model.network_policy import Namespace, NetworkPolicy
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot, by_type
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.trace.policies.answers import Answer
from kubectl_porttrace.trace.policies.evaluate import enters, leaves
from kubectl_porttrace.trace.policies.peer import Peer, pod_peer
from tests.build import NOW
from tests.truth.figures import counted
from tests.truth.options import POLICIES, SEED
from tests.truth.policy_engines import Told, analyzer, reference
from tests.truth.policy_worlds import World, every_policy, random_worlds

pytestmark = pytest.mark.cluster

STEP = 1 if POLICIES > 1000 else 23
"""Which share of all small policies is looked at where the proof is to be short."""


def snapshot_of(world: World) -> Snapshot:
    """A world as it would have been read, with the policies as people wrote them."""
    objects = (
        *msgspec.convert(world.namespaces, list[Namespace]),
        *msgspec.convert(world.pods, list[Pod]),
        *msgspec.convert(world.policies, list[NetworkPolicy]),
        *of_the_cluster(world),
    )
    return Snapshot(source=Source("cluster"), observed_at=NOW, objects=by_type(objects))


def of_the_cluster(world: World) -> Iterator[ClusterPolicy]:
    yield from msgspec.convert(world.cluster.get("clusterPolicies", []), list[ClusterNetworkPolicy])
    yield from msgspec.convert(world.cluster.get("adminPolicies", []), list[AdminNetworkPolicy])
    if "baseline" in world.cluster:
        yield msgspec.convert(world.cluster["baseline"], BaselineAdminNetworkPolicy)


def peers_of(snapshot: Snapshot, world: World) -> list[Peer]:
    return [*(pod_peer(snapshot, pod) for pod in snapshot.pods), *map(Peer, world.outside)]


def decisions(world: World) -> Iterator[tuple[Answer, Answer, str]]:
    """Every answer of ours, out and in, with its question in words for whoever reads of a difference."""
    snapshot = snapshot_of(world)
    for source, destination in product(peers_of(snapshot, world), repeat=2):
        if source is destination or (source.pod is None and destination.pod is None):
            continue
        for protocol, number in product(world.protocols, world.ports):
            asked = (snapshot, source, destination, protocol, number)
            yield leaves(*asked), enters(*asked), f"{source.address} to {destination.address} {number}/{protocol}"


def to_a_name_on_an_address(world: World) -> bool:
    """Whether a policy names a port where the destination may be an address, on which implementations differ."""
    return any("port" in port and isinstance(port["port"], str) for port in _egress_ports(world))


def _egress_ports(world: World) -> Iterable[dict[str, object]]:
    for policy in world.policies:
        for rule in policy["spec"].get("egress", ()):
            yield from rule.get("ports", ())


def compare_with_reference(world: World, told: Told) -> tuple[int, int]:
    """Hold every decision against the reference engine's. How many there were, and how many we leave open."""
    assert told.error == ""
    asked = list(decisions(world))
    assert len(asked) == len(told.digits)
    for (out, into, question), digit in zip(asked, told.digits, strict=True):
        assert out in {None, digit in "13"}, (question, "leaves", out, world.question.decode())
        assert into is (digit in "23"), (question, "enters", into, world.question.decode())
    open_ = sum(out is None for out, _, _ in asked)
    assert open_ == 0 or to_a_name_on_an_address(world), world.question.decode()
    return len(asked), open_


def test_random_worlds_are_judged_as_the_reference_engine_does() -> None:
    with counted("policies, two engines") as tally:
        worlds = list(islice(random_worlds(Random(SEED)), POLICIES))  # noqa: S311 - a test, not a secret
        for world, told in zip(worlds, reference(worlds), strict=True):
            number, open_ = compare_with_reference(world, told)
            tally["cases"] += number
            tally["pods"] += len(world.pods)
            assert open_ < number
        plain = [world for world in worlds if world.plain]
        for world, told in zip(plain, analyzer(plain), strict=True):
            assert told.error == "", (told.error, world.question.decode())
            for (out, into, question), digit in zip(decisions(world), told.digits, strict=True):
                tally["cases"] += 1
                assert (bool(out) and bool(into)) is (digit == "3"), (question, world.question.decode())
    assert tally["cases"] > 100 * POLICIES


def test_every_small_policy_is_judged_as_the_reference_engine_does() -> None:
    with counted("policies, two engines") as tally:
        worlds = list(islice(every_policy(), SEED % STEP, None, STEP))
        for world, told in zip(worlds, reference(worlds), strict=True):
            tally["cases"] += compare_with_reference(world, told)[0]
    assert tally["cases"] > 25_000
