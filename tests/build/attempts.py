"""Attempts on pods, as `--probe` brings them back."""

from typing import Any

from kubectl_porttrace.model.attempt import Attempt, AttemptOutcome, Method, Socket
from kubectl_porttrace.model.pod import Pod
from tests.build.times import NOW


def tried(pod: Pod, method: Method, outcome: AttemptOutcome, number: int = 8080, **fields: Any) -> Attempt:
    """What came of trying a number of a pod."""
    return Attempt(
        method=method,
        request=f"GET {method} of {pod.name}",
        namespace=pod.namespace,
        pod=pod.name,
        uid=pod.metadata.uid,
        number=number,
        outcome=outcome,
        at=NOW,
        **fields,
    )


def sockets(pod: Pod, *listening: str, tables: tuple[str, ...] = ("tcp", "tcp6", "udp", "udp6")) -> Attempt:
    """The sockets of a pod, each as `TCP 0.0.0.0 8080`."""
    found = (each.split() for each in listening)
    return tried(
        pod,
        "proc",
        "read",
        0,
        tables=tables,
        sockets=tuple(Socket("UDP" if kind == "UDP" else "TCP", ip, int(port)) for kind, ip, port in found),
    )
