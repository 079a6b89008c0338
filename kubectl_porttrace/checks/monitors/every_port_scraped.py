"""PTM04: a ServiceMonitor says no port."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.scrapes import monitor_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.reference import AllPorts
from kubectl_porttrace.trace.callers.scraping import endpoints_of
from kubectl_porttrace.trace.routes.referrer import TracedCaller


@check(
    "PTM04",
    "monitor-scrapes-every-port",
    severity="note",
    certainty="contract",
    kinds=("ServiceMonitor", "PodMonitor"),
)
def every_port_scraped(traced: TracedCaller) -> Iterator[Found]:
    """An endpoint of a monitor names no port, so that Prometheus scrapes every port it finds.

    Why: without `port` and `targetPort` no target is dropped: those of all ports of the Service, and those of all other
    ports that the pods declare. Ports that serve no metrics then show up as targets that are down.

    See: the page Targets of Prometheus.

    Fix: name the port that serves metrics.
    """
    for place, endpoint in endpoints_of(monitor_of(traced)):
        if isinstance(endpoint.choice, AllPorts):
            yield Found(
                message=f"{traced.title} names no port, so that every port is scraped",
                path=place,
                fix=Fix(text="name the port that serves metrics"),
            )
