"""One Service port, followed to the pods."""

from functools import cached_property

import msgspec

from kubectl_porttrace.model.indexing import grouped, kept_of
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import PortKey, Service, ServicePort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.endpoints.world import World
from kubectl_porttrace.trace.find_port import Resolution, find_port
from kubectl_porttrace.trace.once import once
from kubectl_porttrace.trace.policies.backends import held_back, with_policies
from kubectl_porttrace.trace.verdict import Verdict


class PodResolution(msgspec.Struct, frozen=True):
    """What one pod makes of one Service port; `resolution` is None where the name is not found."""

    pod: Pod
    resolution: Resolution | None


class Outcome(msgspec.Struct, frozen=True):
    """What the pods of one shape make of one Service port: FindPort looks at nothing else of a pod."""

    pods: tuple[Pod, ...]
    resolution: Resolution | None


class TracedPort(msgspec.Struct, frozen=True, dict=True):
    """One Service port, followed.

    `resolutions` has every matched pod that can be an endpoint, and is empty where pods were not read; `outcomes` has
    the same pods, those with the same containers together. `backends` are the actual endpoints, those of all families.
    """

    key: PortKey
    spec: ServicePort
    backends: tuple[Backend, ...]
    resolutions: tuple[PodResolution, ...]
    verdict: Verdict
    pods_left_out: bool = False
    outcomes: tuple[Outcome, ...] = ()

    @property
    def index(self) -> int:
        """Its place in `spec.ports`."""
        return self.key.index

    @property
    def path(self) -> str:
        """Its field path, as the API server's validation writes it."""
        return f"spec.ports[{self.index}]"

    @property
    def title(self) -> str:
        """As a person says it: `http 80/TCP`, or `80/TCP` without a name."""
        return self.spec.title

    @property
    def named_target(self) -> str | None:
        """The targetPort where it is a name."""
        target = self.spec.target
        return target if isinstance(target, str) else None

    @property
    def numbers(self) -> frozenset[int]:
        """What it resolves to, on whichever pods."""
        return frozenset(each.resolution.number for each in self.outcomes if each.resolution is not None)

    @cached_property
    def usable(self) -> tuple[Backend, ...]:
        """The backends that get traffic under policy Cluster."""
        return kept_of(self.backends, [backend for backend in self.backends if backend.usable])

    @cached_property
    def reachable(self) -> tuple[Backend, ...]:
        """Those of them that policies do not close to everybody."""
        return kept_of(self.usable, [backend for backend in self.usable if not backend.closed])

    @cached_property
    def resolved(self) -> tuple[PodResolution, ...]:
        """The pods on which it resolves."""
        return kept_of(self.resolutions, [entry for entry in self.resolutions if entry.resolution is not None])

    @cached_property
    def unresolved(self) -> tuple[Pod, ...]:
        """The pods on which its name is not found."""
        return tuple([entry.pod for entry in self.resolutions if entry.resolution is None])

    @cached_property
    def undeclared(self) -> bool:
        """Whether its targetPort is a number, and one of the pods does not declare it."""
        found = (entry.resolution for entry in self.resolutions)
        return self.named_target is None and any(each is None or each.declaration is None for each in found)


def _resolved(
    _snapshot: Snapshot, pods: tuple[Pod, ...], target: int | str, protocol: str
) -> tuple[tuple[Outcome, ...], tuple[PodResolution, ...]]:
    """The outcomes, and the same pod by pod."""
    wanted = ServicePort(port=0, protocol=protocol, target_port=target)
    groups = grouped((pod.spec.shape, pod) for pod in pods)
    outcomes = tuple(Outcome(alike, find_port(alike[0], wanted)) for alike in groups.values())
    if len(outcomes) == 1:
        return outcomes, tuple([PodResolution(pod, outcomes[0].resolution) for pod in pods])
    found = {id(pod): each.resolution for each in outcomes for pod in each.pods}
    return outcomes, tuple([PodResolution(pod, found[id(pod)]) for pod in pods])


def trace_port(world: World, service: Service, index: int, eligible: tuple[Pod, ...]) -> TracedPort:
    """Follow one port of a Service.

    Args:
        world: the Service's world, which says what is behind the port.
        service: the Service.
        index: the port's place in `spec.ports`.
        eligible: the pods its selector matches that are or should be in slices; none where pods were not read.
    """
    port = service.spec.ports[index]
    known = world.snapshot.shared_selections.known(service)
    outcomes, resolutions = once(known, _resolved, world.snapshot, eligible, port.target, port.protocol)
    if service.external:
        return TracedPort(PortKey(*service.key, index), port, (), resolutions, Verdict.EXTERNAL, outcomes=outcomes)
    backends = once(known, with_policies, world.snapshot, world.backends(port), port.protocol)
    left_out = world.pods_left_out(port, backends)
    verdict = held_back(world.verdict(port, backends), backends)
    return TracedPort(PortKey(*service.key, index), port, backends, resolutions, verdict, left_out, outcomes)
