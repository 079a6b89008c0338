"""What is tried, by class: how an input is made of a number, and how the program is run with it."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any
from unittest.mock import patch

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.options import FAIL_ON, OUTPUTS, SORT_BY
from kubectl_porttrace.read.cluster.answers import Begun, HttpAnswer
from kubectl_porttrace.read.login.connection import Connection
from tests.fuzz import seeds
from tests.fuzz.gently import changed_gently
from tests.fuzz.judge import fault_of, observed
from tests.fuzz.mutations import changed_bytes, changed_value
from tests.fuzz.recordings import made_recording
from tests.fuzz.shrink import Parts


@dataclass(frozen=True)
class Inputs:
    """A class of input: `make` gives the parts of one, `arguments` the command line for it, once it is laid out."""

    name: str
    make: Callable[[Random], Parts]
    fault: Callable[[Parts, Path], str]


def _json(value: Any) -> bytes:
    return json.dumps(value).encode()


def _made_file(random: Random) -> Parts:
    """A format, an extension, and the content of a file."""
    output = random.choice(OUTPUTS)
    kind = random.randrange(4)
    value: Any = _SNAPSHOT() if kind == 0 else {"apiVersion": "v1", "kind": "List", "items": seeds.manifests()}
    documents = seeds.manifests()
    if random.random() < 0.4:
        value, documents = changed_gently(random, value), changed_gently(random, documents)
    if random.random() < 0.5:
        value, documents = changed_value(random, value), changed_value(random, documents)
    written = seeds.as_yaml(_list(documents)) if kind == 1 else b"".join(map(_json, _list(documents)))
    content = written if kind in {1, 2} else _json(value)
    if random.random() < 0.3:
        content = changed_bytes(random, content)
    return output.encode(), b"yaml" if kind == 1 or random.random() < 0.1 else b"json", content


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _fault_of_recording(parts: Parts, folder: Path) -> str:
    output, target, content = (part.decode(errors="replace") for part in parts)
    if output not in OUTPUTS or target[:1] == "-":
        return ""
    path = folder / "recorded.json"
    path.write_text(content, "utf-8")
    seen = observed(["-f", str(path), "-o", output, *([target] if target else ["-A"])])
    return fault_of(seen, as_json=output == "json")


_SNAPSHOT = cache(seeds.snapshot)
_ANSWERS = cache(seeds.answers)


def _fault_of_file(parts: Parts, folder: Path) -> str:
    output, extension, content = parts
    if output.decode(errors="replace") not in OUTPUTS or extension not in {b"yaml", b"json"}:
        return ""
    path = folder / f"tried.{extension.decode()}"
    path.write_bytes(content)
    return fault_of(observed(["-f", str(path), "-o", output.decode()]), as_json=output == b"json")


def _made_answers(random: Random) -> Parts:
    """Statuses of an answer in the order of the resources, and their bodies."""
    parts: list[bytes] = []
    for body in _ANSWERS().values():
        status, content = b"200", _json(changed_gently(random, body) if random.random() < 0.6 else body)
        if random.random() < 0.2:
            content = _json(changed_value(random, body))
        if random.random() < 0.1:
            content = changed_bytes(random, content)
        if random.random() < 0.1:
            status = str(random.choice((200, 403, 404, 410, 429, 500, 302, 204))).encode()
        parts += [status, content]
    return tuple(parts)


class _Server:
    """A connection that answers with what is tried."""

    url, context, namespace = seeds.SERVER, "one", "shop"

    def __init__(self, bodies: dict[str, tuple[int, bytes]]) -> None:
        self.bodies = bodies

    def get(self, path: str, query: dict[str, str], accept: str, begun: Begun | None = None) -> HttpAnswer:  # noqa: ARG002 - as a Connection has it
        status, body = next((self.bodies[word] for word in path.split("/") if word in self.bodies), (404, b"{}"))
        return HttpAnswer(status, body, "application/json")

    def close(self) -> None:
        pass


def _fault_of_answers(parts: Parts, folder: Path) -> str:  # noqa: ARG001 - the form of a class
    statuses, bodies = parts[::2], parts[1::2]
    if not all(status.isdigit() and len(status) == 3 for status in statuses):
        return ""
    served = {
        resource: (int(status), body) for resource, status, body in zip(_ANSWERS(), statuses, bodies, strict=True)
    }
    with patch("kubectl_porttrace.sessions.cluster.connect", lambda *_: _Server(served)):
        return fault_of(observed(["-A", "-o", "json"]), as_json=True)


_FLAGS: dict[str, Sequence[str]] = {
    **dict.fromkeys(("--all", "--problems", "-A", "--no-color", "--no-headers", "-R", "--bogus"), ()),
    **dict.fromkeys(
        ("--list-checks", "--version", "-h", "--help", "--demo", "--insecure-skip-tls-verify", "--bogus", "--", "-"), ()
    ),
    "-o": OUTPUTS,
    "--fail-on": FAIL_ON,
    "--sort-by": SORT_BY,
    "-n": ("shop", "default"),
    "-l": ("app=web", "app in (a,b)", "!x", "a!=b", "app"),
    "--ignore": ("PTR01", "PTX99", "target-port-name-not-found"),
    "--explain": ("PTR01", "targetPort", "portt", "headless"),
    "--request-timeout": ("1s", "0", "1h", "99999999999h", "-1", "1.5"),
    "--context": ("one", "four", "tow"),
    "--token": (seeds.TOKEN,),
    "--server": (seeds.SERVER, "http://[", "x"),
    "--as": ("me",),
    "--proxy-url": ("http://127.0.0.1:1", "socks5://127.0.0.1:1", "::"),
}
_TARGETS = (
    "web",
    "svc/web",
    "checkout",
    "web:http",
    "checkout:80",
    "web:53/UDP",
    "pod/x",
    "web:",
    ":80",
    "a/b/c",
    "x:y:z",
)


def _made_arguments(random: Random) -> Parts:
    words: list[str] = ["--demo"] if random.random() < 0.6 else []
    for _ in range(random.randint(0, 5)):
        flag = random.choice(list(_FLAGS))
        words += [random.choice(_TARGETS)] if random.random() < 0.3 else [flag, *random.choices(_FLAGS[flag] or [""])]
    parts = [word.encode() for word in words if word]
    return tuple(changed_bytes(random, part) if random.random() < 0.15 else part for part in parts)


def _fault_of_arguments(parts: Parts, folder: Path) -> str:
    arguments = [part.replace(b"\0", b"").decode("utf-8", "surrogateescape") for part in parts]
    # A token in a place of its own: as a target it may be printed.
    arguments = [
        word.replace(seeds.TOKEN, "x") if _is_target(arguments, place) else word for place, word in enumerate(arguments)
    ]
    # Neither written nor read beside the folder.
    if any(word.startswith(("--s", "-f", "--f", "--k", "--ce", "--cl", "-s")) for word in arguments):
        arguments = [word.replace("/", "") for word in arguments]
    path = folder / "config"
    path.write_bytes(_json(seeds.kubeconfig()))
    with no_network():
        seen = observed(["--kubeconfig", str(path), *arguments])
    return fault_of(seen, as_json=False)


def _is_target(arguments: Sequence[str], place: int) -> bool:
    """Whether a word is behind `--`, or is neither a flag nor what may be the value of one."""
    flag_or_value = arguments[place].startswith("-") or (place > 0 and arguments[place - 1].startswith("-"))
    return "--" in arguments[:place] or not flag_or_value


def _made_kubeconfig(random: Random) -> Parts:
    """A context, and the content of a kubeconfig."""
    value = seeds.kubeconfig()
    if random.random() < 0.8:
        value = _shown_nowhere(changed_value(random, value))
    content = _json(value) if random.random() < 0.4 else seeds.as_yaml([value])
    if random.random() < 0.3:
        content = changed_bytes(random, content)
    return random.choice((b"one", b"two", b"three", b"four", b"gone")), content


def _shown_nowhere(value: Any) -> Any:
    """The same without a secret in a field that is none: what is a name may be printed."""
    secret = {"token", "password", "client-key-data", "user"}

    def without(inner: Any, key: str) -> Any:
        if isinstance(inner, dict):
            # A context has the name of its user under the key that holds the user itself elsewhere.
            named = "user" if key == "context" else ""
            return {each: without(item, "" if each == named else each) for each, item in inner.items()}
        if isinstance(inner, list):
            return [without(item, key) for item in inner]
        return (
            "moved" if isinstance(inner, str) and key not in secret and inner.startswith(("SECRET", "U0VD")) else inner
        )

    return without(value, "")


def _fault_of_kubeconfig(parts: Parts, folder: Path) -> str:
    context, content = parts
    path = folder / "config"
    path.write_bytes(content)
    with no_network():
        seen = observed(
            ["web", "--kubeconfig", str(path), "--context", context.decode("utf-8", "replace"), "-o", "json"]
        )
    return fault_of(seen, as_json=True)


@contextmanager
def no_network() -> Iterator[None]:
    """Neither a server nor a program is reached."""

    def refuse(connection: Connection, *_: Any, **__: Any) -> HttpAnswer:
        raise UnreachableError(f"{connection.url} is not asked")

    credential = _json({"apiVersion": "client.authentication.k8s.io/v1", "status": {"token": seeds.TOKEN}})
    with (
        patch.object(Connection, "get", refuse),
        patch("kubectl_porttrace.read.login.plugin._run", lambda *_: credential),
    ):
        yield


CLASSES = (
    Inputs("files", _made_file, _fault_of_file),
    Inputs("recordings", made_recording, _fault_of_recording),
    Inputs("answers", _made_answers, _fault_of_answers),
    Inputs("arguments", _made_arguments, _fault_of_arguments),
    Inputs("kubeconfigs", _made_kubeconfig, _fault_of_kubeconfig),
)
