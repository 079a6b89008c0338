"""What upstream says of its messages: `generated.proto` and the Go types beside it, from the modules of its server."""

import re
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import NamedTuple

from tests.cluster.build import MODULE
from tests.cluster.go_toolchain import find_go, go_environment

_SECTION = re.compile(r"^// (k8s\.io/\S+)/generated\.proto$", re.MULTILINE)
_MESSAGE = re.compile(r"^message (\w+) \{(?:\}|(.*?)^\})", re.MULTILINE | re.DOTALL)
_FIELD = re.compile(r"^\s*(repeated |optional |)(map<\w+, [\w.]+>|[\w.]+) (\w+) = (\d+);$", re.MULTILINE)
_GO_TYPE = re.compile(r"^type (\w+) struct \{(.*?)^\}", re.MULTILINE | re.DOTALL)
_GO_FIELD = re.compile(r'^\t(?:\w+\s+)?(\*?)[\w.\[\]]+\s+`json:"(\w*)([^"]*)" protobuf:"[^"]*name=(\w+)', re.MULTILINE)


class Field(NamedTuple):
    """One field of a message; a type of another package has its last part alone."""

    label: str
    type: str
    number: int


class GoField(NamedTuple):
    """How a field is written in JSON: not at all where it is nil (a pointer), or zero (omitempty)."""

    pointer: bool
    omitempty: bool


Messages = Mapping[str, Mapping[str, Field]]


def messages_in(proto: str) -> Messages:
    """The messages of a file with their fields."""
    return {
        found[1]: {
            name: Field(label.strip(), re.sub(r"[\w.]*\.", "", type_), int(number))
            for label, type_, name, number in _FIELD.findall(found[2] or "")
        }
        for found in _MESSAGE.finditer(proto)
    }


def sections_of(schema: str) -> list[tuple[str, str]]:
    """The parts of our schema, each with the package of upstream's that it is a part of."""
    _, *parts = _SECTION.split(schema)
    return list(zip(parts[::2], parts[1::2], strict=True))


@cache
def messages_of(package: str) -> Messages:
    """The messages of a package of upstream's."""
    return messages_in((_folder(package) / "generated.proto").read_text("utf-8"))


@cache
def go_fields_of(package: str) -> Mapping[tuple[str, str], GoField]:
    """The fields of its Go types, by the names that protobuf has for both."""
    return {
        (name, field): GoField(bool(pointer), ",omitempty" in options)
        for path in _folder(package).glob("*types.go")
        for name, body in _GO_TYPE.findall(path.read_text("utf-8"))
        for pointer, _, options, field in _GO_FIELD.findall(body)
    }


def _folder(package: str) -> Path:
    module, _, rest = package.removeprefix("k8s.io/").partition("/")
    return _module(f"k8s.io/{module}") / rest


@cache
def _module(name: str) -> Path:
    command = [str(find_go()), "list", "-mod=readonly", "-m", "-f", "{{.Dir}}", name]
    listed = subprocess.run(command, cwd=MODULE, env=go_environment(), capture_output=True, text=True, check=True)
    return Path(listed.stdout.strip())
