"""All that is known of listening at a backend, from the strongest evidence there is."""

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.listening.kubelet import shown_by_kubelet
from kubectl_porttrace.trace.listening.listening import UNKNOWN, Listening


def listening_at(snapshot: Snapshot, backend: Backend, protocol: str) -> Listening:
    """Whether something listens at a backend, and what shows it.

    Args:
        snapshot: what was read.
        backend: an address behind a Service port.
        protocol: the port's protocol; the kubelet probes TCP alone.
    """
    if backend.pod is None or protocol != "TCP":
        return UNKNOWN
    return shown_by_kubelet(snapshot, backend.pod, backend.ip, backend.port)
