"""Which numbers of which pods are worth a try: those behind a Service port of which nothing is known.

Of a port three pods at most, one of each owner and revision: what pods of one template listen on is the same. Those
that are not ready come first, for they are the likelier to be in trouble; one that gets traffic is tried beside one
that gets none.
"""

from collections.abc import Iterable, Iterator

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.find_port import declarations
from kubectl_porttrace.trace.listening.evidence import listening_at
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService

MOST = 3
"""Pods that are tried for one port."""


class NumberWanted(msgspec.Struct, frozen=True):
    """A number of a pod to be tried; `others` are the further TCP numbers that its containers declare."""

    pod: Pod
    number: int
    protocol: str
    others: tuple[int, ...] = ()


class Probed(msgspec.Struct, frozen=True):
    """A Service to be tried, which of its ports, and the keys of the pods to be tried; None for any."""

    traced: TracedService
    ports: tuple[TracedPort, ...]
    pods: frozenset[tuple[str, str]] | None = None


def wanted_of(probed: Probed, port: TracedPort, protocols: frozenset[str]) -> tuple[NumberWanted, ...]:
    """What is to be tried of one port.

    Args:
        probed: its Service.
        port: the port.
        protocols: those that can be tried.
    """
    traced = probed.traced
    if port.spec.protocol not in protocols:
        return ()
    chosen: dict[object, Backend] = {}
    for backend in sorted(_open(traced, port), key=_order):
        if backend.pod is not None and (probed.pods is None or backend.pod.key in probed.pods):
            owner = traced.owner(backend.pod)
            chosen.setdefault((owner.title, owner.replica_set, backend.port, backend.usable), backend)
    return tuple(_wanted(backend.pod, backend, port) for backend in list(chosen.values())[:MOST] if backend.pod)


def all_wanted(services: Iterable[Probed], protocols: frozenset[str]) -> Iterator[NumberWanted]:
    """What is to be tried of some Services, each number of a pod once."""
    seen: set[tuple[str, str, int, str]] = set()
    for probed in services:
        for port in probed.ports:
            for each in wanted_of(probed, port, protocols):
                key = (*each.pod.key, each.number, each.protocol)
                if key not in seen:
                    seen.add(key)
                    yield each


def _open(traced: TracedService, port: TracedPort) -> Iterator[Backend]:
    """The backends on the first address of a pod that runs, of which nothing is known."""
    for backend in port.backends:
        pod = backend.pod
        if pod is None or pod.is_template or pod.terminal or backend.gone or backend.ip != pod.status.pod_ip:
            continue
        if listening_at(traced.snapshot, backend, port.spec.protocol).word == "unknown":
            yield backend


def _order(backend: Backend) -> tuple[bool, bool, str]:
    return backend.terminating, backend.ready, backend.pod.name if backend.pod else ""


def _wanted(pod: Pod, backend: Backend, port: TracedPort) -> NumberWanted:
    declared = (each.port for each in declarations(pod.spec) if each.port.protocol == "TCP")
    others = dict.fromkeys(each.container_port for each in declared if each.container_port != backend.port)
    return NumberWanted(pod, backend.port, port.spec.protocol, tuple(others))
