"""find_port against upstream's FindPort, over a whole universe of pods."""

from collections.abc import Iterator
from contextlib import closing
from itertools import islice

import msgspec
import pytest

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.find_port import find_port
from tests.truth.figures import counted
from tests.truth.oracle import Oracle, find_or_build_oracle
from tests.truth.universe import TARGETS, pods, targets_json

pytestmark = pytest.mark.cluster

BATCH = 500


def batches() -> Iterator[list[tuple[Pod, bytes]]]:
    universe = pods()
    while batch := list(islice(universe, BATCH)):
        yield batch


def question(batch: list[tuple[Pod, bytes]], ports: bytes) -> bytes:
    return b'{"findPort":{"pods":[%b],"ports":%b}}' % (b",".join(text for _, text in batch), ports)


def ours(pod: Pod) -> list[int | None]:
    return [found.number if (found := find_port(pod, asked)) else None for asked in TARGETS]


def test_find_port_is_upstreams_on_every_pod() -> None:
    ports = targets_json()
    with counted("upstream functions") as tally, closing(Oracle(find_or_build_oracle())) as oracle:
        answers = oracle.answers(question(batch, ports) for batch in batches())
        for batch, answer in zip(batches(), answers, strict=True):
            theirs = msgspec.json.decode(answer)
            for (pod, text), expected in zip(batch, theirs, strict=True):
                tally["pods"] += 1
                tally["cases"] += len(TARGETS)
                assert ours(pod) == expected, text.decode()
    assert tally["cases"] > 1_000_000
