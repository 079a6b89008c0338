"""All checks there are, found by walking the folders beside this file; those on good practice only where asked for."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from pkgutil import iter_modules

from kubectl_porttrace import checks
from kubectl_porttrace.checks.check import Check

PRACTICE = "practice"
"""The folder of the checks on good practice: without `--advice` they neither run nor are imported."""


def all_checks() -> Mapping[str, Check]:
    """Every check by its code, in the order of precedence.

    Raises:
        ValueError: two checks claim one code.
    """
    return checks_to_run(advice=True)


@cache
def checks_to_run(*, advice: bool) -> Mapping[str, Check]:
    """The checks of a run by their codes, in the order of precedence.

    Args:
        advice: whether those on good practice are among them.

    Raises:
        ValueError: two checks claim one code.
    """
    found: dict[str, Check] = {}
    for module in map(import_module, _modules(advice=advice)):
        for value in vars(module).values():
            if isinstance(value, Check) and found.setdefault(value.code, value) is not value:
                raise ValueError(f"{value.code} is claimed twice, the second time by {module.__name__}")
    return dict(sorted(found.items(), key=lambda item: item[1].precedence))


def _modules(*, advice: bool) -> Iterator[str]:
    """The modules of the folders of checks; a check lies in a folder of its family, and in no deeper one."""
    for folder in iter_modules(checks.__path__, f"{checks.__name__}."):
        if folder.ispkg and (advice or folder.name != f"{checks.__name__}.{PRACTICE}"):
            yield from (module.name for module in iter_modules(import_module(folder.name).__path__, f"{folder.name}."))
