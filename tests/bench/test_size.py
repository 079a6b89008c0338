"""How a fixture is laid out."""

from __future__ import annotations

from collections import Counter

import pytest

from bench.fixture import foundations
from bench.size import Size


def test_every_pod_and_service_is_placed() -> None:
    placed = list(Size(pods=1_003, services=100, namespaces=5).workloads())
    assert sum(each.replicas for each in placed) == 1_003
    assert {each.replicas for each in placed} == {10, 11}
    assert len({each.name for each in placed}) == 100


def test_one_namespace_is_big() -> None:
    counts = Counter(each.namespace for each in Size().workloads())
    assert counts.most_common(1) == [("bench-000", 100)]
    assert set(counts.values()) == {100, 8, 9}
    assert len(counts) == 50


def test_pods_are_on_nodes_that_are_made() -> None:
    size = Size(pods=30, services=30, nodes=7)
    made = {each["metadata"]["name"] for each in foundations(size) if each["kind"] == "Node"}
    assert {each.node for each in size.workloads()} == made
    assert len(made) == 7


def test_six_in_a_hundred_have_a_fault() -> None:
    faults = Counter(each.fault for each in Size().workloads())
    assert faults == {None: 470, "name-not-found": 10, "selector-misses": 10, "pods-unready": 10}


def test_a_healthy_service_is_found_in_its_namespace() -> None:
    found = Size().healthy("bench-000")
    assert (found.name, found.namespace, found.fault) == ("web-0000", "bench-000", None)


def test_a_service_with_a_fault_is_passed_over() -> None:
    size = Size(pods=50, services=50, namespaces=20)
    inside = [each.name for each in size.workloads() if each.namespace == "bench-014"]
    assert (inside, size.healthy("bench-014").name) == (["web-0023", "web-0042"], "web-0042")


@pytest.mark.parametrize(
    "wrong",
    [{"services": 0}, {"pods": 499}, {"namespaces": 1}, {"nodes": 0}],
    ids=lambda wrong: next(iter(wrong)),
)
def test_what_cannot_be_built_is_refused(wrong: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="two namespaces and a node"):
        Size(**wrong)
