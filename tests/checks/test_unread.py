"""What the checks say where something could not be read, on the subjects of all their tests.

A check must not find something only because of what it could not see; and what it no longer finds must be said to be
affected.
"""

from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.diagnose.following import Traced
from kubectl_porttrace.model.kinds import KINDS
from kubectl_porttrace.model.unread import PODS_ELSEWHERE, SERVICES_ELSEWHERE
from tests.build.blinders import without
from tests.checks.cases import judged_by_any

RESOURCES = (*(kind.known_as for kind in KINDS if kind.name != "Service"), PODS_ELSEWHERE, SERVICES_ELSEWHERE)
CHECKS = [check for check in all_checks().values() if check.scope != "manifests"]

STILL_TRUE = frozenset(
    {
        # They say of the Endpoints or of the pods what holds for these, in place of the slices that kube-proxy reads.
        ("PTE01", "endpointslices"),
        ("PTE21", "endpointslices"),
        ("PTE23", "endpointslices"),
        ("PTS07", "endpointslices"),
        ("PTS08", "endpointslices"),
        ("PTP09", "endpointslices"),
        # The pods are not ready, or without an address; why, the events or the node would have told.
        ("PTP06", "events"),
        ("PTP07", "events"),
        ("PTP07", "nodes"),
        ("PTP08", "events"),
        ("PTP08", "nodes"),
        # No container declares the port; that the pods' nodes are gone would have been the finding in its place.
        ("PTR11", "nodes"),
    }
)
"""Where a check finds something only for want of a resource, and what it says is true all the same."""


@cache
def finding() -> tuple[tuple[Traced, frozenset[str]], ...]:
    """The subjects, each with the codes of the checks that find something."""
    return tuple((each, frozenset(_codes(each, CHECKS))) for each in judged_by_any())


def _codes(subject: Traced, checks: Iterable[Check]) -> Iterator[str]:
    return (each.code for each in checks if each.judges(subject) and any(each.run(subject)))


def differing(resource: str) -> Iterator[tuple[Check, Traced, bool]]:
    """Checks that find something only with a resource, or only without it; and whether they do with it."""
    for subject, codes in finding():
        blind = without(subject, resource)
        unread = blind.snapshot.unread_in(blind.namespace)
        decided = [check for check in CHECKS if not check.lacks(unread)]
        differ = codes.symmetric_difference(_codes(blind, decided))
        yield from ((check, blind, check.code in codes) for check in decided if check.code in differ)


@pytest.mark.parametrize("resource", RESOURCES)
def test_what_is_unread_makes_no_finding_and_hides_none_unsaid(resource: str) -> None:
    made, hidden = set(), set()
    for check, blind, found in differing(resource):
        if not found:
            made.add((check.code, resource))
        elif resource not in check.misses(blind.snapshot.unread_in(blind.namespace)):
            hidden.add((check.code, resource))
    assert made <= STILL_TRUE
    assert hidden == set()
