"""The Prometheus operator's own kinds: which ports are scraped, and which Prometheus reads that."""

from typing import Literal

from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, Value

Mechanism = Literal["RelabelConfig", "RoleSelector"]


class MonitorNamespaces(Value, frozen=True):
    """`spec.namespaceSelector` of a monitor: no labels, but `any`, or names, or else its own namespace."""

    any: bool = False
    match_names: tuple[str, ...] = ()


class MonitorEndpoint(Value, frozen=True):
    """One entry of `spec.endpoints` or `spec.podMetricsEndpoints`; `target_port` counts only where no port is named."""

    port: str = ""
    port_number: int = 0
    target_port: int | str | None = None


class MonitorSpec(Value, frozen=True):
    """`spec` of a ServiceMonitor or PodMonitor; each has its own list of endpoints."""

    selector: LabelSelector = LabelSelector()
    selector_mechanism: str = "RelabelConfig"
    namespace_selector: MonitorNamespaces = MonitorNamespaces()
    endpoints: tuple[MonitorEndpoint, ...] = ()
    pod_metrics_endpoints: tuple[MonitorEndpoint, ...] = ()


class Monitor(KubernetesObject, frozen=True):
    """A ServiceMonitor or PodMonitor, as `kind` says."""

    kind: str = ""
    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: MonitorSpec = MonitorSpec()

    def admits(self, namespace: str) -> bool:
        """Whether it looks into a namespace (`pkg/prometheus/promcfg.go:generateK8SSDConfig`)."""
        wanted = self.spec.namespace_selector
        return wanted.any or namespace in (wanted.match_names or (self.namespace,))


class PrometheusSpec(Value, frozen=True):
    """The selectors of a Prometheus or PrometheusAgent: None selects nothing, an empty one everything.

    A namespace selector that is None stands for its own namespace.
    """

    service_monitor_selector: LabelSelector | None = None
    service_monitor_namespace_selector: LabelSelector | None = None
    pod_monitor_selector: LabelSelector | None = None
    pod_monitor_namespace_selector: LabelSelector | None = None
    probe_selector: LabelSelector | None = None
    scrape_config_selector: LabelSelector | None = None


class Prometheus(KubernetesObject, frozen=True):
    """A Prometheus or PrometheusAgent, as `kind` says."""

    kind: str = ""
    metadata: AnnotatedMeta = AnnotatedMeta()
    spec: PrometheusSpec = PrometheusSpec()

    @property
    def unmanaged(self) -> bool:
        """Whether it has no selector at all, so that its configuration is written by someone else.

        Source: `pkg/prometheus/server/operator.go`, "all selectors are null".
        """
        spec = self.spec
        selectors = (
            spec.service_monitor_selector,
            spec.pod_monitor_selector,
            spec.probe_selector,
            spec.scrape_config_selector,
        )
        return all(each is None for each in selectors)
