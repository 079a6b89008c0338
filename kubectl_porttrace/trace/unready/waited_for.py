"""Which Services an init container waits for, as far as its command line, its environment and its name tell.

That it waits for them is likely and not certain: a program may do anything with the name of a Service.
"""

from collections.abc import Iterator

import msgspec

from kubectl_porttrace.model.named_hosts import service_of
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot


class Wait(msgspec.Struct, frozen=True):
    """A Service that an init container names and that has no ready pod.

    Attributes:
        name: its name.
        exists: whether there is such a Service.
        circle: the Services by whose pods it waits for the Service that was asked about, that one last; empty where it
            does not.
    """

    name: str
    exists: bool
    circle: tuple[str, ...] = ()


def waits(snapshot: Snapshot, service: Service, pod: Pod, container: str) -> tuple[Wait, ...]:
    """The Services without a ready pod that an init container of a pod behind a Service names.

    Args:
        snapshot: what was read; where not all Services of the namespace were, one that was not read is passed over.
        service: the Service.
        pod: the pod.
        container: the name of its init container.
    """
    found = []
    for name in _named(pod, container):
        other = snapshot.service(pod.namespace, name)
        if other is None:
            if snapshot.holds_all("services", pod.namespace):
                found.append(Wait(name, exists=False))
        elif _serves_nobody(snapshot, other):
            found.append(Wait(name, exists=True, circle=_circle(snapshot, other, service)))
    return tuple(sorted(found, key=lambda each: (not each.circle, each.exists, each.name)))


def _named(pod: Pod, container: str) -> tuple[str, ...]:
    hosts = (host for each in pod.spec.init_containers if each.name == container for host in each.hosts)
    names = (service_of(host, pod.namespace) for host in hosts)
    return tuple(sorted({name for name in names if name}))


def _serves_nobody(snapshot: Snapshot, service: Service) -> bool:
    """Whether no pod of a Service is ready; False where it has no selector, or where pods were not read."""
    if not service.selects or service.namespace not in snapshot.complete_namespaces:
        return False
    return not any(pod.ready and not pod.terminating for pod in snapshot.pods_of(service))


def _circle(snapshot: Snapshot, first: Service, goal: Service) -> tuple[str, ...]:
    """The way from a Service to another along what the pods of each wait for; empty where there is none."""
    ways: list[tuple[Service, ...]] = [(first,)]
    seen = {first.key}
    while ways:
        way = ways.pop(0)
        if way[-1].key == goal.key:
            return tuple(each.name for each in way)
        for following in _next(snapshot, way[-1]):
            if following.key not in seen:
                seen.add(following.key)
                ways.append((*way, following))
    return ()


def _next(snapshot: Snapshot, service: Service) -> Iterator[Service]:
    for pod in snapshot.pods_of(service):
        if pod.ready or pod.terminal or pod.terminating:
            continue
        for container in pod.unfinished_init_containers:
            for name in _named(pod, container.name):
                other = snapshot.service(pod.namespace, name)
                if other is not None and _serves_nobody(snapshot, other):
                    yield other
