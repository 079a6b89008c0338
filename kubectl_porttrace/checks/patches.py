"""Commands that change an object that names Service ports, whatever its kind."""

import re
from typing import Final, TypeAlias

from kubectl_porttrace.checks.commands import kubectl_name, patch_object
from kubectl_porttrace.trace.routes.referrer import TracedReferrer

PatchOperation: TypeAlias = tuple[str, str, object]
"""One change of a JSON patch: what is done, the field path, and the value."""

_STEP: Final = r"[^.\[\]]+"


def patch(traced: TracedReferrer, *operations: PatchOperation) -> str | None:
    """A JSON patch of an object; None for one that is only in files, where it is to be changed."""
    if not traced.snapshot.recorded:
        return None
    changes = [(operation, _pointer(path), value) for operation, path, value in operations]
    return patch_object(kubectl_name(traced.api_kind), traced.name, traced.namespace, *changes)


def _pointer(path: str) -> str:
    """A field path as a JSON patch writes it: `/spec/rules/0/http` for `spec.rules[0].http`."""
    return "".join(f"/{step}" for step in re.findall(_STEP, path))
