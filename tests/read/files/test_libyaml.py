"""libyaml's parser without the rest of PyYAML: the same events and errors, and PyYAML whole where it is needed."""

import subprocess
import sys

import pytest
import yaml

TEXTS = (
    "",
    "a: 1\nb: [x, 'y', \"z\"]\n",
    "one\n---\ntwo\n...\n",
    "&a {b: *a}",
    "!!str 5: !own 6",
    "|\n block\n text\n",
    "%YAML 1.1\n---\na",
    "a: '1\nb: [x",
    "a: b: c",
    "a: [1",
    "a: \x01",
    "a: !<tag:x",
    "\t- a",
    "%YAML 3.0\n--- a",
)

# Run as a program of its own: here PyYAML is there, whole.
ALONE = """
import sys
from kubectl_porttrace.read.files.libyaml import NotYAMLError, parsed
assert "yaml" not in sys.modules and "yaml.reader" not in sys.modules
for text in {texts!r}:
    try:
        for event in parsed(text):
            print(repr((event, event.start_mark.line, event.start_mark.column)))
    except NotYAMLError as error:
        print(repr(str(error)))
"""

# A parser that needs more of its package than the errors.
OTHERWISE = """
import sys
from importlib import abc, machinery

class Otherwise(abc.MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name != "yaml._yaml":
            return None
        found = machinery.PathFinder.find_spec(name, path, target)
        class Loader(type(found.loader)):
            def exec_module(self, module):
                from yaml import SafeLoader
                super().exec_module(module)
        found.loader = Loader(name, found.origin)
        return found

sys.meta_path.insert(0, Otherwise())
from kubectl_porttrace.read.files.libyaml import events, parsed
assert "yaml.reader" in sys.modules, "this parser was to need the whole of it"
import yaml
assert events is yaml.events
print([event.value for event in parsed("a: b") if isinstance(event, yaml.ScalarEvent)])
"""

LATER = """
from kubectl_porttrace.read.files.libyaml import NotYAMLError, parsed
import yaml
from yaml import error, events
assert list(parsed("a"))
assert yaml.__with_libyaml__ and yaml.reader.Reader and error.YAMLError is yaml.YAMLError
assert events.Event is yaml.Event and list(map(repr, yaml.parse("a", Loader=yaml.CSafeLoader)))
assert yaml.safe_load("a: [1]") == yaml.load("a: [1]", Loader=yaml.CSafeLoader) == {"a": [1]}
assert yaml.safe_dump({"a": [1]}) == yaml.dump({"a": [1]}, Dumper=yaml.CSafeDumper)
for loader in (yaml.SafeLoader, yaml.CSafeLoader):
    for text in ("a: b: c", "a: \x01"):
        try:
            yaml.load(text, Loader=loader)
        except yaml.YAMLError as refused:
            print(getattr(refused, "problem", None) or refused.reason)
"""


def printed(program: str) -> str:
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert ended.returncode == 0, ended.stderr
    return ended.stdout


def events_of_pyyaml(text: str) -> list[str]:
    """What PyYAML gives, imported whole: each event and where it begins, and what it says where it refuses."""
    lines: list[str] = []
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            assert event.start_mark is not None
            lines.append(repr((event, event.start_mark.line, event.start_mark.column)))
    except yaml.reader.ReaderError as error:
        lines.append(repr(error.reason))
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        assert mark is not None
        lines.append(repr(f"{error.problem}, line {mark.line + 1} column {mark.column + 1}"))
    return lines


def test_the_parser_alone_says_what_pyyaml_says() -> None:
    expected = [line for text in TEXTS for line in events_of_pyyaml(text)]
    assert printed(ALONE.format(texts=TEXTS)).splitlines() == expected
    assert sum(line.startswith(("'", '"')) for line in expected) == 7


def test_a_parser_that_needs_more_is_imported_with_all_of_pyyaml() -> None:
    assert printed(OTHERWISE) == "['a', 'b']\n"


@pytest.mark.parametrize("first", ["", "import yaml\n"], ids=["after", "before"])
def test_pyyaml_can_be_imported_whole_beside_it(first: str) -> None:
    said = printed(first + LATER).splitlines()
    assert said == [
        "mapping values are not allowed here",
        "special characters are not allowed",
        "mapping values are not allowed in this context",
        "control characters are not allowed",
    ]
