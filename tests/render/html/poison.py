"""Reports in which every text is an attack, and the page they give, read as a browser reads it."""

import base64
import json
import re
import zlib
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

import msgspec

from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.report.v1 import Report
from tests.render.reports import SITUATIONS, report_of

ATTACKS = (
    "<script>window.taken=1</script>",
    "</script><script>window.taken=1</script>",
    "</style><style>*{display:none}</style>",
    "</title></summary></details></table>",
    '"><img src=https://evil.example/x onerror=window.taken=1>',
    "' onmouseover='window.taken=1' \" autofocus onfocus=\"window.taken=1",
    "<!--<script>",
    "<svg onload=window.taken=1><a href=javascript:window.taken=1>x</a>",
    "javascript:window.taken=1",
    "url(https://evil.example/y);background:red",
    "{{ 7*7 }}{% raw %}${7*7}<%= 7*7 %>",
    "&lt;b&gt;&#0;]]>",
)
ATTACK = " ".join(ATTACKS)
HARMLESS = "x"

# What the page chooses its words and its order by, and is none of a cluster's texts.
_WORDS_OF_OURS = {"kind", "type", "code"}


def everything() -> Report:
    """One report with what all situations hold, so that one page has every part that a page can have."""
    reports = [report_of(situation) for situation in SITUATIONS]
    lists = ("services", "routes", "workloads", "addresses", "policies", "access", "findings", "not_checked", "probes")
    return msgspec.structs.replace(
        report_of("everywhere"),
        **{name: tuple(value for report in reports for value in getattr(report, name)) for name in lists},
    )


def poisoned(report: Report, with_what: str) -> Report:
    """The same report with some text before every text in it that is not one of a fixed set of words."""
    tree = msgspec.to_builtins(report, builtin_types=(datetime,))
    return msgspec.convert(_poisoned(tree, msgspec.json.schema(Report), {}, with_what), Report)


def _poisoned(value: Any, schema: dict[str, Any], above: dict[str, Any], text: str) -> Any:
    definitions = schema.get("$defs") or above
    while "$ref" in schema:
        schema = definitions[schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        fitting = [each for each in schema["anyOf"] if _fits(value, each)]
        return _poisoned(value, fitting[0], definitions, text) if fitting else value
    if isinstance(value, dict):
        if "properties" not in schema:
            inner = schema["additionalProperties"]
            return {text + key: _poisoned(item, inner, definitions, text) for key, item in value.items()}
        return {
            key: item if key in _WORDS_OF_OURS else _poisoned(item, schema["properties"][key], definitions, text)
            for key, item in value.items()
        }
    if isinstance(value, (list, tuple)):
        return [_poisoned(item, schema["items"], definitions, text) for item in value]
    return text + value if isinstance(value, str) and "enum" not in schema and "const" not in schema else value


def _fits(value: Any, schema: dict[str, Any]) -> bool:
    if "enum" in schema:
        return value in schema["enum"]
    kinds: dict[str, type | tuple[type, ...]] = {
        "string": str,
        "integer": int,
        "boolean": bool,
        "null": type(None),
        "object": dict,
        "array": (list, tuple),
    }
    return isinstance(value, dict if "$ref" in schema else kinds[schema["type"]])


def written(report: Report) -> str:
    """The page of a report."""
    return render(report, "html", Screen(width=120, namespaces=True))


class Read(HTMLParser):
    """The elements of a page with the names of their attributes, its texts, and what its scripts hold."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, tuple[str, ...]]] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.texts: list[str] = []
        self.scripts: list[tuple[dict[str, str | None], str]] = []
        self._inside: dict[str, str | None] | None = None
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, tuple(name for name, _ in attrs)))
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self._inside = dict(attrs) if tag == "script" else None

    def handle_endtag(self, tag: str) -> None:
        self.elements.append((f"/{tag}", ()))
        self._inside = None

    def handle_data(self, data: str) -> None:
        if self._inside is None:
            self.texts.append(data)
        else:
            self.scripts.append((self._inside, data))

    @property
    def later(self) -> str:
        """The lines and sections that a browser builds later, as markup."""
        packed = [text for attributes, text in self.scripts if (attributes.get("class") or "").startswith("late-")]
        chunks = [json.loads(zlib.decompress(base64.b64decode(text))) for text in packed]
        return "\n".join(item if isinstance(item, str) else item[-1] for chunk in chunks for item in chunk)


def document_of(page: str) -> str:
    """The report in a page."""
    found = re.search(r'<script type="application/json" id="report">(.*?)</script>', page, re.DOTALL)
    assert found
    return found[1]
