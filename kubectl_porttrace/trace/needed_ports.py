"""Which of the pods' ports others need: other ports of the Service, other Services of the same pods, probes."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.trace.find_port import find_port
from kubectl_porttrace.trace.owners import KnowsOwners
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.probes import hooks, probes
from kubectl_porttrace.trace.service import TracedService

FEW = 5
"""So many names are listed."""

Name = tuple[str, str]
"""Of a port, with its protocol."""


class _Need(msgspec.Struct, frozen=True):
    """What needs a name: a Service port, or what a probe is called."""

    port: PortKey | None = None
    title: str = ""


class _Needs(msgspec.Struct, frozen=True):
    """Who needs each name, and the names that are not found, by protocol."""

    of_name: Mapping[Name, tuple[_Need, ...]]
    lacking: Mapping[str, tuple[str, ...]]


class Lacking(NamedTuple):
    """The first of some names that pods lack, and how many there are."""

    first: tuple[str, ...]
    number: int


def needing(traced: TracedService, port: TracedPort, name: str, protocol: str) -> Iterator[str]:
    """What needs a name on the pods where a port is not found: as in `port http 80/TCP`, `Service admin`.

    Other Services are those that were read; for a Service asked for by name there may be more.

    Args:
        traced: a Service.
        port: its port, whose own need does not count.
        name: the name of a container port.
        protocol: the protocol it is needed with.
    """
    needs = _needs(traced, port).of_name.get((name, protocol), ())
    return (_said(need, traced) for need in needs if need.port != port.key)


def lacking(traced: TracedService, port: TracedPort) -> Lacking:
    """The names that the pods lack for a port and, of the same protocol, for other ports and Services.

    The port's own comes first. Not all are listed: there may be as many as there are ports, for each of these.
    """
    lost = _needs(traced, port).lacking.get(port.spec.protocol, ())
    own = (port.named_target,) if port.named_target in lost else ()
    return Lacking(tuple(dict.fromkeys((*filter(None, own), *lost[:FEW])))[:FEW], len(lost))


def _said(need: _Need, traced: TracedService) -> str:
    if need.port is None:
        return need.title
    if (need.port.namespace, need.port.service) == traced.service.key:
        return f"port {traced.service.spec.ports[need.port.index].title}"
    return f"Service {need.port.service}"


def _needs(traced: TracedService, port: TracedPort) -> _Needs:
    """Worked out once for all ports, of all Services of these pods, that lack a name on the same ones."""
    alike = {pod.spec.shape: (pod.template_of, pod.name) for pod in port.unresolved}
    return traced.of_pods(_needs_on, traced.eligible_pods, frozenset(alike.values()))


def _needs_on(subject: KnowsOwners, pods: tuple[Pod, ...], models: frozenset[tuple[str | None, str]]) -> _Needs:
    of_name: dict[Name, dict[_Need, None]] = {}
    lost: dict[str, dict[str, None]] = {}
    for pod in pods:
        for name, need, found in _on_pod(subject, pod) if (pod.template_of, pod.name) in models else ():
            of_name.setdefault(name, {})[need] = None
            if not found:
                lost.setdefault(name[1], {})[name[0]] = None
    return _Needs(
        {name: tuple(needs) for name, needs in of_name.items()},
        {protocol: tuple(names) for protocol, names in lost.items()},
    )


def _on_pod(subject: KnowsOwners, pod: Pod) -> Iterator[tuple[Name, _Need, bool]]:
    for service in subject.snapshot.selecting.services(pod):
        for index, spec in enumerate(service.spec.ports):
            if isinstance(spec.target, str):
                need = _Need(PortKey(*service.key, index))
                yield (spec.target, spec.protocol), need, find_port(pod, spec) is not None
    for use in (*probes(pod.spec), *hooks(pod.spec)):
        if isinstance(use.action.port, str) and not use.unresolved:
            # The kubelet looks a name up without its protocol (`pkg/kubelet/prober/probe.go`, `pkg/probe/util.go`).
            for protocol in ("TCP", "UDP", "SCTP"):
                need = _Need(title=f"a {use.kind} of container {use.container.name}")
                yield (use.action.port, protocol), need, True
