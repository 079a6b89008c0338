"""PTM05: no Prometheus selects a monitor."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import label
from kubectl_porttrace.checks.phrases import pairs, some
from kubectl_porttrace.checks.scrapes import monitor_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.prometheus import Prometheus
from kubectl_porttrace.model.referrers.monitor import Monitor
from kubectl_porttrace.trace.callers.scraping import is_read_by, selectors_of
from kubectl_porttrace.trace.policies.labels import namespace_labels
from kubectl_porttrace.trace.routes.referrer import TracedCaller


@check(
    "PTM05",
    "monitor-not-selected",
    severity="error",
    certainty="contract",
    needs=("prometheuses", "prometheusagents"),
    uses=("namespaces",),
    scope="cluster",
    kinds=("ServiceMonitor", "PodMonitor"),
)
def nobody_reads_it(traced: TracedCaller) -> Iterator[Found]:
    """No Prometheus and no PrometheusAgent of the cluster selects the monitor, so that nothing of it is scraped.

    Why: a Prometheus reads the monitors that its `serviceMonitorSelector` or `podMonitorSelector` matches: one that is
    left out matches nothing, an empty one everything. Charts often set it to a label such as `release: NAME`. Beside
    it, `serviceMonitorNamespaceSelector` says in which namespaces; left out, it is the Prometheus' own.

    See: `kubectl get prometheuses,prometheusagents -A -o yaml`.

    Fix: give the monitor the labels that the Prometheus selects by.
    """
    snapshot, monitor = traced.snapshot, monitor_of(traced)
    known = snapshot.all_of(Prometheus)
    labels = namespace_labels(snapshot, monitor.namespace)
    if not known or any(is_read_by(each, monitor, labels) is not False for each in known):
        return
    yield Found(
        message=f"no Prometheus selects {traced.title}: {some([_title(each) for each in known])} "
        f"{'selects' if len(known) == 1 else 'select'} others",
        path="metadata.labels",
        evidence=tuple(_wants(each, monitor) for each in known[:3]),
        fix=_fix(known, monitor),
    )


def _title(prometheus: Prometheus) -> str:
    return f"{prometheus.kind}/{prometheus.name} -n {prometheus.namespace}"


def _wants(prometheus: Prometheus, monitor: Monitor) -> str:
    monitors, namespaces = selectors_of(prometheus, monitor)
    if monitors is None:
        return f"{_title(prometheus)} has no selector for {monitor.kind}s, and so selects none"
    if not monitors.matches(monitor.metadata.labels):
        return f"{_title(prometheus)} selects {monitor.kind}s with {monitors}"
    where = f"namespaces with {namespaces}" if namespaces else f"its own namespace, {prometheus.namespace}"
    return f"{_title(prometheus)} selects those of {where}"


def _fix(known: tuple[Prometheus, ...], monitor: Monitor) -> Fix:
    """Labels that the monitor has not yet, where there is one Prometheus, and only these keep it from reading."""
    monitors, _ = selectors_of(known[0], monitor)
    wanted = monitors.match_labels if monitors and not monitors.match_expressions else {}
    free = wanted and not any(monitor.metadata.labels.get(key, value) != value for key, value in wanted.items())
    missing = {key: value for key, value in wanted.items() if key not in monitor.metadata.labels}
    if len(known) > 1 or not free or not missing or not _looks_there(known[0], monitor):
        return Fix(text="give the monitor the labels, and the namespace, that the Prometheus meant for it selects by")
    kind = f"{monitor.kind.lower()}.monitoring.coreos.com"
    return Fix(
        text=f"label the monitor {pairs(missing)}", command=label(kind, monitor.name, monitor.namespace, missing)
    )


def _looks_there(prometheus: Prometheus, monitor: Monitor) -> bool:
    _, namespaces = selectors_of(prometheus, monitor)
    if namespaces is None:
        return prometheus.namespace == monitor.namespace
    return not namespaces.match_labels and not namespaces.match_expressions
