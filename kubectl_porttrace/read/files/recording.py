"""`--save`: a Snapshot as one JSON document that gives the same report elsewhere, and back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.errors import PorttraceError, UnreadableError, UsageError
from kubectl_porttrace.model.attempt import Attempt
from kubectl_porttrace.model.container_status import ContainerState, ContainerStatus
from kubectl_porttrace.model.kept_annotations import ANNOTATIONS_KEPT, ANNOTATIONS_NOTED, ANNOTATIONS_REDUCED
from kubectl_porttrace.model.kinds import KINDS, kind_of
from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, ObjectMeta
from kubectl_porttrace.model.pod import Pod, PodStatus
from kubectl_porttrace.model.snapshot import Snapshot, by_type
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.model.times import Time
from kubectl_porttrace.model.unread import Unread, UnreadReason
from kubectl_porttrace.model.workload import EVENT_REASONS, Event
from kubectl_porttrace.read.cluster.interning import Interner
from kubectl_porttrace.read.files.documents import Document
from kubectl_porttrace.read.files.init_containers import without_commands
from kubectl_porttrace.read.files.json_values import JSON
from kubectl_porttrace.read.files.names import NAMED, named
from kubectl_porttrace.read.files.objects import Decoded, Written, decode, header_of, in_its_namespace
from kubectl_porttrace.read.files.writing import write_whole

API_VERSION = "porttrace/v1"
KIND = "Snapshot"


class _Part(msgspec.Struct, rename="camel", frozen=True):
    """A part of the saved document."""


class _Source(_Part, frozen=True):
    type: Literal["cluster", "file", "demo"] = "cluster"
    context: str | None = None


class _Unread(_Part, frozen=True):
    resource: str
    namespace: str | None
    reason: UnreadReason
    message: str


class _Header(_Part, frozen=True):
    """What the document says beside its items."""

    observed_at: Time
    api_version: Literal["porttrace/v1"] = "porttrace/v1"
    kind: Literal["Snapshot"] = "Snapshot"
    source: _Source = _Source()
    recorded: bool = True
    unread: tuple[_Unread, ...] = ()
    complete_namespaces: tuple[str, ...] = ()
    missing_services: tuple[tuple[str, str], ...] = ()
    listed: tuple[tuple[str, str], ...] = ()
    attempts: tuple[Attempt, ...] = ()


def save(snapshot: Snapshot, path: str) -> None:
    """Write what was read, as far as the code uses it, in one piece or not at all.

    What the model does not name (the data of Secrets, environment values, commands, volumes) is not in it. Of Secrets
    and ConfigMaps only the name is written, and only of those that a finding may name; of the commands of init
    containers only the Services that one names which does not end. Of the annotations only those are kept that decide
    something, of the events those that are read, and what a container said when it ended only where its pod is not
    ready. One line per object, for two recordings to be compared.

    Args:
        snapshot: what was read.
        path: the file to write; one that exists is replaced and keeps its mode.

    Raises:
        UsageError: the path is `-`.
        PorttraceError: it cannot be written.
    """
    if path == "-":
        raise UsageError("--save takes a file; standard output is for the report", "kubectl porttrace --save web.json")
    _write(path, saved(snapshot))


def saved(snapshot: Snapshot) -> bytes:
    """The document that `save` writes."""
    header = _Header(
        observed_at=snapshot.observed_at,
        source=_Source(snapshot.source.type, snapshot.source.context),
        recorded=snapshot.recorded,
        unread=tuple(_Unread(**msgspec.structs.asdict(unread)) for unread in snapshot.unread),
        complete_namespaces=tuple(sorted(snapshot.complete_namespaces)),
        missing_services=tuple(sorted(snapshot.missing_services)),
        listed=tuple(sorted(snapshot.listed)),
        attempts=snapshot.attempts,
    )
    fields = {"apiVersion": API_VERSION, "kind": KIND, **msgspec.to_builtins(header)}
    if not snapshot.attempts:
        del fields["attempts"]
    lines = [f"{_text(key)}:{_text(value)}" for key, value in fields.items()]
    items = ",\n".join(_text(item) for item in _items(snapshot))
    return ("{" + ",\n".join([*lines, f'"items":[\n{items}\n]']) + "}\n").encode()


def is_snapshot(value: JSON) -> bool:
    """Whether a document is a saved snapshot."""
    return header_of(value) == (API_VERSION, KIND)


def recorded_snapshot(document: Document, source: Source) -> Snapshot:
    """The Snapshot that was saved.

    Args:
        document: one that `is_snapshot`.
        source: where it is from now.

    Raises:
        UnreadableError: it is not what `save` writes.
    """
    value = document.value if isinstance(document.value, dict) else {}
    items = value.get("items")
    try:
        header = msgspec.convert({key: each for key, each in value.items() if key != "items"}, _Header)
    except msgspec.ValidationError as error:
        raise UnreadableError(f"{document.title}: not a snapshot that --save wrote: {error}") from None
    if not isinstance(items, list):
        raise UnreadableError(f"{document.title}: not a snapshot that --save wrote: items is not a list")
    decoded = (_item(f"{document.title}, items[{place}]", item) for place, item in enumerate(items))
    # A cluster has one object of a kind and name; whoever wrote a second by hand means the last.
    placed = ((each.kind.key, in_its_namespace(each, "")) for each in decoded if each is not None)
    found = {(kind, *each.key): each for kind, each in placed}
    Interner().intern(found.values())
    return Snapshot(
        source=source,
        observed_at=header.observed_at,
        recorded=header.recorded,
        objects=by_type(found.values()),
        unread=tuple(Unread(each.resource, each.namespace, each.reason, each.message) for each in header.unread),
        complete_namespaces=frozenset(header.complete_namespaces),
        missing_services=frozenset(header.missing_services),
        listed=frozenset(header.listed),
        attempts=header.attempts,
    )


def _item(title: str, value: JSON) -> Decoded | None:
    api_version, kind = header_of(value)
    return decode(Written(title, api_version, kind, value))


def _items(snapshot: Snapshot) -> Iterator[dict[str, object]]:
    """Every object with its apiVersion and kind, in the Snapshot's order within each type."""
    for model in dict.fromkeys(kind.model for kind in KINDS):
        told = named(snapshot, model)
        for each in snapshot.all_of(model):
            if isinstance(each, Event) and each.reason not in EVENT_REASONS:
                continue
            if told is not None and each.key not in told:
                continue
            kind, plain = kind_of(each), without_commands(snapshot, each)
            yield {
                "apiVersion": kind.api_version,
                "kind": kind.name,
                **msgspec.to_builtins(_reduced(plain)),
            }


def _reduced(each: KubernetesObject) -> KubernetesObject:
    """The object without annotations that decide nothing, and without the text of those whose presence decides.

    What the containers of a ready pod said, such as what a program left when it last ended, explains nothing.
    """
    if isinstance(each, Pod) and each.ready:
        each = replace(each, status=_without_messages(each.status))
    if isinstance(each, NAMED):
        return replace(each, metadata=ObjectMeta(name=each.name, namespace=each.namespace))
    if not isinstance(each.metadata, AnnotatedMeta):
        return each
    kept = ((key, _kept(key, value)) for key, value in each.metadata.annotations.items())
    annotations = {key: value for key, value in kept if value is not None}
    return replace(each, metadata=replace(each.metadata, annotations=annotations))


def _kept(key: str, value: str) -> str | None:
    """What is saved of the value of an annotation; None where the annotation is left out."""
    if key in ANNOTATIONS_KEPT:
        return value
    reduced = next((reduce(value) for prefix, reduce in ANNOTATIONS_REDUCED.items() if key.startswith(prefix)), None)
    return "" if key in ANNOTATIONS_NOTED else reduced


def _without_messages(status: PodStatus) -> PodStatus:
    return replace(
        status,
        container_statuses=tuple(map(_unsaid, status.container_statuses)),
        init_container_statuses=tuple(map(_unsaid, status.init_container_statuses)),
    )


def _unsaid(status: ContainerStatus) -> ContainerStatus:
    def quiet(state: ContainerState) -> ContainerState:
        waiting, ended = state.waiting, state.terminated
        return replace(
            state,
            waiting=None if waiting is None else replace(waiting, message=""),
            terminated=None if ended is None else replace(ended, message=""),
        )

    return replace(status, state=quiet(status.state), last_state=quiet(status.last_state))


def _text(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _write(path: str, content: bytes) -> None:
    target = Path(path)
    try:
        # Links are followed, for `--save /dev/stdout` not to replace the device.
        if target.exists() and not target.is_file():
            raise PorttraceError(f"{path}: cannot be written: not a file", "--save takes the name of a file")
        write_whole(target, content)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "no file can have that name"
        raise PorttraceError(f"{path}: cannot be written: {reason.lower()}") from None
