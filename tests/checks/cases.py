"""The subjects that the tests of checks judge, to be judged again in other ways."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from importlib import import_module
from inspect import signature
from itertools import product
from typing import get_args

import pytest

from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.diagnose.traced import Traced
from kubectl_porttrace.model.kinds import KINDS
from kubectl_porttrace.model.unread import ALIASED_SLICES, PODS_ELSEWHERE, SERVICE_LB_PODS, SERVICES_ELSEWHERE
from tests.build.judgement import subjects_judged

RESOURCES = (
    *(kind.known_as for kind in KINDS if kind.name != "Service"),
    PODS_ELSEWHERE,
    SERVICES_ELSEWHERE,
    ALIASED_SLICES,
    SERVICE_LB_PODS,
)
"""What may be unread."""

PARAMETERS = type(pytest.param())
FOLLOWED = get_args(Traced)
"""The kinds of subjects."""


@cache
def judged_by(check: Check) -> tuple[Traced, ...]:
    """The subjects of the tests of a check that it judges, of those that a cluster holds."""
    return tuple(each for each in every_subject_of(check) if each.snapshot.recorded and check.judges(each))


def every_subject_of(check: Check) -> tuple[Traced, ...]:
    """The subjects of the tests of a check."""
    folder, module = check.run.__module__.split(".")[-2:]
    return _judged_in(folder, module)


@cache
def _judged_in(folder: str, module: str) -> tuple[Traced, ...]:
    with subjects_judged() as subjects:
        for name, test in vars(import_module(f"tests.checks.{folder}.test_{module}")).items():
            for case in _cases(test) if name.startswith("test_") else ():
                test(**case)
    return tuple(subject for subject in subjects if isinstance(subject, FOLLOWED))


def _cases(test: Callable[..., None]) -> Iterator[dict[str, object]]:
    """The arguments with which a test is run; none for one that takes fixtures."""
    marks = [mark.args for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    axes = [[_named(names, _values(case)) for case in cases] for names, cases in marks]
    for choice in product(*axes):
        case = {name: value for part in choice for name, value in part.items()}
        if case.keys() == signature(test).parameters.keys():
            yield case


def _values(case: object) -> Sequence[object]:
    return case.values if isinstance(case, PARAMETERS) else (case,)


def _named(names: str | Sequence[str], values: Sequence[object]) -> dict[str, object]:
    return dict(zip([names] if isinstance(names, str) else names, values, strict=True))
