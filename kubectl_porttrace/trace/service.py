"""One Service, followed to its containers: everything the checks and the report are made from."""

from functools import cached_property

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.model.endpointslice import EndpointSlice
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.convergence import Drift, drift_of
from kubectl_porttrace.trace.expected import ExpectedSlices, exclusion, expected_slices
from kubectl_porttrace.trace.owners import Owner, owner_of
from kubectl_porttrace.trace.port import TracedPort, trace_port, verdict_without_ports
from kubectl_porttrace.trace.verdict import Verdict, worst


class TracedService(msgspec.Struct, frozen=True, dict=True):
    """One Service, followed.

    `pods` are those its selector matches: None where pods were not read, empty for a Service without a selector.
    `slices` are the actual ones: None where they were not read, or where there are only manifests.
    """

    snapshot: Snapshot
    service: Service
    pods: tuple[Pod, ...] | None
    slices: tuple[EndpointSlice, ...] | None
    endpoints: Endpoints | None
    ports: tuple[TracedPort, ...]
    expected: ExpectedSlices | None
    drift: Drift | None
    verdict: Verdict

    @property
    def converging(self) -> bool:
        """Whether the slices differ from what they should be only because something just changed."""
        return self.drift is not None and self.drift.recent

    @cached_property
    def eligible_pods(self) -> tuple[Pod, ...]:
        """The matched pods that are or should be in the slices."""
        return tuple(pod for pod in self.pods or () if exclusion(self.snapshot, self.service, pod) is None)

    @cached_property
    def ready_pods(self) -> tuple[Pod, ...]:
        """The matched pods that are published as ready."""
        publish = self.service.spec.publish_not_ready_addresses
        return tuple(
            pod for pod in self.eligible_pods if pod.is_template or publish or (pod.ready and not pod.terminating)
        )

    def only(self, ports: frozenset[int]) -> "TracedService":
        """The same Service with only the ports at those places in `spec.ports`, and the verdict on these."""
        kept = tuple(port for port in self.ports if port.index in ports)
        return replace(self, ports=kept, verdict=worst((port.verdict for port in kept), self.verdict))

    def owner(self, pod: Pod) -> Owner:
        """The workload a pod belongs to."""
        return owner_of(self.snapshot, pod)


def trace_service(snapshot: Snapshot, service: Service) -> TracedService:
    """Follow every port of a Service to its containers."""
    readable = snapshot.was_read("pods", service.namespace)
    pods = snapshot.pods_of(service) if service.selects and readable else () if readable else None
    slices = None
    if snapshot.recorded and snapshot.was_read("endpointslices", service.namespace):
        slices = snapshot.slices_of(service)
    managed = service.selects and pods is not None and snapshot.recorded
    expected = expected_slices(snapshot, service) if managed else None
    drift = None
    if expected is not None and slices is not None:
        drift = drift_of(snapshot, service, expected, slices)
    ports = tuple(
        trace_port(snapshot, service, index, port, pods, slices) for index, port in enumerate(service.spec.ports)
    )
    return TracedService(
        snapshot=snapshot,
        service=service,
        pods=pods,
        slices=slices,
        endpoints=snapshot.endpoints_of(service),
        ports=ports,
        expected=expected,
        drift=drift,
        verdict=worst((port.verdict for port in ports), verdict_without_ports(service, slices)),
    )
