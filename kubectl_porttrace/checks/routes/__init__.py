"""Family I: routes, and the Service ports that they name."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion
from kubectl_porttrace.model.service import NAMING_PORTS

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.service import TracedService


def _may_be_behind_gke(traced: "TracedService") -> bool:
    service = traced.service
    return service.key in traced.snapshot.referring.services or not NAMING_PORTS.isdisjoint(
        service.metadata.annotations
    )


OCCASIONS = (
    Occasion("TracedService", ("gke_annotations",), _may_be_behind_gke),
    Occasion("TracedRoute"),
)
