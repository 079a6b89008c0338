"""ServiceMonitor and PodMonitor: what they select, and which ports they have scraped.

The Prometheus operator makes a regular expression of each comparison, and values go into it as they are written: the
label `app: a.b` of a selector matches the value `axb` as well, and `port: http-.*` every port of such a name.

Source: `prometheus-operator/pkg/prometheus/promcfg.go:generateServiceMonitorConfig, generatePodMonitorConfig`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from kubectl_porttrace.model.declared import declares
from kubectl_porttrace.model.label_selector import LabelSelector, LabelSelectorRequirement
from kubectl_porttrace.model.meta import AnnotatedMeta, KubernetesObject, Value
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.reference import AllPorts, ByPattern, DeclaredPort, PortChoice, Reference, Referrer
from kubectl_porttrace.model.regular_expression import fully_matches
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.service_labels import ServiceLabels

_NOT_IN_A_LABEL: Final = re.compile(r"[^a-zA-Z0-9_]")
_PLAIN: Final = re.compile(r"[-A-Za-z0-9_]*")


class MonitorNamespaces(Value, frozen=True):
    """`spec.namespaceSelector` of a monitor: no labels, but `any`, or names, or else its own namespace."""

    any: bool = False
    match_names: tuple[str, ...] = ()


class MonitorEndpoint(Value, frozen=True):
    """One item of `spec.endpoints` or `spec.podMetricsEndpoints`; `target_port` counts only where no port is named."""

    port: str = ""
    port_number: int = 0
    target_port: int | str | None = None
    scheme: str = ""

    @property
    def choice(self) -> PortChoice:
        """What it has scraped: Service ports by name, what the pods declare, or everything."""
        if self.port:
            return ByPattern(self.port)
        declared = self.port_number or self.target_port
        return DeclaredPort(declared) if declared else AllPorts()

    @property
    def path_of_choice(self) -> str:
        """The field that says so; empty for everything."""
        if self.port:
            return "port"
        return "portNumber" if self.port_number else "targetPort" if self.target_port else ""


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
        """Whether it looks into a namespace (`promcfg.go:getNamespacesFromNamespaceSelector`)."""
        wanted = self.spec.namespace_selector
        return wanted.any or namespace in (wanted.match_names or (self.namespace,))

    def selects(self, labels: Mapping[str, str]) -> bool | None:
        """Whether its selector matches the labels of a Service or pod; None for what is not evaluated here."""
        if self.spec.selector_mechanism == "RoleSelector":
            return self.spec.selector.matches(labels)
        answers = {meets for _, meets in self.conditions(labels)}
        return False if False in answers else None if None in answers else True

    def conditions(self, labels: Mapping[str, str]) -> Iterator[tuple[str, bool | None]]:
        """Each condition of its selector as a person writes it, with whether labels meet it."""
        known = {_sanitized(key): value for key, value in labels.items()}
        for key, value in self.spec.selector.match_labels.items():
            yield f"{key}={value}", _is(known, key, (value,))
        for each in self.spec.selector.match_expressions:
            yield str(each), _meets(each, known)


def _meets(requirement: LabelSelectorRequirement, known: Mapping[str, str]) -> bool | None:
    if requirement.operator == "In":
        return _is(known, requirement.key, requirement.values)
    if requirement.operator == "NotIn":
        matches = _is(known, requirement.key, requirement.values)
        return None if matches is None else not matches
    return (_sanitized(requirement.key) in known) == (requirement.operator == "Exists")


def _is(known: Mapping[str, str], key: str, values: Iterable[str]) -> bool | None:
    """Whether a label is there, and has one of some values, which Prometheus takes for regular expressions."""
    value, values = known.get(_sanitized(key)), tuple(values)
    if value is None or all(map(_PLAIN.fullmatch, values)):
        return value in values
    return fully_matches(f"({'|'.join(values)})", value)


def _sanitized(key: str) -> str:
    """A label's key as Prometheus has it (`promcfg.go:sanitizeLabelName`)."""
    return _NOT_IN_A_LABEL.sub("_", key)


def monitor_references(monitor: Monitor, services: ServiceLabels) -> Iterator[Reference]:
    """The ports that a monitor has scraped of the Services it selects, or of whose pods it selects some.

    Of several Services with the labels it asks for, often only one has the port that an endpoint names: the others are
    not meant. Where none has it, all are named. A PodMonitor knows no Services: those with its pods are told.
    """
    if monitor.kind != "ServiceMonitor":
        yield from _of_pods(monitor, services)
        return
    here = [each for each in _admitted(monitor, services) if monitor.selects(each.metadata.labels)]
    for place, endpoint in enumerate(monitor.spec.endpoints):
        having = [each for each in here if _may_have(each, endpoint)]
        for service in having or here:
            yield Reference(
                referrer=Referrer(monitor.kind, *monitor.key),
                path=f"spec.endpoints[{place}]",
                service_namespace=service.namespace,
                service_name=service.name,
                port=endpoint.choice,
                port_path=endpoint.path_of_choice,
                role="scrape",
                protocol=None,
                consumer="prometheus",
            )


def _of_pods(monitor: Monitor, services: ServiceLabels) -> Iterator[Reference]:
    """The Services whose pods a PodMonitor selects; where pods of some declare the port, these alone."""
    selected = [(service, _selected_pods(monitor, services, service)) for service in _admitted(monitor, services)]
    here = [(service, pods) for service, pods in selected if pods]
    for place, endpoint in enumerate(monitor.spec.pod_metrics_endpoints):
        wanted = endpoint.port or endpoint.port_number or endpoint.target_port
        having = [each for each in here if not wanted or any(declares(pod, wanted) is not False for pod in each[1])]
        for service, _ in having or here:
            yield Reference(
                referrer=Referrer(monitor.kind, *monitor.key),
                path=f"spec.podMetricsEndpoints[{place}]",
                service_namespace=service.namespace,
                service_name=service.name,
                port=DeclaredPort(wanted) if wanted else AllPorts(),
                port_path=endpoint.path_of_choice,
                role="scrape",
                protocol=None,
                dials="pods-alone",
                consumer="prometheus",
            )


def _selected_pods(monitor: Monitor, services: ServiceLabels, service: Service) -> list[Pod]:
    """The pods of a Service that a PodMonitor selects and that are to serve."""
    pods = services.pods_of(service) if service.selects else ()
    return [pod for pod in pods if not pod.terminal and not pod.terminating and monitor.selects(pod.labels)]


def _admitted(monitor: Monitor, services: ServiceLabels) -> Iterator[Service]:
    wanted = monitor.spec.namespace_selector
    if wanted.any:
        yield from services.everywhere
        return
    for namespace in dict.fromkeys(wanted.match_names or (monitor.namespace,)):
        yield from services.within(namespace)


def _may_have(service: Service, endpoint: MonitorEndpoint) -> bool:
    """Whether a Service has a port that an endpoint names; one whose expression is not evaluated may have it."""
    return not endpoint.port or any(fully_matches(endpoint.port, each.name) is not False for each in service.spec.ports)
