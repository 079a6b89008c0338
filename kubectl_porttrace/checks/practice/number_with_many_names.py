"""PTG02: one port number that the workloads of a namespace call by several names."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.good_practice import WORKLOADS, can_take_advice
from kubectl_porttrace.checks.named_numbers import NamedNumber, named_numbers
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix, SharedCause
from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check("PTG02", "number-with-many-names", severity="note", certainty="certain", needs=("pods",), uses=WORKLOADS)
def number_with_many_names(traced: TracedService) -> Iterator[Found]:
    """Workloads of one namespace serve one port number under different names, and a Service looks one of them up.

    Why: names of ports are what Services, NetworkPolicies, monitors and probes share. Where every workload has its own
    name for the same number, a Service that is copied from one to the other finds no port, and a policy that admits a
    port by name admits it on some of the pods only. Nothing is wrong as it is. It is told where all of a namespace was
    asked for: only then are the other workloads known.

    See: `kubectl get pods -n NAMESPACE -o jsonpath='{.items[*].spec.containers[*].ports}'`.

    Fix: decide on one name for it, and change the templates and whatever looks the old name up, one workload at a time.
    """
    if not can_take_advice(traced):
        return
    known = named_numbers(traced.snapshot).get(traced.namespace, ())
    for port in traced.ports:
        own = {(each.resolution.number, port.spec.protocol) for each in port.resolved if each.resolution}
        for number, protocol in sorted(own) if port.named_target else ():
            alike = [each for each in known if (each.number, each.protocol) == (number, protocol)]
            if len({each.name for each in alike}) > 1 and len({each.owner for each in alike}) > 1:
                yield _found(traced, port, alike)


def _found(traced: TracedService, port: TracedPort, alike: list[NamedNumber]) -> Found:
    names = grouped((each.name, each.owner) for each in alike)
    title = alike[0].title
    message = f"workloads of {traced.namespace} have {len(names)} names for {title}: {some(list(names))}"
    return Found(
        message=message,
        path=f"{port.path}.targetPort",
        evidence=tuple(f'"{name}" is {title} on {some(owners)}' for name, owners in names.items()),
        fix=Fix(
            text=f"decide on one name for {title}; change it in each template together with the targetPorts, policies "
            "and monitors that look it up"
        ),
        ports=(port,),
        shared=SharedCause(key=f"{traced.namespace}/{title}", message=message, whole=True),
    )
