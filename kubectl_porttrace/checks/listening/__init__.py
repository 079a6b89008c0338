"""Family L: what trying showed of the programs behind a Service."""

from typing import TYPE_CHECKING

from kubectl_porttrace.checks.occasions import Occasion

if TYPE_CHECKING:  # for the annotations alone
    from kubectl_porttrace.trace.routes.referrer import TracedReferrer
    from kubectl_porttrace.trace.service import TracedService


def _tried(traced: "TracedService | TracedReferrer") -> bool:
    return bool(traced.snapshot.attempts)


OCCASIONS = (
    Occasion("TracedReferrer", ("route_speaks_otherwise",), _tried),
    Occasion("TracedService", arises=_tried),
)
