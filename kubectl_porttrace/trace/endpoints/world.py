"""Which of the three worlds a Service is in; everybody else asks the result."""

from typing import TypeAlias

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.endpoints.foreseen import Foreseen
from kubectl_porttrace.trace.endpoints.published import Published
from kubectl_porttrace.trace.endpoints.stand_in import StandIn

World: TypeAlias = Published | StandIn | Foreseen
"""Each says what is behind a port of its Service (`backends`), and the verdict on that. `slices` are the actual ones;
None where they were not read, or where there are only manifests."""


def world_of(snapshot: Snapshot, service: Service, eligible: tuple[Pod, ...]) -> World:
    """The world of a Service.

    Args:
        snapshot: what was read.
        service: the Service.
        eligible: the pods its selector matches that are or should be in slices; none where pods were not read.
    """
    if not snapshot.recorded:
        return Foreseen(snapshot, service, eligible)
    if not snapshot.was_read("endpointslices", service.namespace):
        return StandIn(snapshot, service, eligible)
    return Published(snapshot, service, snapshot.slices_of(service))
