"""All checks there are, found by walking the folders beside this file."""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from pkgutil import walk_packages

from kubectl_porttrace import checks
from kubectl_porttrace.checks.check import Check


@cache
def all_checks() -> Mapping[str, Check]:
    """Every check by its code, in the order of precedence.

    Raises:
        ValueError: two checks claim one code.
    """
    found: dict[str, Check] = {}
    for module_info in walk_packages(checks.__path__, f"{checks.__name__}."):
        module = import_module(module_info.name)
        for value in vars(module).values():
            if isinstance(value, Check) and found.setdefault(value.code, value) is not value:
                raise ValueError(f"{value.code} is claimed twice, the second time by {module.__name__}")
    return dict(sorted(found.items(), key=lambda item: item[1].precedence))
