"""Valid input made invalid: values replaced in JSON, bytes changed in text, arguments shuffled."""

import copy
from collections.abc import Iterator
from random import Random
from typing import Any

ODD: tuple[Any, ...] = (
    *(None, True, False, 0, -1, 1, 80, 65535, 65536, 2**31, 2**63, 2**64, 10**30, -(2**70), 0.5, 80.0, 1e300),
    *(
        "",
        " ",
        "80",
        "http",
        "None",
        "x" * 300,
        "9" * 5000,
        "\u0668\u0660",
        "\u202e\u200b",
        "\x00\x1b[31m\x07",
        "\n",
        "é" * 9,
        "{{ .Values.x }}",
        "\U000e0001",
    ),
    *("::1", "10.0.0.1", "0.0.0.0/0", "1970-01-01T00:00:00Z", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00"),
    *(
        "2026-01-01T00:00:00",
        "2026-11-21T03:10:00.123456789Z",
        "TCP",
        "UDP",
        "*",
        "-",
        "a/b",
        "a=b",
        "%s",
        "\\",
        "'",
        '"',
    ),
    *([], {}, [None], [[]], [{}], {"": ""}, {"name": None}, {"a": {"b": {"c": []}}}),
)
PIECES = (
    *(
        b"[",
        b"]",
        b"{",
        b"}",
        b'"',
        b"\\",
        b"\\ud800",
        b":",
        b",",
        b"- ",
        b"---\n",
        b"&a ",
        b"*a",
        b"<<: *a",
        b"!!int ",
        b"\t",
    ),
    *(
        b"\x00",
        b"\xff",
        b"\xed\xa0\x80",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\x1b[2J",
        b"\r",
        b"\n",
        b"null",
        b"NaN",
        b"1e999",
    ),
    *(
        b"9" * 40,
        b"9" * 5000,
        b"[" * 700,
        b'{"a":' * 800,
        b"- " * 300,
        b"\xe2\x80\xae",
        b"| ",
        b"? ",
        b"# ",
        b"{{ x }}",
    ),
)


def changed_value(random: Random, value: Any) -> Any:
    """The same JSON with one to four values replaced, removed, repeated, or moved to another place."""
    changed = copy.deepcopy(value)
    for _ in range(random.randint(1, 4)):
        places = list(_places(changed))
        if not places:
            return random.choice(ODD)
        parent, key = random.choice(places)
        action = random.randrange(6)
        if action == 0:
            del parent[key]
        elif action == 1 and isinstance(parent, list):
            parent.extend(copy.deepcopy(parent[key]) for _ in range(random.choice((1, 2, 30))))
        elif action == 2 and isinstance(parent, dict):
            parent[random.choice(("name", "metadata", "spec", "items", "kind", "x", ""))] = parent.pop(key)
        elif action == 3:
            parent[key] = [parent[key]]
        elif action == 4:
            other, there = random.choice(places)
            parent[key] = copy.deepcopy(other[there]) if there in _keys(other) else None
        else:
            parent[key] = copy.deepcopy(random.choice(ODD))
    return changed


def changed_bytes(random: Random, content: bytes) -> bytes:
    """The same bytes with a few cut out, repeated, or replaced by what parsers stumble over."""
    for _ in range(random.randint(1, 4)):
        place = random.randrange(len(content) + 1)
        end = min(len(content), place + random.choice((0, 1, 1, 2, 8, 60)))
        action = random.randrange(5)
        if action == 0:
            content = content[:place] + content[end:]
        elif action == 1:
            content = content[:end] + content[place:]
        elif action == 2:
            content = content[:place]
        elif action == 3:
            content = content[:place] + bytes([random.randrange(256)]) + content[place + 1 :]
        else:
            content = content[:place] + random.choice(PIECES) + content[end:]
    return content


def _keys(value: Any) -> Any:
    return value if isinstance(value, dict) else range(len(value))


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    """Every place in a JSON value: what it is in, and its key there."""
    for key in _keys(value) if isinstance(value, (dict, list)) else ():
        yield value, key
        yield from _places(value[key])
