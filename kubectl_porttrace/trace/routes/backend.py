"""One reference, followed: the Service it names, the ports it means there, and what becomes of requests."""

from types import MappingProxyType

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.declared import declares
from kubectl_porttrace.model.reference import HEALTH_PORT, ByNumber, DeclaredPort, Reference
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.backends import held_back
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.routes.consumers import Consumer, taken_instead, used_by
from kubectl_porttrace.trace.routes.grants import granted, needs_grant
from kubectl_porttrace.trace.routes.resolving import Missing, Resolution, Resolved, resolve
from kubectl_porttrace.trace.service import TracedService, TraceService, trace_service
from kubectl_porttrace.trace.verdict import Verdict, worst

_OF_GRANT = MappingProxyType({True: Verdict.EXTERNAL, None: Verdict.UNKNOWN, False: Verdict.BROKEN})
"""What a grant alone makes of requests: nothing bad where there is one."""


class TracedBackend(msgspec.Struct, frozen=True):
    """One reference, followed.

    Attributes:
        reference: the place that names a Service port.
        exists: whether the Service exists; None where that is not known.
        service: the Service, followed; None where it does not exist, or was not read.
        resolution: what its port means there; None without a Service.
        verdict: what becomes of requests, as far as Service and port decide it.
        granted: whether a route of the Gateway API may name the Service; None where that is not known.
        by_contract: what its port means by the API's own words, where the controller takes another one.
        consumer: the controller that serves it, where its rules are known.
    """

    reference: Reference
    exists: bool | None
    service: TracedService | None
    resolution: Resolution | None
    verdict: Verdict
    granted: bool | None = True
    by_contract: Resolution | None = None
    consumer: Consumer | None = None

    @property
    def used(self) -> bool | None:
        """Whether the controller sends to any endpoint of the ports; None where that is not known."""
        if self.consumer is None or self.service is None or self.reference.dials != "pods":
            return None
        if not self.consumer.dials_pods(self.service.service):
            return None
        return used_by(self.consumer, [each for port in self.ports for each in port.backends if not each.closed])

    @property
    def fails_by_controller(self) -> bool:
        """Whether the Service port is right, and its controller takes another one, or none of its endpoints."""
        unused = self.used is False and any(port.usable for port in self.ports)
        return unused or isinstance(self.by_contract, Resolved)

    @property
    def ports(self) -> tuple[TracedPort, ...]:
        """The Service ports that are meant; none of who finds the pods without the Service."""
        alone = self.reference.dials == "pods-alone"
        if alone or self.service is None or not isinstance(self.resolution, Resolved):
            return ()
        return tuple(self.service.ports[index] for index in self.resolution.indices)

    @property
    def port_keys(self) -> frozenset[PortKey]:
        """What names them."""
        return frozenset(port.key for port in self.ports)

    @property
    def missing(self) -> Missing | None:
        """That there is no such port, where there is none."""
        return self.resolution if isinstance(self.resolution, Missing) else None

    @property
    def path(self) -> str:
        """The field path of its port; of all of it, where no port is written."""
        reference = self.reference
        if reference.port_at:
            return reference.port_at
        return f"{reference.path}.{reference.port_path}" if reference.port_path else reference.path


def trace_backend(
    snapshot: Snapshot, reference: Reference, trace: TraceService = trace_service, consumer: Consumer | None = None
) -> TracedBackend:
    """Follow one reference.

    Args:
        snapshot: what was read.
        reference: the place that names a Service port.
        trace: what follows a Service; for several references to one, what does so once.
        consumer: the controller that serves it; None where it is not known, or its rules are not.
    """
    may = granted(snapshot, reference) if needs_grant(reference) else True
    service = snapshot.service(*reference.service_key)
    if service is None:
        return _without_service(snapshot, reference, granted=may)
    traced = trace(snapshot, service)
    reference, resolution = _resolved(reference, traced)
    instead = taken_instead(consumer, reference, service)
    differs = instead is not None and resolution != Resolved((instead,))
    found = TracedBackend(
        reference=reference,
        exists=True,
        service=traced,
        resolution=Resolved((instead,)) if differs and instead is not None else resolution,
        verdict=Verdict.UNKNOWN,
        granted=may,
        by_contract=resolution if differs else None,
        consumer=consumer,
    )
    return replace(found, verdict=max(_verdict(found, traced), _OF_GRANT[may]))


def _resolved(reference: Reference, traced: TracedService) -> tuple[Reference, Resolution]:
    """What a reference means; where the port of its health check alone is missing, a reference to that, and this."""
    on_pods = {port.index: frozenset(backend.port for backend in port.backends) for port in traced.ports}
    resolution = resolve(reference, traced.service, on_pods)
    if isinstance(reference.port, DeclaredPort) and _nobody_declares(traced, reference.port):
        return reference, Missing()
    if reference.health_port and isinstance(resolution, Resolved):
        health = replace(reference, port=ByNumber(reference.health_port), port_path=HEALTH_PORT)
        missing = resolve(health, traced.service, on_pods)
        return (health, missing) if isinstance(missing, Missing) else (reference, resolution)
    return reference, resolution


def _without_service(snapshot: Snapshot, reference: Reference, *, granted: bool | None) -> TracedBackend:
    """Requests get nowhere, but where a Service may exist that was not read."""
    exists = False if _is_known_to_be_missing(snapshot, reference) else None
    unknown = exists is None and granted is not False
    return TracedBackend(
        reference=reference,
        exists=exists,
        service=None,
        resolution=None,
        verdict=Verdict.UNKNOWN if unknown else Verdict.BROKEN,
        granted=granted,
    )


def _nobody_declares(traced: TracedService, wanted: DeclaredPort) -> bool:
    """Whether no pod that is to serve declares a port, which is found by that alone."""
    pods = traced.living_pods
    return bool(pods) and all(declares(pod, wanted.port) is False for pod in pods)


def _verdict(found: TracedBackend, traced: TracedService) -> Verdict:
    """What becomes of requests: none arrive where they should if the controller takes another port than is meant."""
    resolution, reference = found.resolution, found.reference
    if isinstance(resolution, Missing) or isinstance(found.by_contract, Resolved):
        return Verdict.BROKEN
    if reference.dials == "pods-alone":
        return Verdict.WIRED
    if not isinstance(resolution, Resolved):
        return Verdict.EXTERNAL if traced.service.external else Verdict.UNKNOWN
    ports = [traced.ports[index] for index in resolution.indices]
    if reference.dials == "pods":
        return _for_consumer(worst(map(_on_pods, ports), Verdict.UNKNOWN), used=found.used)
    return worst((port.verdict for port in ports), Verdict.UNKNOWN)


def _for_consumer(verdict: Verdict, *, used: bool | None) -> Verdict:
    """The verdict for a controller that uses other endpoints than kube-proxy does."""
    if used is False and verdict in {Verdict.WIRED, Verdict.PARTIAL}:
        return Verdict.BROKEN
    return Verdict.WIRED if used and verdict is Verdict.BROKEN else verdict


def _on_pods(port: TracedPort) -> Verdict:
    """For who dials the addresses in the slices, neither policy Local nor a headless Service changes anything.

    What NetworkPolicies close to everybody is closed to a controller as well.
    """
    if not port.usable or port.verdict in {Verdict.UNKNOWN, Verdict.EXTERNAL}:
        return port.verdict
    return held_back(Verdict.PARTIAL if port.pods_left_out else Verdict.WIRED, port.usable)


def _is_known_to_be_missing(snapshot: Snapshot, reference: Reference) -> bool:
    """Whether a Service that was not found does not exist: it was asked for, or all of its namespace were."""
    if not snapshot.was_read("services", reference.service_namespace):
        return False
    if reference.service_key in snapshot.missing_services:
        return True
    return snapshot.holds_all("services", reference.service_namespace)
