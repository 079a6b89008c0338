"""What a check says it needs is what it needs: shown by taking each resource away, and by noting what it reads.

The cases are those of the checks' own tests. Whoever may not read what a check looks at must be told that it could not
be decided; and a check must not be left out for want of what it does not look at.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from itertools import product

import pytest
from msgspec.structs import replace

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.diagnose.traced import Traced
from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.kinds import KINDS
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.network_policy import NetworkPolicy
from kubectl_porttrace.model.node import Node
from kubectl_porttrace.model.other_policies import CLUSTER_POLICY_KINDS, OTHER_POLICIES
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.referrers.gateway import GatewayClass
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Objects
from kubectl_porttrace.model.unread import ALIASED_SLICES, PODS_ELSEWHERE, SERVICE_LB_PODS, SERVICES_ELSEWHERE
from kubectl_porttrace.model.workload import Event, Workload
from tests.build.blinders import without
from tests.checks.cases import RESOURCES, judged_by

CHECKS = [check for check in all_checks().values() if check.scope != "manifests"]
FOR_WORDS = (Workload, Event, Node)
"""What names the owner of a pod, or says why the pod is not ready: a finding without it has fewer words."""

PLACES: Mapping[str, type[KubernetesObject]] = {
    PODS_ELSEWHERE: Pod,
    SERVICES_ELSEWHERE: Service,
    ALIASED_SLICES: EndpointSlice,
    SERVICE_LB_PODS: Pod,
}
"""What is read of objects beside those that a subject is about."""

OF_OTHERS: Mapping[str, frozenset[type[KubernetesObject]]] = {
    "PTD08": frozenset(
        {Pod, Endpoints, NetworkPolicy, *(kind.model for kind in (*CLUSTER_POLICY_KINDS, *OTHER_POLICIES))}
    ),
    "PTI30": frozenset({GatewayClass}),
}
"""What is looked up to follow another subject, where the check uses a part of it that does not depend on that: whether
slices hold an address, where a route is attached."""

EVERY = pytest.mark.parametrize("check", CHECKS, ids=[check.code for check in CHECKS])


@cache
def firing(check: Check) -> tuple[Traced, ...]:
    """Those of them on which it fires, where what it needs was read."""
    decided = (each for each in judged_by(check) if not check.lacks(each.snapshot.unread_in(each.namespace)))
    return tuple(subject for subject in decided if any(check.run(subject)))


class Noting(Mapping[type[KubernetesObject], tuple[KubernetesObject, ...]]):
    """The objects of a snapshot, and which kinds of them were looked up."""

    def __init__(self, objects: Objects) -> None:
        self.objects = objects
        self.read: set[type[KubernetesObject]] = set()

    def __getitem__(self, model: type[KubernetesObject]) -> tuple[KubernetesObject, ...]:
        self.read.add(model)
        return self.objects[model]

    def __iter__(self) -> Iterator[type[KubernetesObject]]:
        return iter(self.objects)

    def __len__(self) -> int:
        return len(self.objects)


def read_by(check: Check, subject: Traced) -> frozenset[type[KubernetesObject]]:
    """What a check itself looks up; what was looked up when the subject was followed is the same for all checks."""
    noting = Noting(subject.snapshot.objects)
    tuple(check.run(replace(subject, snapshot=replace(subject.snapshot, objects=noting))))
    return frozenset(noting.read)


def says(check: Check, subject: Traced) -> list[object]:
    """What a check says, all of it, but for what was read of the ports it names."""
    return [(replace(found, ports=()), [port.key for port in found.ports]) for found in check.run(subject)]


def outcome(check: Check, subject: Traced) -> list[object]:
    """What a check finds, but for the words."""
    return [(found.severity, [port.key for port in found.ports]) for found in check.run(subject)]


@EVERY
def test_there_are_cases(check: Check) -> None:
    assert firing(check)


@EVERY
def test_what_vanishes_for_want_of_a_resource_is_said_to_be_affected(check: Check) -> None:
    for subject, resource in product(firing(check), RESOURCES):
        blind = without(subject, resource)
        said = resource in check.misses(blind.snapshot.unread_in(blind.namespace))
        assert said or any(check.run(blind)), f"{check.code} says nothing without {resource}"


@EVERY
def test_it_needs_and_uses_nothing_that_makes_no_difference(check: Check) -> None:
    for group in (*check.needs, *(frozenset({each}) for each in check.uses)):
        differ = (says(check, subject) != says(check, without(subject, *group)) for subject in judged_by(check))
        assert any(differ), f"{check.code} says the same without {sorted(group)}"


@EVERY
def test_one_of_several_is_enough(check: Check) -> None:
    for group in check.needs:
        for resource in group:
            assert any(any(check.run(without(subject, *group - {resource}))) for subject in firing(check))


@EVERY
def test_it_declares_what_it_reads(check: Check) -> None:
    declared = frozenset().union(check.uses, *check.needs)
    models = {kind.model for kind in KINDS if kind.known_as in declared}
    models |= {model for place, model in PLACES.items() if place in declared} | OF_OTHERS.get(check.code, frozenset())
    read = {model for subject in judged_by(check) for model in read_by(check, subject)}
    assert read - models <= {Service, *FOR_WORDS}


@EVERY
def test_what_it_does_not_declare_changes_only_words(check: Check) -> None:
    for subject, resource in product(judged_by(check), RESOURCES):
        blind = without(subject, resource)
        unread = blind.snapshot.unread_in(blind.namespace)
        if not check.lacks(unread) and resource not in check.misses(unread):
            assert outcome(check, blind) == outcome(check, subject), resource
