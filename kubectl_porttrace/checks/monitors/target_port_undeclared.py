"""PTM03: a ServiceMonitor asks for a port of the pods that they do not declare."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, declared_ports
from kubectl_porttrace.checks.scrapes import monitor_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.declared import declares
from kubectl_porttrace.trace.callers.scraping import backends_at, endpoints_of
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.referrer import TracedCaller


@check(
    "PTM03",
    "monitor-target-port-undeclared",
    severity="error",
    certainty="contract",
    needs=("services", "pods"),
    kinds=("ServiceMonitor",),
)
def target_port_undeclared(traced: TracedCaller) -> Iterator[Found]:
    """An endpoint of a ServiceMonitor asks by `targetPort` for a port that the pods do not declare.

    Why: Prometheus learns the ports of containers from `containers[].ports` alone: a port that the application opens
    and the pod does not declare has no such label, so that its targets are dropped. It is one of the few places where
    a declaration decides something. A word is compared with the names of these ports, as a regular expression.

    See: `kubectl get pod NAME -o jsonpath='{.spec.containers[*].ports}'`.

    Fix: declare the port in the workload's template, or name a port of the Service by `port`.
    """
    for place, endpoint in endpoints_of(monitor_of(traced)):
        if not endpoint.port and endpoint.target_port:
            for backend in backends_at(place, traced.backends):
                yield from _of_service(traced, backend, endpoint.target_port)


def _of_service(traced: TracedCaller, backend: TracedBackend, wanted: int | str) -> Iterator[Found]:
    service = backend.service
    pods = service.living_pods if service else ()
    without = [pod for pod in pods if declares(pod, wanted) is False]
    if service is None or not without:
        return
    title = f"Service {service.namespace}/{service.name}"
    yield Found(
        message=f"{traced.title} scrapes targetPort {wanted} of the pods of {title}, and "
        f"{by_workload(service, without)} declare{'s' if len(without) == 1 else ''} {declared_ports(without)}",
        path=backend.path,
        fix=Fix(text=f"declare port {wanted} in the template, or name a port of the Service by `port`"),
        severity=None if len(without) == len(pods) else "warning",
    )
