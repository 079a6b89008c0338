"""Family M: monitors of the Prometheus operator, and the ports that they have scraped."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.service import PROMETHEUS_PORT

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.service import TracedService


def _annotated(traced: "TracedService") -> bool:
    return PROMETHEUS_PORT in traced.service.metadata.annotations


def _monitored(traced: "TracedService") -> bool:
    return bool(traced.snapshot.of_kind(KIND_BY_NAME["ServiceMonitor"]))


OCCASIONS = (
    Occasion("TracedService", ("annotated_port",), _annotated),
    Occasion("TracedService", ("labels_almost_match",), _monitored),
    Occasion("TracedCaller"),
)
