"""PTH05: two containers of a pod give one name to two ports, and no Service looks it up yet."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.declared_ports import WrittenPort, regular_ports, sidecar_ports
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.checks.subjects import written_in
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.workloads.workload import TracedWorkload


@check("PTH05", "port-name-in-two-containers", severity="note", certainty="certain", uses=("pods",))
def port_name_in_two_containers(traced: TracedWorkload) -> Iterator[Found]:
    """Two containers of a pod give the same name to different ports; no Service that selects the pod looks it up yet.

    Why: the API server takes it with a warning. A Service with that name as its targetPort gets the first of the two,
    in the order of the containers, those of sidecars last (`k8s.io/endpointslice/utils.go:FindPort`); the other one
    cannot be reached by name. Where a Service does look it up, that is PTR07 or PTR08.

    See: `kubectl get pod NAME -o jsonpath='{.spec.containers[*].ports}'`.

    Fix: give each port a name of its own.
    """
    looked_up = {port.named_target for service in traced.services for port in service.ports}
    for pods in traced.alike_pods:
        for first, second in _twice(pods[0]):
            if second.port.name in looked_up:
                continue
            object_, path = written_in(traced, pods[0], f"{second.path}.name")
            yield Found(
                message=f'two ports are called "{second.port.name}": {first.port.container_port} of container '
                f"{first.container.name} and {second.port.container_port} of container {second.container.name}",
                path=path,
                evidence=(
                    f"pods: {by_workload(traced, pods)}",
                    f"a Service that looks the name up gets {first.port.container_port}",
                ),
                fix=Fix(text=f"give the port of container {second.container.name} a name of its own"),
                object=object_,
            )


def _twice(pod: Pod) -> Iterator[tuple[WrittenPort, WrittenPort]]:
    """Each port whose name and protocol another container has given to another number before, beside that one."""
    first: dict[tuple[str, str], WrittenPort] = {}
    for each in (*regular_ports(pod), *sidecar_ports(pod)):
        if not each.port.name:
            continue
        earlier = first.setdefault((each.port.name, each.port.protocol), each)
        other = earlier.container.name != each.container.name
        if other and earlier.port.container_port != each.port.container_port:
            yield earlier, each
