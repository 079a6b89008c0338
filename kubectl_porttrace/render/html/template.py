"""The templates of the page, and what they may not do: all that is not a template's own text is escaped by Jinja."""

import json
import zlib
from base64 import b64encode
from collections.abc import Callable, Iterable, Iterator
from hashlib import sha256
from importlib.resources import files
from itertools import islice
from typing import TypeVar

from jinja2 import Environment, FunctionLoader, StrictUndefined

from kubectl_porttrace.render.html.contents import Contents
from kubectl_porttrace.render.json import all_seen

Drawn = TypeVar("Drawn")

AT_ONCE = 100
"""So many of the sections that a browser builds only when they are looked at stand together, and of the lines."""


def written(page: Contents) -> Iterator[str]:
    """The page as text, in small pieces.

    The policy in it lets a browser run the page's own script, style it by the page's own sheet, and nothing else: an
    element that came in with a name could neither run nor fetch anything.
    """
    environment = Environment(
        loader=FunctionLoader(_file),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    style, script = _file("page.css"), _file("page.js")
    parts = environment.get_template("section.html.j2").make_module()
    yield from environment.get_template("page.html.j2").generate(
        page=page,
        late_rows=_packed(page.late_rows, lambda row: [row.verdict, row.severity, row.namespace, parts.row(row)]),  # type: ignore[attr-defined]
        late_sections=_packed(page.late, parts.section),  # type: ignore[attr-defined]
        report=map(_in_script, page.document),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _packed(values: Iterable[Drawn], draw: Callable[[Drawn], object]) -> Iterator[str]:
    """What a browser builds later, some at a time: JSON, compressed (RFC 1950) and in base64.

    Of 10,000 Services it takes a fortieth of the room that way, and the browser has next to nothing to read when it
    opens the page.
    """
    remaining = iter(values)
    while chunk := [draw(value) for value in islice(remaining, AT_ONCE)]:
        yield b64encode(zlib.compress(json.dumps(chunk).encode())).decode()


def _in_script(text: str) -> str:
    """JSON as it may stand in a script element: there, nothing ends it but `</script`, and only `<!--` is special."""
    return all_seen(text).replace("<", "\\u003c")


def _hash(text: str) -> str:
    """The hash by which a Content Security Policy knows an element's text."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _file(name: str) -> str:
    return files(__package__).joinpath(name).read_text(encoding="utf-8")
