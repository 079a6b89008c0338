"""What Prometheus makes of monitors: which of them it reads, and which ports of pods it finds."""

from collections.abc import Iterator

from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.prometheus import Prometheus
from kubectl_porttrace.model.referrers.monitor import Monitor, MonitorEndpoint
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.answers import Answer
from kubectl_porttrace.trace.policies.labels import Labels, matches
from kubectl_porttrace.trace.routes.backend import TracedBackend


def endpoints_of(monitor: Monitor) -> Iterator[tuple[str, MonitorEndpoint]]:
    """The endpoints of a monitor, each with its field path."""
    field = "endpoints" if monitor.kind == "ServiceMonitor" else "podMetricsEndpoints"
    listed = monitor.spec.endpoints if monitor.kind == "ServiceMonitor" else monitor.spec.pod_metrics_endpoints
    return ((f"spec.{field}[{place}]", endpoint) for place, endpoint in enumerate(listed))


def is_read_by(prometheus: Prometheus, monitor: Monitor, namespace: Labels) -> Answer:
    """Whether a Prometheus or PrometheusAgent reads a monitor; None where what was read does not tell.

    Source: `prometheus-operator/pkg/prometheus/resource_selector.go:selectObjects`,
    `pkg/operator/operator.go:SelectNamespacesFromCache`.

    Args:
        prometheus: the object that selects.
        monitor: what it may select.
        namespace: the labels of the monitor's namespace, as far as they are known.
    """
    if prometheus.unmanaged:
        return None
    monitors, namespaces = selectors_of(prometheus, monitor)
    if monitors is None or not monitors.matches(monitor.metadata.labels):
        return False
    if namespaces is None:
        return prometheus.namespace == monitor.namespace
    return matches(namespaces, namespace)


def selectors_of(prometheus: Prometheus, monitor: Monitor) -> tuple[LabelSelector | None, LabelSelector | None]:
    """Which monitors of this kind it reads, and of which namespaces."""
    spec = prometheus.spec
    if monitor.kind == "ServiceMonitor":
        return spec.service_monitor_selector, spec.service_monitor_namespace_selector
    return spec.pod_monitor_selector, spec.pod_monitor_namespace_selector


def matched_pods(snapshot: Snapshot, monitor: Monitor) -> tuple[Pod, ...]:
    """The pods that a PodMonitor selects and that are to serve, among those that were read."""
    namespaces = (each for each in sorted(snapshot.namespaces_with_pods) if monitor.admits(each))
    pods = (pod for namespace in namespaces for pod in snapshot.pods_in(namespace))
    return tuple(pod for pod in pods if not pod.terminal and not pod.terminating and monitor.selects(pod.labels))


def knows_all_pods(snapshot: Snapshot, monitor: Monitor) -> bool:
    """Whether every pod that a PodMonitor may select was read; of manifests, all that are there."""
    wanted = monitor.spec.namespace_selector
    if not snapshot.recorded:
        return True
    if wanted.any:
        return snapshot.holds_all("pods")
    return snapshot.complete_namespaces.issuperset(wanted.match_names or (monitor.namespace,))


def backends_at(path: str, backends: tuple[TracedBackend, ...]) -> tuple[TracedBackend, ...]:
    """The Services that one endpoint of a monitor stands for."""
    return tuple(each for each in backends if each.reference.path == path)
