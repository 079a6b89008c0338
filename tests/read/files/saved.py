"""A snapshot that is saved and read again."""

from pathlib import Path

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Event
from kubectl_porttrace.read.files.manifests import read_files
from kubectl_porttrace.read.files.recording import save

WARNED = msgspec.convert(
    {
        "metadata": {"name": "e", "namespace": "shop"},
        "involvedObject": {"kind": "Pod", "name": "web-1", "namespace": "shop"},
        "reason": "Unhealthy",
        "message": "Readiness probe failed",
        "lastTimestamp": "2026-11-21T03:00:00Z",
    },
    Event,
)


def back(snapshot: Snapshot, folder: Path) -> Snapshot:
    """The snapshot, saved and read; its source is the file."""
    path = str(folder / "saved.json")
    save(snapshot, path)
    return read_files([path], recursive=False)


def same(snapshot: Snapshot, again: Snapshot) -> bool:
    return again == replace(snapshot, source=again.source)
