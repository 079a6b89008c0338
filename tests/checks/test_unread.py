"""What the checks say of Services where something could not be read, on the Services of all their tests.

A check must not find something only because of what it could not see; and what it no longer finds must be said to be
affected.
"""

from collections.abc import Iterable, Iterator
from functools import cache

import pytest

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.diagnose.traced import Traced
from kubectl_porttrace.model.unread import PODS_ELSEWHERE, SERVICES_ELSEWHERE
from kubectl_porttrace.trace.service import TracedService
from tests.build.blinders import without
from tests.checks.cases import judged_by

CHECKS = [check for check in all_checks().values() if check.subject is TracedService and check.scope != "manifests"]
ONE_BY_ONE = ("endpointslices", "endpoints", "pods", "nodes", "events", PODS_ELSEWHERE, SERVICES_ELSEWHERE)
WORKLOADS = ("deployments", "replicasets", "statefulsets", "daemonsets")
UNREAD = (*((resource,) for resource in ONE_BY_ONE), WORKLOADS)
"""What a Service is followed with; who may not read one kind of workload mostly may not read the others."""

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
def finding() -> tuple[tuple[TracedService, frozenset[str]], ...]:
    """The Services, each with the codes of the checks that find something."""
    services = (each for check in CHECKS for each in judged_by(check) if isinstance(each, TracedService))
    return tuple((each, frozenset(_codes(each, CHECKS))) for each in services)


def _codes(subject: Traced, checks: Iterable[Check]) -> Iterator[str]:
    return (each.code for each in checks if any(each.run(subject)))


def differing(resources: tuple[str, ...]) -> Iterator[tuple[Check, Traced, bool]]:
    """Checks that find something only with some resources, or only without them; and whether they do with them."""
    for subject, codes in finding():
        blind = without(subject, *resources)
        unread = blind.snapshot.unread_in(blind.namespace)
        decided = [check for check in CHECKS if not check.lacks(unread)]
        differ = codes.symmetric_difference(_codes(blind, decided))
        yield from ((check, blind, check.code in codes) for check in decided if check.code in differ)


@pytest.mark.parametrize("resources", UNREAD, ids=lambda resources: resources[0])
def test_what_is_unread_makes_no_finding_and_hides_none_unsaid(resources: tuple[str, ...]) -> None:
    made, hidden = set(), set()
    for check, blind, found in differing(resources):
        missing = check.misses(blind.snapshot.unread_in(blind.namespace))
        if not found:
            made.add((check.code, resources[0]))
        elif missing.isdisjoint(resources):
            hidden.add((check.code, resources[0]))
    assert made <= STILL_TRUE
    assert hidden == set()
