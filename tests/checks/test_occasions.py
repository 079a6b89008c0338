"""A module of checks that is not imported for a subject would have had nothing to say of it."""

from collections.abc import Iterator
from functools import cache
from itertools import chain
from pathlib import Path

import pytest

from kubectl_porttrace.checks.catalogue import Part, all_checks, checks_on, parts
from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.checks.occasions import Occasion
from kubectl_porttrace.demos import DEMOS
from kubectl_porttrace.diagnose.following import follow
from kubectl_porttrace.diagnose.running import applies
from kubectl_porttrace.diagnose.traced import Traced
from kubectl_porttrace.question import EVERYTHING
from kubectl_porttrace.read.demo import read_demo
from kubectl_porttrace.read.files.manifests import read_files
from kubectl_porttrace.trace.subject import Subject
from tests.build import ingress, pod, service, traced, traced_route
from tests.checks.cases import every_subject_of
from tests.incidents.incident import RECORDED

CHECKS = tuple(all_checks().values())
EVERY = pytest.mark.parametrize("check", CHECKS, ids=[check.code for check in CHECKS])
ON_OCCASION = tuple(part for part in parts(advice=True) if part.occasion is not None)


@cache
def _of(part: Part) -> tuple[Check, ...]:
    return tuple(check for check in CHECKS if check.run.__module__ in part.modules)


def _unheard(subject: Subject) -> Iterator[tuple[str, str, str]]:
    """What checks would say of a subject for which they are not imported."""
    for check in (each for part in ON_OCCASION if not part.concerns(subject) for each in _of(part)):
        if check.judges(subject) and applies(check, subject.snapshot, subject.namespace):
            yield from ((check.code, subject.name, found.message) for found in check.run(subject))


def _followed(*paths: Path) -> Iterator[Traced]:
    for path in paths:
        snapshot = read_files([str(path)], recursive=False)
        yield from (each.subject for each in follow(snapshot, EVERYTHING).subjects)


@EVERY
def test_nothing_is_said_of_the_cases_of_a_check_but_by_what_is_imported_for_them(check: Check) -> None:
    assert list(chain.from_iterable(map(_unheard, every_subject_of(check)))) == []


@pytest.mark.parametrize("folder", [RECORDED, RECORDED / "states"], ids=lambda folder: folder.name)
def test_nothing_is_said_of_the_incidents_but_by_what_is_imported_for_them(folder: Path) -> None:
    subjects = tuple(_followed(*sorted(folder.glob("*.json"))))
    assert subjects
    assert list(chain.from_iterable(map(_unheard, subjects))) == []


@pytest.mark.parametrize("name", DEMOS)
def test_nothing_is_said_of_the_demos_but_by_what_is_imported_for_them(name: str) -> None:
    subjects = (each.subject for each in follow(read_demo(name), EVERYTHING).subjects)
    assert list(chain.from_iterable(map(_unheard, subjects))) == []


@pytest.mark.parametrize("part", ON_OCCASION, ids=lambda part: part.modules[0])
def test_an_occasion_names_modules_that_there_are_and_the_subject_that_their_checks_judge(part: Part) -> None:
    assert part.occasion is not None
    assert len(_of(part)) == len(part.modules) > 0
    assert {check.subject.__name__ for check in _of(part)} == {part.occasion.subject}


def test_each_module_belongs_to_one_occasion_or_to_none() -> None:
    modules = [module for part in parts(advice=True) for module in part.modules]
    assert len(modules) == len(set(modules)) == len(CHECKS)


def test_what_is_imported_for_a_healthy_service_is_a_part_of_all() -> None:
    healthy = traced(service(), pod())
    codes = {check.code for check in checks_on(healthy, advice=False)}
    assert codes >= {"PTS18", "PTR20"}
    assert {code for code in codes if code[2] in "AHILMN"} == set()
    assert codes & {"PTP21", "PTD01", "PTK05", "PTR01", "PTE02", "PTT05"} == set()


def test_an_occasion_is_of_one_kind_of_subject_and_arises_or_not() -> None:
    web = traced(service())
    assert Occasion("TracedService").concerns(web)
    assert not Occasion("TracedRoute").concerns(web)
    assert not Occasion("TracedService", arises=lambda _: False).concerns(web)


def test_an_occasion_of_all_routes_and_callers_arises_for_each() -> None:
    assert Occasion("TracedReferrer").concerns(traced_route(ingress()))
