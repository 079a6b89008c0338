"""PTR16: two Service ports that end at one number."""

from collections.abc import Iterator
from itertools import combinations

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.report.values import Fix
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check("PTR16", "ports-share-target", severity="note", certainty="certain", needs=("pods",))
def ports_share_target(traced: TracedService) -> Iterator[Found]:
    """Two ports of the Service, of one protocol, end at the same number of the same pods.

    Why: nothing is wrong: one is an alias of the other, as 80 and 443 in front of a proxy that speaks plain HTTP. It
    is worth a look where two programs were meant.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml`: two ports of one number.

    Fix: none is needed; drop one, or point it at the other program.
    """
    for first, second in combinations(traced.ports, 2):
        numbers = _numbers(first)
        if first.spec.protocol != second.spec.protocol or not numbers or numbers != _numbers(second):
            continue
        shown = " or ".join(str(number) for number in sorted(set(numbers.values())))
        yield Found(
            message=f"ports {first.title} and {second.title} both go to {shown}",
            path=f"{second.path}.targetPort",
            fix=Fix(text="none is needed; drop one, or point it at another port"),
            ports=(first, second),
        )


def _numbers(port: TracedPort) -> dict[str, int]:
    """The number on each pod where it resolves."""
    return {entry.pod.name: entry.resolution.number for entry in port.resolved if entry.resolution is not None}
