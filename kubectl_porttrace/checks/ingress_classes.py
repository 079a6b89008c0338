"""Whether an Ingress is served already, whatever its class."""

from datetime import timedelta

from kubectl_porttrace.model.referrers.ingress import Ingress
from kubectl_porttrace.trace.routes.referrer import TracedRoute

PATIENCE = timedelta(minutes=10)
"""A cloud may take some minutes to make a load balancer."""


def ingress_of(traced: TracedRoute) -> Ingress:
    """The Ingress itself.

    Raises:
        TypeError: it is a route of another kind.
    """
    if not isinstance(traced.object, Ingress):
        raise TypeError(traced.title)
    return traced.object


def is_served(traced: TracedRoute) -> bool:
    """Whether somebody wrote an address into its status, or may be about to: it is younger than ten minutes."""
    ingress = ingress_of(traced)
    made = ingress.metadata.creation_timestamp
    young = made is None or traced.snapshot.observed_at - made < PATIENCE
    return young or bool(ingress.status.load_balancer.ingress)
