"""The JSON Schema of the report, made from its types; the published file lies beside this module.

Write it again, after a field was added, with `python -m scripts.publish_schema`.
"""

from importlib.resources import files
from typing import Any

import msgspec

from kubectl_porttrace.report.v1 import ContextReports, Report, ReportValue

PUBLISHED = "porttrace-v1.schema.json"

OF_CONTEXTS = "porttrace-v1-contexts.schema.json"
"""That of the document on several contexts."""

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> dict[str, Any]:
    """The schema of `porttrace/v1`. Every field is always there; fields beyond these may come."""
    return _made(Report, "The report of kubectl porttrace, porttrace/v1")


def schema_of_contexts() -> dict[str, Any]:
    """The schema of the document that holds the reports on several contexts."""
    return _made(ContextReports, "The reports of kubectl porttrace on several contexts, porttrace/v1")


def _made(value: type[ReportValue], title: str) -> dict[str, Any]:
    made = msgspec.json.schema(value)
    for definition in made["$defs"].values():
        definition["required"] = list(definition["properties"])
    return {"$schema": _DIALECT, "title": title, **made}


def published(name: str = PUBLISHED) -> str:
    """The text of a published file."""
    return files(__package__).joinpath(name).read_text(encoding="utf-8")


def text(name: str = PUBLISHED) -> str:
    """The schema as it is to be published."""
    made = schema() if name == PUBLISHED else schema_of_contexts()
    return msgspec.json.format(msgspec.json.encode(made), indent=2).decode() + "\n"
