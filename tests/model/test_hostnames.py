"""Which hostnames have a host in common, held against the hosts themselves.

The other implementation asks of every host of up to four labels over a small alphabet whether each pattern means it, as
the specification's sentences say, and intersects the two sets.
"""

from collections.abc import Iterator
from itertools import product

import pytest

from kubectl_porttrace.model.hostnames import ingress_covers, intersect

LABELS = ("a", "b", "example", "com")
MOST = 4


def hosts() -> Iterator[str]:
    for length in range(1, MOST + 1):
        yield from (".".join(labels) for labels in product(LABELS, repeat=length))


HOSTS = tuple(hosts())
PATTERNS = tuple(
    pattern
    for length in range(1, MOST)
    for labels in product(LABELS[:3], repeat=length)
    for host in [".".join(labels)]
    for pattern in ("", host, f"*.{host}")
)


def meant_by_gateway(pattern: str) -> frozenset[str]:
    """`*.` stands for one label or more; nothing means every host."""
    if not pattern:
        return frozenset(HOSTS)
    if not pattern.startswith("*."):
        return frozenset({pattern})
    base = pattern[2:].split(".")
    return frozenset(
        host for host in HOSTS if host.split(".")[-len(base) :] == base and len(host.split(".")) > len(base)
    )


def meant_by_ingress(pattern: str) -> frozenset[str]:
    """`*.` stands for exactly one label."""
    depth = len(pattern.split("."))
    return frozenset(host for host in meant_by_gateway(pattern) if not pattern or len(host.split(".")) == depth)


def test_every_pair_of_hostnames_of_a_gateway_and_a_route() -> None:
    sets = {pattern: meant_by_gateway(pattern) for pattern in PATTERNS}
    distinct = list(sets)
    wrong = [
        (one, other)
        for one, other in product(distinct, repeat=2)
        if intersect(one, other) != bool(sets[one] & sets[other])
    ]
    assert wrong == []
    assert len(distinct) ** 2 > 6000


def test_every_host_under_every_rule_of_an_ingress() -> None:
    for pattern in dict.fromkeys(PATTERNS):
        covered = {host for host in HOSTS if ingress_covers(pattern, host)}
        assert covered == meant_by_ingress(pattern), pattern


@pytest.mark.parametrize(
    ("one", "other", "common"),
    [
        pytest.param("Example.COM", "example.com", True, id="case"),
        pytest.param("example.com.", "example.com", True, id="a-dot-at-the-end"),
        pytest.param("*.bücher.example", "www.bücher.example", True, id="another-alphabet"),
        pytest.param("пример.рф", "*.рф", True, id="cyrillic"),
        pytest.param("例え.jp", "例え.com", False, id="japanese"),
        pytest.param("*.a.com", "ba.com", False, id="a-suffix-that-ends-within-a-label"),
        pytest.param("*.", "a.com", False, id="a-wildcard-of-nothing"),
        pytest.param("*", "a.com", False, id="a-star-alone-is-no-wildcard"),
    ],
)
def test_spellings(one: str, other: str, *, common: bool) -> None:
    assert (intersect(one, other), intersect(other, one)) == (common, common)


def test_the_wildcards_of_the_two_apis_differ() -> None:
    assert intersect("*.a.com", "x.y.a.com")
    assert not ingress_covers("*.a.com", "x.y.a.com")
