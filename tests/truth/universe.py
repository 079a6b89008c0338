"""Bounded universes: every pod, every endpoint and every policy that a few names, numbers and states can make."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, product

import msgspec

from kubectl_porttrace.model.container import Container, InitContainer
from kubectl_porttrace.model.pod import Pod, PodSpec
from kubectl_porttrace.model.service import ServicePort
from tests.build import port

NAMES = ("", "a", "b")
NUMBERS = (80, 81)
PROTOCOLS = ("TCP", "UDP")
KINDS = ("container", "sidecar", "init")

TARGETS: tuple[ServicePort, ...] = tuple(
    ServicePort(port=8000, target_port=target, protocol=protocol)
    for target in ("a", "b", "c", 80, 9999)
    for protocol in PROTOCOLS
)


@dataclass(frozen=True)
class Piece:
    """A container with the JSON that upstream reads, every default written out as the API server does."""

    kind: str
    container: Container
    json: bytes


def pods() -> Iterator[tuple[Pod, bytes]]:
    """Every pod of up to two containers with up to two ports each, and of three with up to one, in every kind."""
    wide = [_piece(kind, chosen) for kind in KINDS for count in (0, 1, 2) for chosen in product(_ports(), repeat=count)]
    narrow = [piece for piece in wide if len(piece.container.ports) <= 1]
    for pieces in chain(product(wide, repeat=1), product(wide, repeat=2), product(narrow, repeat=3)):
        yield _pod(pieces)


def targets_json() -> bytes:
    """The Service ports asked about, as upstream reads them."""
    written = [{"port": each.port, "targetPort": each.target_port, "protocol": each.protocol} for each in TARGETS]
    return msgspec.json.encode(written)


def _ports() -> Sequence[tuple[int, str, str]]:
    return list(product(NUMBERS, NAMES, PROTOCOLS))


def _piece(kind: str, chosen: Sequence[tuple[int, str, str]]) -> Piece:
    policy = "Always" if kind == "sidecar" else None
    raw = {
        "name": "c",
        "ports": [{"containerPort": n, "name": name, "protocol": protocol} for n, name, protocol in chosen],
        **({"restartPolicy": policy} if policy else {}),
    }
    made = Container(name="c", ports=tuple(port(*each) for each in chosen), restart_policy=policy)
    return Piece(kind, made, msgspec.json.encode(raw))


def as_init(made: Container) -> InitContainer:
    """The same as an init container."""
    return msgspec.convert(msgspec.to_builtins(made), InitContainer)


def _pod(pieces: Sequence[Piece]) -> tuple[Pod, bytes]:
    regular = [piece for piece in pieces if piece.kind == "container"]
    init = [piece for piece in pieces if piece.kind != "container"]
    spec = PodSpec(
        containers=tuple(piece.container for piece in regular),
        init_containers=tuple(as_init(piece.container) for piece in init),
    )
    text = b'{"spec":{"containers":[%b],"initContainers":[%b]}}' % (
        b",".join(piece.json for piece in regular),
        b",".join(piece.json for piece in init),
    )
    return Pod(spec=spec), text
