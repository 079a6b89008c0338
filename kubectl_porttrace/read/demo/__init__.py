"""`--demo`: the recording of a real cluster that comes with the program.

`scripts/record_demo.py` makes it, with the test control plane and the manifests beside that script.
"""

from importlib.resources import files

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.read.files.documents import documents
from kubectl_porttrace.read.files.recording import recorded_snapshot

RECORDING = "shop.json"


def read_demo() -> Snapshot:
    """The recorded cluster: the Services of an online shop, most of them healthy and some with the usual faults."""
    content = files(__name__).joinpath(RECORDING).read_bytes()
    (document,) = documents(RECORDING, content)
    return recorded_snapshot(document, Source("demo"))
