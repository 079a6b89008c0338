"""Our evaluator of cluster-wide policies, with NetworkPolicies between their tiers, against the reference engine."""

from itertools import islice
from random import Random

import pytest

from tests.truth.cluster_worlds import every_cluster_policy, random_cluster_worlds
from tests.truth.figures import counted
from tests.truth.options import POLICIES, SEED
from tests.truth.policy_engines import Told, reference
from tests.truth.policy_worlds import World
from tests.truth.test_policies import decisions

pytestmark = pytest.mark.cluster

STEP = 1 if POLICIES > 1000 else 17
PROOF = "policies of the cluster"


def compare(world: World, told: Told, *, certain: bool) -> tuple[int, int]:
    """Hold every decision against the reference engine's. How many there were, and how many we leave open."""
    assert told.error == ""
    asked = list(decisions(world))
    assert len(asked) == len(told.digits)
    for (out, into, question), digit in zip(asked, told.digits, strict=True):
        assert out in {None, digit in "13"}, (question, "leaves", out, world.question.decode())
        assert into in {None, digit in "23"}, (question, "enters", into, world.question.decode())
        assert not certain or None not in (out, into), (question, out, into, world.question.decode())
    return len(asked), sum(None in each[:2] for each in asked)


def test_random_worlds_are_judged_as_the_reference_engine_does() -> None:
    with counted(PROOF) as tally:
        worlds = list(islice(random_cluster_worlds(Random(SEED)), POLICIES))  # noqa: S311 - a test, not a secret
        told = reference(world for world, _ in worlds)
        open_ = 0
        for (world, certain), answer in zip(worlds, told, strict=True):
            number, undecided = compare(world, answer, certain=certain)
            tally["cases"] += number
            tally["pods"] += len(world.pods)
            open_ += undecided
    assert tally["cases"] > 100 * POLICIES
    assert open_ < tally["cases"] / 5


def test_every_small_policy_is_judged_as_the_reference_engine_does() -> None:
    with counted(PROOF) as tally:
        worlds = list(islice(every_cluster_policy(), SEED % STEP, None, STEP))
        for world, told in zip(worlds, reference(worlds), strict=True):
            tally["cases"] += compare(world, told, certain=True)[0]
    assert tally["cases"] > 5_000
