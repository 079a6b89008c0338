"""`--demo`: the recordings of real clusters that come with the program.

`scripts/record_demo.py` and `record_incidents.py` make them, with the test control plane and the manifests beside
these. They are stored as they are saved, a line for each object, and the wheel and the archives are packed as a whole.
"""

from importlib.resources import files

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.read.files.documents import documents
from kubectl_porttrace.read.files.recording import recorded_snapshot

SHOP = "shop"


def read_demo(name: str = SHOP) -> Snapshot:
    """A recorded cluster, by a name of `demos.DEMOS`; the first is an online shop, most of it healthy."""
    file = f"{name}.json"
    (document,) = documents(file, files(__name__).joinpath(file).read_bytes())
    return recorded_snapshot(document, Source("demo"))
