"""All that is known of listening at a backend, from the strongest evidence there is."""

from msgspec.structs import replace

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.listening.kubelet import shown_by_kubelet
from kubectl_porttrace.trace.listening.listening import UNKNOWN, Listening


def listening_at(snapshot: Snapshot, backend: Backend, protocol: str) -> Listening:
    """Whether something listens at a backend, and what shows it.

    Args:
        snapshot: what was read.
        backend: an address behind a Service port.
        protocol: the port's protocol; of UDP only sockets tell.
    """
    pod = backend.pod
    if pod is None:
        return UNKNOWN
    free = shown_by_kubelet(snapshot, pod, backend.ip, backend.port) if protocol == "TCP" else UNKNOWN
    if free.word != "unknown" or not snapshot.attempts:
        return free
    # Most runs try nothing.
    from kubectl_porttrace.trace.listening.tried import shown_by_attempts

    tried = shown_by_attempts(snapshot, pod, backend.ip, backend.port, protocol)
    return tried if tried.word != "unknown" else replace(tried, hint=free.hint)
