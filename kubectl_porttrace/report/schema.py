"""The JSON Schema of the report, made from its types; the published file lies beside this module.

Write it again, after a field was added, with `python -m scripts.publish_schema`.
"""

from importlib.resources import files
from typing import Any

import msgspec

from kubectl_porttrace.report.v1 import Report

PUBLISHED = "porttrace-v1.schema.json"

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema of `porttrace/v1`. Every field is always there; fields beyond these may come."""
    made = msgspec.json.schema(Report)
    for definition in made["$defs"].values():
        definition["required"] = list(definition["properties"])
    return {"$schema": _DIALECT, "title": "The report of kubectl porttrace, porttrace/v1", **made}


def published() -> str:
    """The text of the published file."""
    return files(__package__).joinpath(PUBLISHED).read_text(encoding="utf-8")


def text() -> str:
    """The schema as it is to be published."""
    return msgspec.json.format(msgspec.json.encode(schema()), indent=2).decode() + "\n"
