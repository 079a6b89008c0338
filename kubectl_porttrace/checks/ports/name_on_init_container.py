"""PTR04: a named targetPort that only an init container declares."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, declared_ports
from kubectl_porttrace.checks.port_names import severity_of, unresolved_everywhere
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.find_port import declarations
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTR04",
    "target-port-name-on-init-container",
    severity="error",
    certainty="kube-proxy",
    needs=("pods",),
    causes=("PTR01", "PTR05", "PTR06", "PTR17", "PTR18"),
)
def target_port_name_on_init_container(traced: TracedService) -> Iterator[Found]:
    """The only container that declares the name targetPort asks for is an init container.

    Why: an init container has ended before the pod serves, so the endpoints controller does not look at its ports.
    Only regular containers and sidecars (init containers with `restartPolicy: Always`) are searched. The name counts
    as not found: the Service port has no endpoint and connections to it are refused.

    See: `kubectl get pods -o jsonpath='{.items[*].spec.initContainers[*].ports}'`. `kubectl port-forward` searches
    init containers too and still works.

    Fix: declare the port on the container that serves it. If the init container is meant to keep running beside the
    others, give it `restartPolicy: Always`.
    """
    for port, name in unresolved_everywhere(traced):
        containers = {pod.name: _init_containers(pod, name) for pod in port.unresolved}
        pods = [pod for pod in port.unresolved if containers[pod.name]]
        serving = any(entry.port.name == name for pod in port.unresolved for entry in declarations(pod.spec))
        if serving or not pods:
            continue
        container = containers[pods[0].name][0]
        yield Found(
            message=f'targetPort "{name}" of port {port.title} is declared only by init container {container}',
            path=f"{port.path}.targetPort",
            evidence=(
                f"on {by_workload(traced, pods)}",
                f"the containers that keep running declare: {declared_ports(pods)}",
            ),
            fix=Fix(text=f'declare the port "{name}" on the container that serves it'),
            ports=(port,),
            severity=severity_of(traced),
        )


def _init_containers(pod: Pod, name: str) -> tuple[str, ...]:
    return tuple(
        container.name
        for container in pod.spec.ordinary_init_containers
        if any(port.name == name for port in container.ports)
    )
