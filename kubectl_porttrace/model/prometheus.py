"""Prometheus and PrometheusAgent, the kinds of the Prometheus operator: which monitors each of them reads."""

from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, Value


class PrometheusSpec(Value, frozen=True):
    """The selectors: None selects nothing, an empty one everything.

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
        """Whether it has no selector at all, so that somebody else writes its configuration.

        Source: `prometheus-operator/pkg/prometheus/server/operator.go:unmanagedPrometheusConfiguration`.
        """
        spec = self.spec
        selectors = (
            spec.service_monitor_selector,
            spec.pod_monitor_selector,
            spec.probe_selector,
            spec.scrape_config_selector,
        )
        return all(each is None for each in selectors)
