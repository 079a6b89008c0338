"""PTM01: a ServiceMonitor names a port that none of the Services it selects has."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.patches import patch
from kubectl_porttrace.checks.references import meant_port, near_in_words, ports_of
from kubectl_porttrace.checks.scrapes import knows_all_services, monitor_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.declared import declares
from kubectl_porttrace.trace.callers.scraping import backends_at, endpoints_of
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.referrer import TracedCaller


@check(
    "PTM01",
    "monitor-port-not-found",
    severity="error",
    certainty="contract",
    needs=("services",),
    kinds=("ServiceMonitor",),
)
def port_name_not_matched(traced: TracedCaller) -> Iterator[Found]:
    """An endpoint of a ServiceMonitor names a port that none of the Services it selects has.

    Why: `port` is compared with the names of the Service's ports, as a regular expression that has to match all of the
    name; a number in it is compared with names as well, and so is the name of a container's port. Prometheus drops the
    targets silently, so nothing is scraped.

    See: `kubectl get service NAME -o jsonpath='{.spec.ports[*].name}'`.

    Fix: write the name of a port of the Service; give it one first if it has none.
    """
    if not knows_all_services(traced):
        return
    for place, endpoint in endpoints_of(monitor_of(traced)):
        missing = [each for each in backends_at(place, traced.backends) if each.missing and endpoint.port]
        for backend in missing[:1]:
            yield _found(traced, backend, endpoint.port, len(missing))


def _found(traced: TracedCaller, backend: TracedBackend, written: str, services: int) -> Found:
    service = backend.service.service if backend.service else None
    if service is None:
        raise ValueError(backend)
    near, on_pods = near_in_words(backend), _on_pods(backend, written)
    others = f" and of {services - 1} more Services" if services > 1 else ""
    meant = meant_port(backend)
    return Found(
        message=f'{traced.title} scrapes port "{written}", and no port of Service {service.namespace}/{service.name}'
        f"{others} has such a name: it has {ports_of(service)}",
        path=backend.path,
        evidence=tuple(filter(None, (near, on_pods))),
        fix=Fix(text=f'write "{meant.name}"', command=patch(traced, ("replace", backend.path, meant.name)))
        if meant is not None and meant.name
        else Fix(text=f'write "{written}" as targetPort in place of port, or add the port to the Service')
        if on_pods
        else Fix(text="give the port that serves metrics a name in the Service, and write that name into the monitor"),
        severity=None if traced.snapshot.recorded else "warning",
    )


def _on_pods(backend: TracedBackend, written: str) -> str:
    """That a container of the pods has a port of that name, which the Service does not offer."""
    service = backend.service
    if service is None or any(port.spec.target == written for port in service.ports):
        return ""
    named = any(declares(pod, written) for pod in service.living_pods)
    return f'"{written}" is the name of a port of its pods, which is no port of the Service' if named else ""
