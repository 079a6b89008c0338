"""PTR16: two Service ports that end at one number."""

from collections import Counter
from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
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
    alike = Counter((port.spec.protocol, port.numbers) for port in traced.ports)
    groups: dict[tuple[str, frozenset[tuple[str, int]]], list[TracedPort]] = {}
    for port in traced.ports:
        if port.numbers and alike[port.spec.protocol, port.numbers] > 1:
            groups.setdefault((port.spec.protocol, _numbers(port)), []).append(port)
    for (_, numbers), ports in groups.items():
        if len(ports) == 1:
            continue
        shown = " or ".join(str(number) for number in sorted({number for _, number in numbers}))
        yield Found(
            message=f"ports {some([port.title for port in ports])} go to the same pods at {shown}",
            path=f"{ports[1].path}.targetPort",
            fix=Fix(text="none is needed if both are meant to reach the same program; else change one targetPort"),
            ports=tuple(ports),
        )


def _numbers(port: TracedPort) -> frozenset[tuple[str, int]]:
    """The number on each pod where it resolves."""
    return frozenset((entry.pod.name, entry.resolution.number) for entry in port.resolved if entry.resolution)
