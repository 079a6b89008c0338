"""All checks there are, found by walking the folders beside this file; a run imports those that may say something."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import msgspec

from kubectl_porttrace import checks
from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.checks.occasions import Occasion, names_of
from kubectl_porttrace.trace.subject import Subject

PRACTICE = "practice"
"""The folder of the checks on good practice: without `--advice` they neither run nor are imported."""


class Part(msgspec.Struct, frozen=True, cache_hash=True):
    """Modules with checks, by their full names, and when these have something to say; None for always."""

    modules: tuple[str, ...]
    occasion: Occasion | None = None

    def concerns(self, subject: Subject) -> bool:
        """Whether the checks may have something to say of a subject."""
        return self.occasion is None or self.occasion.concerns(subject)


def all_checks() -> Mapping[str, Check]:
    """Every check by its code, in the order of precedence.

    Raises:
        ValueError: two checks claim one code.
    """
    return checks_to_run(advice=True)


@cache
def checks_to_run(*, advice: bool) -> Mapping[str, Check]:
    """The checks of a run by their codes, in the order of precedence, all of them imported.

    Args:
        advice: whether those on good practice are among them.

    Raises:
        ValueError: two checks claim one code.
    """
    return {check.code: check for check in _checks_of(parts(advice=advice))}


def checks_on(subject: Subject, *, advice: bool) -> tuple[Check, ...]:
    """The checks that may have something to say of a subject, in the order of precedence; others are not imported.

    Args:
        subject: what is judged.
        advice: whether those on good practice are among them.
    """
    return _checks_of([part for part in parts(advice=advice) if part.concerns(subject)])


def checks_of_kinds(subjects: Collection[type[Subject]], *, advice: bool) -> tuple[Check, ...]:
    """The checks of some kinds of subjects, in the order of precedence, whether or not they have something to say.

    Args:
        subjects: the kinds; checks of others may be among the result where their modules are imported anyway.
        advice: whether those on good practice are among them.
    """
    names = frozenset[str]().union(*map(names_of, subjects))
    chosen = (part for part in parts(advice=advice) if part.occasion is None or part.occasion.subject in names)
    return _checks_of(chosen)


def import_checks(*, advice: bool) -> None:
    """Import the checks that run whatever is judged."""
    _checks_of(part for part in parts(advice=advice) if part.occasion is None)


@cache
def parts(*, advice: bool) -> tuple[Part, ...]:
    """The modules of the folders of checks, those of one occasion together.

    A check lies in a folder of its family, and in no deeper one.
    """
    folders = (folder.name for folder in iter_modules(checks.__path__, f"{checks.__name__}.") if folder.ispkg)
    return tuple(
        part for folder in folders if advice or folder != f"{checks.__name__}.{PRACTICE}" for part in _parts_of(folder)
    )


def _parts_of(name: str) -> Iterator[Part]:
    folder = import_module(name)
    occasions: tuple[Occasion, ...] = getattr(folder, "OCCASIONS", ())
    named = {module for occasion in occasions for module in occasion.modules}
    rest = tuple(f"{name}.{each.name}" for each in iter_modules(folder.__path__) if each.name not in named)
    for occasion in occasions:
        yield Part(tuple(f"{name}.{module}" for module in occasion.modules) or rest, occasion)
    if all(occasion.modules for occasion in occasions):
        yield Part(rest)


def _checks_of(chosen: Iterable[Part]) -> tuple[Check, ...]:
    return _checks_in(tuple(chosen))


@cache
def _checks_in(chosen: tuple[Part, ...]) -> tuple[Check, ...]:
    """The checks of some parts, in the order of precedence."""
    found: dict[str, Check] = {}
    for module in (import_module(name) for part in chosen for name in part.modules):
        for value in vars(module).values():
            if isinstance(value, Check) and found.setdefault(value.code, value) is not value:
                raise ValueError(f"{value.code} is claimed twice, the second time by {module.__name__}")
    return tuple(sorted(found.values(), key=lambda check: check.precedence))
