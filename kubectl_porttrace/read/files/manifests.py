"""`-f`: manifests, what `kubectl get -o json` printed, and saved snapshots."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from typing import BinaryIO

from msgspec.structs import replace

from kubectl_porttrace.errors import UnreadableError
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot, by_type
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.read.files.complete import completed
from kubectl_porttrace.read.files.defaults import defaulted
from kubectl_porttrace.read.files.documents import Document, documents
from kubectl_porttrace.read.files.file_times import newest
from kubectl_porttrace.read.files.objects import Decoded, decode, in_its_namespace, written_objects
from kubectl_porttrace.read.files.other_kinds import OtherObject, other_object
from kubectl_porttrace.read.files.paths import ClosedFolder, File, files_behind, shown_name
from kubectl_porttrace.read.files.recording import is_snapshot, recorded_snapshot
from kubectl_porttrace.read.files.templates import pods_of_manifests
from kubectl_porttrace.read.files.unread import unread_behind, unread_in


def read_files(
    paths: Sequence[str],
    *,
    recursive: bool,
    namespace: str = "default",
    stdin: BinaryIO | None = None,
    complete: bool = False,
) -> Snapshot:
    """Read files into a Snapshot.

    EndpointSlices that a cluster made (they have a `uid`) say that the files record a cluster. Otherwise they are
    manifests: workload templates stand for pods, after the API server's own defaulting.

    Args:
        paths: as given to `-f`: files, folders, or `-`.
        recursive: whether to look into the folders of a folder.
        namespace: the namespace of objects that name none.
        stdin: what `-` reads; None where it is closed.
        complete: whether what is not in the files does not exist. A saved snapshot says that itself.

    Raises:
        UsageError: `-` twice.
        UnreadableError: a file cannot be read or understood, or there is no object in it.
    """
    files = files_behind(paths, recursive=recursive, stdin=stdin)
    return snapshot_of(files, paths, namespace=namespace, complete=complete)


def snapshot_of(
    files: Iterable[File | ClosedFolder], paths: Sequence[str], *, namespace: str = "default", complete: bool = False
) -> Snapshot:
    """The Snapshot of files that were read, with the arguments and failures of `read_files`."""
    names = tuple(shown_name(path) for path in paths)
    found: list[Decoded | OtherObject | None] = []
    closed: list[ClosedFolder] = []
    for file in files:
        if isinstance(file, ClosedFolder):
            closed.append(file)
            continue
        here = _inside(file, names, namespace if complete else None)
        if isinstance(here, Snapshot):
            return here
        found += here
    if not found:
        raise UnreadableError(f"{', '.join(names)}: no Kubernetes object in any file")
    snapshot = _snapshot(_last_of_each((each for each in found if isinstance(each, Decoded)), namespace), names)
    whole = replace(snapshot, unread=(*snapshot.unread, *unread_behind(closed)))
    return completed(whole, [each for each in found if isinstance(each, OtherObject)]) if complete else whole


def _inside(file: File, names: Sequence[str], others_in: str | None) -> Snapshot | list[Decoded | OtherObject | None]:
    """What is in a file: objects as `_read` has them, or a saved snapshot, which is all that is read then."""
    inside = documents(file.name, file.content)
    first = next(inside, None)
    if first is not None and is_snapshot(first.value):
        return _saved(first, inside, names)
    here = _read(chain([first] if first else [], inside), named=file.named, others_in=others_in)
    if file.named and not here:
        raise UnreadableError(f"{file.name}: no Kubernetes object in it")
    return here


def _read(inside: Iterable[Document], *, named: bool, others_in: str | None) -> list[Decoded | OtherObject | None]:
    """The objects of a file; no document is kept any longer than it takes.

    Args:
        inside: the documents of the file.
        named: whether the file itself was named.
        others_in: the namespace of objects of other kinds that name none, where these matter; else they are None.
    """
    here: list[Decoded | OtherObject | None] = []
    for document in inside:
        if is_snapshot(document.value):
            raise _not_alone(document)
        for written in written_objects(document, strict=named):
            kept: Decoded | OtherObject | None = decode(written)
            if kept is None and others_in is not None:
                kept = other_object(written, others_in)
            here.append(kept)
    return here


def _saved(document: Document, others: Iterator[Document], paths: Sequence[str]) -> Snapshot:
    if len(paths) > 1 or next(others, None) is not None:
        raise _not_alone(document)
    return recorded_snapshot(document, Source("file", files=tuple(paths)))


def _not_alone(document: Document) -> UnreadableError:
    return UnreadableError(
        f"{document.file}: a saved snapshot cannot be read together with anything else",
        f"kubectl porttrace -f {document.file}",
    )


def _last_of_each(found: Iterable[Decoded], namespace: str) -> tuple[KubernetesObject, ...]:
    """Every object in its namespace; of two of one kind and name the last, as `kubectl apply` would leave it."""
    kept: dict[tuple[str, str, str], KubernetesObject] = {}
    for each in found:
        placed = in_its_namespace(each, namespace)
        kept[each.kind.key, placed.namespace, placed.name] = placed
    return tuple(kept.values())


def _snapshot(objects: Sequence[KubernetesObject], paths: tuple[str, ...]) -> Snapshot:
    stored = [defaulted(each) if isinstance(each, Service) else each for each in objects]
    snapshot = Snapshot(
        source=Source("file", files=paths),
        observed_at=newest(objects),
        objects=by_type(stored),
    )
    if not any(slice_.metadata.uid for slice_ in snapshot.endpoint_slices):
        pods = pods_of_manifests(snapshot.workloads, snapshot.pods, snapshot.services)
        others = (each for each in stored if not isinstance(each, Pod))
        snapshot = replace(snapshot, recorded=False, objects=by_type((*others, *pods)))
    return replace(snapshot, unread=unread_in(snapshot))
