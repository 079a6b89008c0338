"""Around monitors: the Prometheuses that may read them, and the Services that they may mean."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.prometheus import Prometheus
from kubectl_porttrace.model.reference import ByPattern, Reference, Referrer
from kubectl_porttrace.model.referrers.monitor import Monitor
from kubectl_porttrace.model.regular_expression import fully_matches
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.question import ReferrerTarget
from kubectl_porttrace.read.cluster.discovery import asked_for
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule

MOST = 10
"""So many namespaces are asked for by name; the labels of more stay unknown."""


def _further(known: Known) -> Iterator[Query]:
    for each in _all_but_meant(known):
        yield from (Query("Service", namespace) for namespace in _namespaces(each))
    monitors = tuple(_concerned(known))
    if not monitors:
        return
    for name in ("Prometheus", "PrometheusAgent"):
        version = known.version(KIND_BY_NAME[name])
        if version is not None:
            yield asked_for(KIND_BY_NAME[name], None, version)
    yield from _services(known, monitors)
    for each in monitors:
        if each.kind == "PodMonitor" and _is_asked_for(known, each):
            yield from (Query("Pod", namespace) for namespace in _namespaces(each))
    if any(_asks_for_labels(each) for each in known.snapshot.all_of(Prometheus)):
        for namespace in sorted({each.namespace for each in monitors})[:MOST]:
            yield Query("Namespace", None, name=namespace)


def _concerned(known: Known) -> Iterator[Monitor]:
    """The monitors asked for, those that select a Service asked about, and all of what is asked about as a whole."""
    question = known.question
    for each in known.snapshot.all_of(Monitor):
        whole = question.whole and question.namespace in {None, each.namespace}
        named = (one for one in _named(known, each) if _is_asked_about(known, one))
        if whole or _is_asked_for(known, each) or any(named):
            yield each


def _is_asked_for(known: Known, monitor: Monitor) -> bool:
    """Whether a monitor is asked for by its name."""
    here = known.question.namespace in {None, monitor.namespace}
    return here and ReferrerTarget(monitor.kind, monitor.name) in known.question.referrers


def _named(known: Known, monitor: Monitor) -> tuple[Reference, ...]:
    return known.snapshot.referring.of(Referrer(monitor.kind, *monitor.key))


def _is_asked_about(known: Known, reference: Reference) -> bool:
    question = known.question
    here = question.namespace in {None, reference.service_namespace}
    return here and (question.whole or reference.service_name in question.names)


def _services(known: Known, monitors: Iterable[Monitor]) -> Iterator[Query]:
    """All Services among which a monitor chooses: of one asked for, or if those that were read have not its port."""
    for each in monitors:
        missing = any(_may_miss(known, one) for one in _named(known, each))
        if each.kind == "ServiceMonitor" and (missing or _is_asked_for(known, each)):
            yield from (Query("Service", namespace) for namespace in _namespaces(each))


def _all_but_meant(known: Known) -> Iterator[Monitor]:
    """The ServiceMonitors that all but select a Service asked about, and no other that was read."""
    monitors = known.snapshot.all_of(Monitor) if known.question.asks_who_names else ()
    for each in (one for one in monitors if one.kind == "ServiceMonitor" and not _named(known, one)):
        if any(each.admits(service.namespace) and _misses_one(each, service) for service in known.services):
            yield each


def _misses_one(monitor: Monitor, service: Service) -> bool:
    """Whether a Service meets all conditions of a selector but one; of a selector of one, whether its pods are to."""
    answers = [meets for _, meets in monitor.conditions(service.metadata.labels)]
    alike = len(answers) > 1 or monitor.spec.selector.matches(service.spec.selector)
    return answers.count(False) == 1 and alike


def _namespaces(monitor: Monitor) -> Iterable[str | None]:
    wanted = monitor.spec.namespace_selector
    return (None,) if wanted.any else wanted.match_names or (monitor.namespace,)


def _may_miss(known: Known, reference: Reference) -> bool:
    """Whether the Service that a reference names has no port of that name."""
    service, wanted = known.snapshot.service(*reference.service_key), reference.port
    if service is None or not isinstance(wanted, ByPattern):
        return False
    return not any(fully_matches(wanted.pattern, port.name) for port in service.spec.ports)


def _asks_for_labels(prometheus: Prometheus) -> bool:
    spec = prometheus.spec
    selectors = (spec.service_monitor_namespace_selector, spec.pod_monitor_namespace_selector)
    return any(each is not None and each != LabelSelector() for each in selectors)


RULE = Rule(further=_further)
