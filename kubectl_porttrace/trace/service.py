"""One Service, followed to its containers: everything the checks and the report are made from."""

from collections.abc import Callable, Hashable
from functools import cached_property
from typing import Any, Concatenate, ParamSpec, TypeAlias, TypeVar

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.indexing import grouped, kept_of
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import PortKey, Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.convergence import Drift, drift_of
from kubectl_porttrace.trace.endpoints.foreseen import Foreseen
from kubectl_porttrace.trace.endpoints.published import Published
from kubectl_porttrace.trace.endpoints.world import World, world_of
from kubectl_porttrace.trace.expected import ExpectedSlices, expected_slices
from kubectl_porttrace.trace.once import once
from kubectl_porttrace.trace.owners import KnowsOwners, Owner, owner_of, told_by
from kubectl_porttrace.trace.port import TracedPort, trace_port
from kubectl_porttrace.trace.verdict import Verdict, worst

Item = TypeVar("Item")
Derived = TypeVar("Derived")
More = ParamSpec("More")


class TracedService(msgspec.Struct, frozen=True, dict=True):
    """One Service, followed.

    `pods` are those its selector matches: None where pods were not read, empty for a Service without a selector;
    `eligible_pods` are those of them that are or should be in the slices.
    `world` says what is behind its ports: published slices, what stands in for them, or what is foreseen.
    """

    snapshot: Snapshot
    service: Service
    world: World
    pods: tuple[Pod, ...] | None
    eligible_pods: tuple[Pod, ...]
    endpoints: Endpoints | None
    ports: tuple[TracedPort, ...]
    expected: ExpectedSlices | None
    drift: Drift | None
    verdict: Verdict

    @property
    def slices(self) -> tuple[EndpointSlice, ...] | None:
        """The actual slices: None where they were not read, or where there are only manifests."""
        return self.world.slices

    @property
    def in_manifests(self) -> bool:
        """Whether there are only manifests: no controller has acted on the Service."""
        return isinstance(self.world, Foreseen)

    @property
    def foreseen(self) -> bool:
        """Whether it is what would be: it is in manifests, and so are its pods, which `kubectl get` did not print.

        Or manifests that are laid over a cluster make something else of it than there is.
        """
        if self.service.key in self.snapshot.laid_over:
            return True
        return self.in_manifests and all(pod.is_template for pod in self.pods or ())

    @property
    def kind(self) -> str:
        """As in `kind:`."""
        return "Service"

    @property
    def namespace(self) -> str:
        """The Service's namespace."""
        return self.service.namespace

    @property
    def name(self) -> str:
        """The Service's name."""
        return self.service.name

    @property
    def converging(self) -> bool:
        """Whether the slices differ from what they should be only because something just changed."""
        return self.drift is not None and self.drift.recent

    @property
    def drifting(self) -> bool:
        """Whether the slices differ from what they should be; those of a Service that is being deleted may."""
        return self.drift is not None and self.service.metadata.deletion_timestamp is None

    @cached_property
    def living_pods(self) -> tuple[Pod, ...]:
        """The matched pods that are to serve: neither ended nor being deleted; templates among them."""
        return self.of_pods(_living, self.pods or ())

    @cached_property
    def alike_pods(self) -> tuple[tuple[Pod, ...], ...]:
        """The living pods, those of one owner and with the same containers together."""
        return self.of_pods(_alike, self.living_pods)

    @cached_property
    def pods_by_owner(self) -> tuple[tuple[Owner, tuple[Pod, ...]], ...]:
        """The living pods of each owner, of all its revisions, with what is known of the owner by the first of them."""
        return self.of_pods(_by_owner, self.living_pods)

    @cached_property
    def ready_pods(self) -> tuple[Pod, ...]:
        """The matched pods that are published as ready."""
        return self.of_pods(_ready, self.eligible_pods, publish=self.service.spec.publish_not_ready_addresses)

    def only(self, ports: frozenset[PortKey]) -> "TracedService":
        """The same Service with only these ports, and the verdict on them."""
        kept = tuple(port for port in self.ports if port.key in ports)
        return replace(self, ports=kept, verdict=worst((port.verdict for port in kept), self.verdict))

    def once(self, derive: "Callable[[TracedService], Derived]") -> Derived:
        """What a function makes of this Service, worked out once for all the checks that look at it."""
        if derive not in self._derived:
            self._derived[derive] = derive(self)
        found: Derived = self._derived[derive]
        return found

    def of_pods(
        self,
        derive: Callable[Concatenate[KnowsOwners, tuple[Item, ...], More], Derived],
        items: tuple[Item, ...],
        *more: More.args,
        **named: More.kwargs,
    ) -> Derived:
        """What a function makes of its pods, or of what was made of them, and of more values.

        It is worked out once for all Services with these pods, and so must depend on nothing else of the Service.
        """
        subject: KnowsOwners = self
        return once(self._known, derive, subject, items, *more, **named)

    def owner(self, pod: Pod) -> Owner:
        """The workload a pod belongs to."""
        known = self._owners.get(id(pod))
        if known is None:
            # The pod is kept as well, so that no other gets its identity.
            known = self._owners[id(pod)] = pod, self._owner_told_by(pod)
        return known[1]

    def _owner_told_by(self, pod: Pod) -> Owner:
        """The same for all the pods of one ReplicaSet, and so worked out once for them."""
        told = (pod.namespace, told_by(pod))
        if told not in self._told:
            self._told[told] = owner_of(self.snapshot, pod)
        return self._told[told]

    @cached_property
    def _derived(self) -> dict[object, Any]:
        return {}

    @cached_property
    def _known(self) -> dict[Hashable, Any]:
        """What is known of its pods, to all Services of this selector."""
        return self.snapshot.shared_selections.known(self.service)

    @cached_property
    def _owners(self) -> dict[int, tuple[Pod, Owner]]:
        """By the identity of the pods; filled as they are asked for, for most checks ask for the same ones."""
        return self.of_pods(_no_owners_yet, self.pods or ())

    @cached_property
    def _told(self) -> dict[Hashable, Owner]:
        return self.of_pods(_nothing_told_yet, self.pods or ())


def _living(_subject: KnowsOwners, pods: tuple[Pod, ...]) -> tuple[Pod, ...]:
    kept = [pod for pod in pods if not pod.terminal and not pod.terminating]
    return kept_of(pods, kept)


def _by_owner(subject: KnowsOwners, pods: tuple[Pod, ...]) -> tuple[tuple[Owner, tuple[Pod, ...]], ...]:
    groups = grouped((subject.owner(pod).title, pod) for pod in pods)
    return tuple((subject.owner(members[0]), members) for members in groups.values())


def _alike(subject: KnowsOwners, pods: tuple[Pod, ...]) -> tuple[tuple[Pod, ...], ...]:
    return tuple(grouped(((subject.owner(pod).title, pod.spec.shape), pod) for pod in pods).values())


def _ready(_subject: KnowsOwners, pods: tuple[Pod, ...], *, publish: bool) -> tuple[Pod, ...]:
    kept = [pod for pod in pods if pod.is_template or publish or (pod.ready and not pod.terminating)]
    return kept_of(pods, kept)


def _no_owners_yet(_subject: KnowsOwners, _pods: tuple[Pod, ...]) -> dict[int, tuple[Pod, Owner]]:
    return {}


def _nothing_told_yet(_subject: KnowsOwners, _pods: tuple[Pod, ...]) -> dict[Hashable, Owner]:
    return {}


def _verdict_without_ports(world: World, service: Service) -> Verdict:
    return Verdict.EXTERNAL if service.external else world.verdict_without_ports()


TraceService: TypeAlias = Callable[[Snapshot, Service], TracedService]
"""What follows a Service: `trace_service`, or what remembers those it followed before."""


def trace_service(snapshot: Snapshot, service: Service) -> TracedService:
    """Follow every port of a Service to its containers."""
    readable = snapshot.was_read("pods", service.namespace)
    pods = snapshot.pods_of(service) if service.selects and readable else () if readable else None
    computed = expected_slices(snapshot, service) if service.selects and readable else None
    eligible = computed.eligible if computed else ()
    world = world_of(snapshot, service, eligible)
    expected = None if isinstance(world, Foreseen) else computed
    drift = None
    if expected is not None and world.slices is not None:
        drift = drift_of(snapshot, service, expected, world.slices)
    if isinstance(world, Published) and drift is not None:
        world = replace(world, converging=drift.recent)
    ports = tuple(trace_port(world, service, index, eligible) for index in range(len(service.spec.ports)))
    return TracedService(
        snapshot=snapshot,
        service=service,
        world=world,
        pods=pods,
        eligible_pods=eligible,
        endpoints=snapshot.endpoints_of(service),
        ports=ports,
        expected=expected,
        drift=drift,
        verdict=max(port.verdict for port in ports) if ports else _verdict_without_ports(world, service),
    )
