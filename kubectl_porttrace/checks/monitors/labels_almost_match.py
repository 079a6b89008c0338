"""PTM02: a ServiceMonitor selects nothing, and a Service is all but selected."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import pairs
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.monitor import Monitor
from kubectl_porttrace.model.regular_expression import fully_matches
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTM02",
    "monitor-selects-no-service",
    severity="warning",
    certainty="likely",
    needs=("services", "servicemonitors"),
)
def labels_almost_match(traced: TracedService) -> Iterator[Found]:
    """A ServiceMonitor selects no Service at all, and the labels of this one meet all of its conditions but one.

    Why: a ServiceMonitor selects by the labels of the Service itself, `metadata.labels`; not by the Service's
    `selector`, nor by the labels of the pods. Many charts write the same labels in all three places, and then one is
    forgotten. Prometheus finds no target, and reports nothing.

    See: `kubectl get service NAME --show-labels`.

    Fix: give the Service the label, if it is the one that the monitor is meant for.
    """
    for monitor in traced.snapshot.all_of(Monitor):
        missed = _missed(monitor, traced.service)
        if missed is None or not _meant(monitor, traced.service) or _selects_any(monitor, traced):
            continue
        by_pods = monitor.spec.selector.matches(traced.service.spec.selector)
        yield Found(
            message=f"{monitor.kind}/{monitor.name} selects no Service, and this one misses only {missed}",
            path="metadata.labels",
            evidence=(
                f"the monitor scrapes port {monitor.spec.endpoints[0].port}, which this Service has",
                *(
                    [f"the Service's selector, {pairs(traced.service.spec.selector)}, has what its labels lack"]
                    if by_pods
                    else []
                ),
            ),
            fix=Fix(text=f"label the Service {missed}, if the monitor is meant for it"),
        )


def _missed(monitor: Monitor, service: Service) -> str | None:
    """The one condition of a selector of several that a Service does not meet; of one that its own selector meets."""
    if monitor.kind != "ServiceMonitor" or not monitor.admits(service.namespace):
        return None
    conditions = list(monitor.conditions(service.metadata.labels))
    missed = [written for written, meets in conditions if meets is False]
    unknown = any(meets is None for _, meets in conditions)
    if len(missed) != 1 or unknown:
        return None
    alike = monitor.spec.selector.matches(service.spec.selector)
    return missed[0] if len(conditions) > 1 or alike else None


def _meant(monitor: Monitor, service: Service) -> bool:
    """Whether every endpoint names a port, and the Service has all of them."""
    names = [port.name for port in service.spec.ports if port.name]
    endpoints = monitor.spec.endpoints
    return bool(endpoints) and all(
        endpoint.port and any(fully_matches(endpoint.port, name) for name in names) for endpoint in endpoints
    )


def _selects_any(monitor: Monitor, traced: TracedService) -> bool:
    """Whether it may select a Service, read or not."""
    snapshot = traced.snapshot
    wanted = monitor.spec.namespace_selector
    namespaces = ("",) if wanted.any else wanted.match_names or (monitor.namespace,)
    if snapshot.recorded and not all(snapshot.holds_all("services", namespace) for namespace in namespaces):
        return True
    admitted = (each for each in snapshot.services if monitor.admits(each.namespace))
    return any(monitor.selects(each.metadata.labels) is not False for each in admitted)
