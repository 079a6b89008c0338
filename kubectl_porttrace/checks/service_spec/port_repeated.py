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
    first: dict[_Unique, TracedPort] = {}
    for port in traced.ports:
        earlier = min((first[key] for key, _, _ in _unique(port) if key in first), key=_place, default=None)
        for key, _, _ in _unique(port):
            first.setdefault(key, port)
        if earlier is None:
            continue
        of_earlier = {key for key, _, _ in _unique(earlier)}
        same = {end: words for key, end, words in _unique(port) if key in of_earlier}
        yield Found(
            message=f"{port.path} repeats {some(list(same.values()))} of {earlier.path}; "
            "the API server refuses the Service",
            path=port.path + (next(iter(same)) if len(same) == 1 else ""),
            fix=Fix(text=f"remove {port.path}, or change {some(list(same.values()))} in it"),
        )


_Unique = tuple[str, str, int]
"""What only one port of a Service may have: what it is, a name or a protocol, and a number."""


def _place(port: TracedPort) -> int:
    return port.index


def _unique(port: TracedPort) -> Iterator[tuple[_Unique, str, str]]:
    """What two ports must not share, each with the end of its field path and in words."""
    spec = port.spec
    if spec.name:
        yield ("name", spec.name, 0), ".name", f'the name "{spec.name}"'
    # The pair is what is unique, so the API server names the whole item.
    yield ("port", spec.protocol, spec.port), "", f"port {spec.port}/{spec.protocol}"
    if spec.node_port:
        yield ("nodePort", spec.protocol, spec.node_port), ".nodePort", f"node port {spec.node_port}/{spec.protocol}"
