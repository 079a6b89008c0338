"""PTG03: one port name that means several numbers to the workloads of a namespace, which one policy is about."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.good_practice import WORKLOADS, can_take_advice
from kubectl_porttrace.checks.named_numbers import NamedNumber, named_numbers
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix, SharedCause
from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check("PTG03", "name-with-many-numbers", severity="note", certainty="certain", needs=("pods",), uses=WORKLOADS)
def name_with_many_numbers(traced: TracedService) -> Iterator[Found]:
    """Workloads of one namespace serve different numbers under one port name, and Services look that name up.

    Why: every Service finds the right number, as each pod is asked for its own. But whatever dials pods or admits them
    by number has to know which workload it is about: a port-forward, a NetworkPolicy with a number, a client of a
    headless Service. Nothing is wrong as it is. It is told where all of a namespace was asked for: only then are the
    other workloads known.

    See: `kubectl get pods -n NAMESPACE -o jsonpath='{.items[*].spec.containers[*].ports}'`.

    Fix: where the programs can listen on any port, give them the same one. Otherwise leave it.
    """
    if not can_take_advice(traced):
        return
    known = named_numbers(traced.snapshot).get(traced.namespace, ())
    for port in traced.ports:
        name, protocol = port.named_target, port.spec.protocol
        alike = [each for each in known if (each.name, each.protocol) == (name, protocol)]
        if len({each.number for each in alike}) > 1 and len({each.owner for each in alike}) > 1:
            yield _found(traced, port, alike)


def _found(traced: TracedService, port: TracedPort, alike: list[NamedNumber]) -> Found:
    numbers = grouped((each.number, each.owner) for each in alike)
    name, protocol = alike[0].name, alike[0].protocol
    told = some([str(number) for number in numbers])
    message = f'port name "{name}" has {len(numbers)} numbers in {traced.namespace}: {told}'
    return Found(
        message=message,
        path=f"{port.path}.targetPort",
        evidence=tuple(f'"{name}" is {number}/{protocol} on {some(owners)}' for number, owners in numbers.items()),
        fix=Fix(
            text=f'find out whether the programs can listen on one number for "{name}"; where they cannot, nothing has '
            "to be changed"
        ),
        ports=(port,),
        shared=SharedCause(key=f"{traced.namespace}/{name}/{protocol}", message=message, whole=True),
    )
