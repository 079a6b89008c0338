"""PTG01: a targetPort that repeats the number of a container port which has a name."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import patch_service
from kubectl_porttrace.checks.good_practice import WORKLOADS, can_take_advice, workloads_behind
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.checks.port_numbers import NumericTarget, numeric_targets
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import ServicePort
from kubectl_porttrace.trace.find_port import find_port
from kubectl_porttrace.trace.service import TracedService


@check("PTG01", "target-port-number-beside-name", severity="note", certainty="certain", needs=("pods",), uses=WORKLOADS)
def target_port_number_beside_name(traced: TracedService) -> Iterator[Found]:
    """The targetPort is a number, and every pod has a name for the container port of that number.

    Why: the number is then written in two places, the Service and the workload's template. Who changes it in one of
    them breaks the Service. A name is looked up in each pod, so that the number can change with a rollout, and old and
    new pods serve side by side. Nothing is wrong as it is.

    See: `kubectl get service NAME -o jsonpath='{.spec.ports}'`, and the ports of the containers.

    Fix: write the name as targetPort. Traffic goes to the same port of the same pods.
    """
    if not can_take_advice(traced):
        return
    for target in numeric_targets(traced):
        name = _common_name(traced, target)
        if not name:
            continue
        service, port = traced.service, target.port
        yield Found(
            message=f"targetPort {target.number} of port {port.title} repeats the number of container port "
            f'"{name}", so that both have to change together',
            path=f"{port.path}.targetPort",
            evidence=(f'"{name}" is {target.number}/{port.spec.protocol} on {by_workload(traced, target.pods)}',),
            fix=Fix(
                text=f'set targetPort "{name}", which is the same port on every pod:',
                command=patch_service(service, ("replace", f"/spec/ports/{port.index}/targetPort", name)),
            ),
            ports=(port,),
        )


def _common_name(traced: TracedService, target: NumericTarget) -> str:
    """The name that means this number on all pods, and on those that their workloads make next; empty for none."""
    if target.where != "everywhere":
        return ""
    templates = [each.template for each in workloads_behind(traced, target.pods)]
    to_come = [Pod(metadata=each.metadata, spec=each.spec) for each in templates if each is not None]
    names = {_name_on(pod, target) for pod in (*target.pods, *to_come)}
    return names.pop() if to_come and len(names) == 1 else ""


def _name_on(pod: Pod, target: NumericTarget) -> str:
    """What a pod calls the number, if looking up that name leads to it; empty otherwise."""
    spec = target.port.spec
    resolution = find_port(pod, spec)
    name = resolution.declaration.port.name if resolution and resolution.declaration else ""
    by_name = find_port(pod, ServicePort(port=spec.port, protocol=spec.protocol, target_port=name)) if name else None
    return name if by_name is not None and by_name.number == target.number else ""
