"""The types of the API as the API server publishes them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from typing import Any

from tests.cluster.api import Api

_DOCUMENTS = ("api/v1", "apis/apps/v1", "apis/batch/v1", "apis/autoscaling/v2", "apis/discovery.k8s.io/v1")
_ROOT = "#/components/schemas/"


@cache
def server_types(api: Api) -> Callable[[str], Mapping[str, str]]:
    """Return a function from a kind, or a type of its fields, to its fields, each with its type.

    A type is written as `tests.build.field_paths` reads it: `list[NAME]` and `dict(str, NAME)` for lists and maps.
    """
    types: dict[str, dict[str, str]] = {}
    for document in _DOCUMENTS:
        for name, schema in api.get(f"/openapi/v3/{document}")["components"]["schemas"].items():
            fields = {field: _type(of) for field, of in schema.get("properties", {}).items()}
            types[name] = fields
            for kind in schema.get("x-kubernetes-group-version-kind", ()):
                if name.endswith(f".{kind['kind']}"):
                    types[kind["kind"]] = fields
    return lambda type_: types.get(type_, {})


def _type(schema: Mapping[str, Any]) -> str:
    reference = schema.get("$ref") or next((each["$ref"] for each in schema.get("allOf", ()) if "$ref" in each), "")
    if reference:
        return str(reference).removeprefix(_ROOT)
    if schema.get("type") == "array":
        return f"list[{_type(schema['items'])}]"
    if schema.get("type") == "object":
        return f"dict(str, {_type(schema.get('additionalProperties', {}))})"
    return str(schema.get("type", "object"))
