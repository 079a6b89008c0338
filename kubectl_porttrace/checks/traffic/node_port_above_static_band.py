"""PTK20: a node port that was chosen by hand where the API server chooses as well."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService

STATIC_BAND = range(30000, 30086)
ALLOCATED = range(30086, 32768)
"""Of the default range, where the API server chooses only when nothing else is left, and where it chooses first
(`pkg/registry/core/service/portallocator/allocator.go:calculateRangeOffset`)."""


@check("PTK20", "node-port-above-static-band", severity="note", certainty="likely", scope="cluster")
def node_port_above_static_band(traced: TracedService) -> Iterator[Found]:
    """Somebody chose a node port, and its number is one that the API server may give to any other Service.

    Why: in the default range, 30000-32767, the API server chooses node ports from 30086 on and touches the first 86
    only when the rest is used up. While the Service exists the number is its own. When it is deleted and made again,
    another Service may have got the number in between, and then the API server refuses this one. That a person or a
    program chose the number, and not the API server, is known from metadata.managedFields.

    See: `kubectl get service NAME -o yaml --show-managed-fields`: `f:nodePort` below the manager that wrote it.

    Fix: choose a number from 30000 to 30085, if the range is the default one, or let the API server choose.
    """
    chosen = [
        port
        for port in traced.ports
        if port.spec.node_port in ALLOCATED and traced.service.node_port_writers(port.spec)
    ]
    if chosen:
        writers = dict.fromkeys(who for port in chosen for who in traced.service.node_port_writers(port.spec))
        yield Found(
            message=f"node port {some([str(port.spec.node_port) for port in chosen])} was chosen by hand, and lies "
            "where the API server chooses for other Services as well",
            path=f"{chosen[0].path}.nodePort",
            evidence=(
                f"written by {some(list(writers))}",
                "if the Service is created again, it may be taken by then",
            ),
            fix=Fix(text=f"choose from {STATIC_BAND[0]} to {STATIC_BAND[-1]}, if the range is the default one"),
            ports=tuple(chosen),
            ways=("NodePort",),
        )
