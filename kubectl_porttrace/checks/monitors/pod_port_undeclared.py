"""PTM07: a PodMonitor asks for a port that the pods it selects do not declare."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import count, declared_ports
from kubectl_porttrace.checks.scrapes import monitor_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.declared import declares
from kubectl_porttrace.trace.callers.scraping import endpoints_of, knows_all_pods, matched_pods
from kubectl_porttrace.trace.routes.referrer import TracedCaller


@check(
    "PTM07",
    "pod-monitor-port-undeclared",
    severity="error",
    certainty="contract",
    needs=("pods",),
    kinds=("PodMonitor",),
)
def pod_port_undeclared(traced: TracedCaller) -> Iterator[Found]:
    """An endpoint of a PodMonitor asks for a port that none of the pods it selects declares.

    Why: Prometheus learns the ports of pods from `containers[].ports` alone. `port` is compared with their names, as a
    regular expression that has to match all of the name, and `portNumber` with their numbers; what is not declared is
    not found, whether or not the application listens there.

    See: `kubectl get pod NAME -o jsonpath='{.spec.containers[*].ports}'`.

    Fix: declare the port in the workload's template, with the name that the monitor asks for.
    """
    monitor = monitor_of(traced)
    pods = matched_pods(traced.snapshot, monitor) if knows_all_pods(traced.snapshot, monitor) else ()
    for place, endpoint in endpoints_of(monitor):
        wanted = endpoint.port or endpoint.port_number or endpoint.target_port
        if not wanted or not pods or any(declares(pod, wanted) is not False for pod in pods):
            continue
        yield Found(
            message=f"{traced.title} scrapes port {wanted}, which no pod that it selects declares: "
            f"{count(len(pods), 'pod')} with {declared_ports(pods)}",
            path=f"{place}.{endpoint.path_of_choice}",
            fix=Fix(text=f"declare port {wanted} in the template of these pods, or name one that they declare"),
        )
