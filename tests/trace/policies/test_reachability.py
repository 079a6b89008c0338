"""Who reaches whom, as Kubernetes' own end-to-end tests of NetworkPolicy expect it of every network plugin.

Each case below `reachability/` is a world of pods with policies, and what is closed in it; everything else is open. The
cases are those of `test/e2e/network/netpol/network_policy.go` at v1.36.3, each named by its title there, written anew:
the pods and namespaces have other names and labels. What a pod sends to itself is left open there, and so here.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from functools import cache
from itertools import permutations
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.evaluate import enters, leaves
from kubectl_porttrace.trace.policies.peer import pod_peer
from tests.build import cluster, container, namespace, pod, policy, port

FOLDER = Path(__file__).parent / "reachability"
NAMESPACES, PARTS = ("shop", "bank", "mail"), ("web", "api", "job")
ALL = "all"


class Step(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What there is at one moment, and what is closed then.

    Attributes:
        policies: the policies of each namespace.
        closed: the pods that nobody of some pods reaches, as `namespace/pod`; `all` are all but itself.
        labels: further labels of a namespace or of a pod.
        number: the port that is tried.
        protocol: its protocol.
    """

    policies: Mapping[str, list[dict[str, Any]]] = {}
    closed: Mapping[str, str] = {}
    labels: Mapping[str, dict[str, str]] = {}
    number: int = 80
    protocol: str = "TCP"


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of upstream's cases: its title, the pods, and step by step what is to be so."""

    upstream: str
    pods: str
    steps: list[Step]


@cache
def cases() -> tuple[Case, ...]:
    found: list[Case] = []
    for file in sorted(FOLDER.glob("*.yaml")):
        found += msgspec.convert(yaml.safe_load(file.read_text("utf-8"))["cases"], list[Case])
    return tuple(found)


def pods_of(case: Case, labels: Mapping[str, dict[str, str]]) -> Iterator[tuple[str, Pod]]:
    for title in case.pods.split():
        room, part = title.split("/")
        declared = [
            port(number, f"{protocol.lower()}-{number}", protocol=protocol)
            for number in (80, 81)
            for protocol in ("TCP", "UDP", "SCTP")
        ]
        address = f"10.0.{1 + NAMESPACES.index(room)}.{10 + PARTS.index(part)}"
        marks = {"part": part, **labels.get(title, {})}
        yield title, pod(container(*declared), name=part, namespace=room, labels=marks, ips=[address])


def world_of(case: Case, step: Step) -> tuple[Snapshot, dict[str, Pod]]:
    pods = dict(pods_of(case, step.labels))
    rooms = (namespace(each, house=each, **step.labels.get(each, {})) for each in NAMESPACES)
    policies = (
        policy(f"p{place}", room, **spec) for room, specs in step.policies.items() for place, spec in enumerate(specs)
    )
    return cluster(*pods.values(), *rooms, *policies), pods


def closed_in(case: Case, step: Step) -> set[tuple[str, str]]:
    pods = case.pods.split()
    return {
        (source, to)
        for to, sources in step.closed.items()
        for source in (pods if sources == ALL else sources.split())
        if source != to
    }


@pytest.mark.parametrize("case", cases(), ids=lambda case: case.upstream)
def test_who_reaches_whom(case: Case) -> None:
    for step in case.steps:
        snapshot, pods = world_of(case, step)
        peers = {title: pod_peer(snapshot, each) for title, each in pods.items()}
        answers = {
            (source, to): (
                leaves(snapshot, peers[source], peers[to], step.protocol, step.number),
                enters(snapshot, peers[source], peers[to], step.protocol, step.number),
            )
            for source, to in permutations(pods, 2)
        }
        assert {pair for pair, answer in answers.items() if None in answer} == set()
        assert {pair for pair, answer in answers.items() if False in answer} == closed_in(case, step)


def test_every_case_of_upstream_is_here() -> None:
    titles = Counter(case.upstream for case in cases())
    assert len(titles) == titles.total() == 48
