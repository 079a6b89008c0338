"""PTS04: a port that repeats another one."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check("PTS04", "port-repeated", severity="error", certainty="certain", scope="manifests")
def port_repeated(traced: TracedService) -> Iterator[Found]:
    """The manifest has two ports of the same name, number or node port, and the API server refuses the Service.

    Why: within a Service every port name is unique, and so is every number and every node port together with its
    protocol. 53/TCP beside 53/UDP is allowed; 53/TCP twice is not.

    See: `kubectl apply --dry-run=server -f FILE` fails with "Duplicate value".

    Fix: remove the second port, or give it what makes it another one.
    """
    for place, port in enumerate(traced.ports):
        for earlier in traced.ports[:place]:
            same = dict(_shared(earlier, port))
            if same:
                yield Found(
                    message=f"{port.path} repeats {some(list(same.values()))} of {earlier.path}; "
                    "the API server refuses the Service",
                    path=port.path + (next(iter(same)) if len(same) == 1 else ""),
                    fix=Fix(text=f"remove {port.path}, or change {some(list(same.values()))} in it"),
                )
                break


def _shared(one: TracedPort, other: TracedPort) -> Iterator[tuple[str, str]]:
    """What two ports must not share, each by the end of its field path and in words."""
    first, second = one.spec, other.spec
    if first.name and first.name == second.name:
        yield ".name", f'the name "{second.name}"'
    if first.protocol == second.protocol:
        if first.port == second.port:
            # The pair is what is unique, so the API server names the whole item.
            yield "", f"port {second.port}/{second.protocol}"
        if first.node_port and first.node_port == second.node_port:
            yield ".nodePort", f"node port {second.node_port}/{second.protocol}"
