"""What a check says it needs is what it needs: shown by taking each resource away where the check fires.

The cases are those of the checks' own tests. Whoever may not read what a check looks at must be told that it could not
be decided; and a check must not be left out for want of what it does not look at.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from inspect import signature
from itertools import product

import pytest
from msgspec.structs import replace

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.diagnose.following import Traced
from kubectl_porttrace.model.kinds import KINDS
from kubectl_porttrace.model.unread import ALIASED_SLICES, PODS_ELSEWHERE, SERVICE_LB_PODS, SERVICES_ELSEWHERE
from kubectl_porttrace.trace.policies.policy import TracedPolicy
from kubectl_porttrace.trace.routes.referrer import TracedReferrer
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.workloads.workload import TracedWorkload
from tests.build.blinders import without
from tests.build.judgement import subjects_judged

ELSEWHERE = (PODS_ELSEWHERE, SERVICES_ELSEWHERE, ALIASED_SLICES, SERVICE_LB_PODS)
RESOURCES = (*(kind.known_as for kind in KINDS if kind.name != "Service"), *ELSEWHERE)
CHECKS = [check for check in all_checks().values() if check.scope != "manifests"]
EVERY = pytest.mark.parametrize("check", CHECKS, ids=[check.code for check in CHECKS])


@cache
def judged_by(check: Check) -> tuple[Traced, ...]:
    """The subjects of the tests of a check, of those that a cluster holds."""
    folder, module = check.run.__module__.split(".")[-2:]
    with subjects_judged() as subjects:
        for name, test in vars(import_module(f"tests.checks.{folder}.test_{module}")).items():
            for case in _cases(test) if name.startswith("test_") else ():
                test(**case)
    kinds = (TracedService, TracedWorkload, TracedReferrer, TracedPolicy)
    followed = (subject for subject in subjects if isinstance(subject, kinds))
    return tuple(each for each in followed if isinstance(each, check.subject) and each.snapshot.recorded)


@cache
def firing(check: Check) -> tuple[Traced, ...]:
    """Those of them on which it fires, where what it needs was read."""
    decided = (each for each in judged_by(check) if not check.lacks(each.snapshot.unread_in(each.namespace)))
    return tuple(subject for subject in decided if any(check.run(subject)))


def _cases(test: Callable[..., None]) -> Iterator[dict[str, object]]:
    """The arguments with which a test is run; none for one that takes fixtures."""
    marks = [mark.args for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    axes = [[_named(names, getattr(case, "values", (case,))) for case in cases] for names, cases in marks]
    for choice in product(*axes):
        case = {name: value for part in choice for name, value in part.items()}
        if case.keys() == signature(test).parameters.keys():
            yield case


def _named(names: str | Sequence[str], values: Sequence[object]) -> dict[str, object]:
    return dict(zip([names] if isinstance(names, str) else names, values, strict=True))


def says(check: Check, subject: Traced) -> list[object]:
    """What a check says, all of it, but for what was read of the ports it names."""
    return [(replace(found, ports=()), [port.key for port in found.ports]) for found in check.run(subject)]


@EVERY
def test_there_are_cases(check: Check) -> None:
    assert firing(check)


@EVERY
@pytest.mark.parametrize("resource", RESOURCES)
def test_what_vanishes_for_want_of_a_resource_is_said_to_be_affected(check: Check, resource: str) -> None:
    blind = [without(subject, resource) for subject in firing(check)]
    silent = [subject for subject in blind if not any(check.run(subject))]
    assert all(resource in check.misses(each.snapshot.unread_in(each.namespace)) for each in silent)


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
