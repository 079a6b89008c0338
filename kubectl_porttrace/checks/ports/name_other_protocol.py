"""PTR03: a named targetPort that the pods declare with another protocol."""

from collections.abc import Iterator, Sequence

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.port_names import pods_declaring, severity_of, unresolved_everywhere
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.find_port import declarations
from kubectl_porttrace.trace.needed_ports import needing
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTR03",
    "target-port-name-has-other-protocol",
    severity="error",
    certainty="kube-proxy",
    needs=("pods",),
    causes=("PTR01", "PTR04", "PTR05", "PTR06", "PTR17", "PTR18"),
)
def target_port_name_has_other_protocol(traced: TracedService) -> Iterator[Found]:
    """The pods declare the name that targetPort asks for, but with another protocol than the Service port has.

    Why: the endpoints controller compares name and protocol. `dns` as TCP and `dns` as UDP are two ports to it, and
    a Service port without `protocol` is TCP. Where the protocol differs, the name counts as not found: the Service
    port has no endpoint and connections to it are refused.

    See: `kubectl get pods -o jsonpath='{.items[*].spec.containers[*].ports}'` beside
    `kubectl get service NAME -o jsonpath='{.spec.ports}'`: compare `protocol`. `kubectl port-forward` ignores the
    protocol and still works.

    Fix: set `protocol` right, on the Service port or on the container port, whichever is wrong.
    """
    for port, name in unresolved_everywhere(traced):
        found = [(pod, entry) for pod in port.unresolved for entry in declarations(pod.spec) if entry.port.name == name]
        if not found:
            continue
        others = " and ".join(sorted({entry.port.protocol for _, entry in found}))
        yield Found(
            message=f'port {port.title} needs "{name}" as {port.spec.protocol}; the pods declare it as {others}',
            path=f"{port.path}.protocol",
            evidence=pods_declaring(
                traced, port, [entry for _, entry in found], {pod.name: pod for pod, _ in found}.values()
            ),
            fix=Fix(text=_advice(traced, port, name, sorted({entry.port.protocol for _, entry in found}))),
            ports=(port,),
            severity=severity_of(traced),
        )


def _advice(traced: TracedService, port: TracedPort, name: str, declared: Sequence[str]) -> str:
    """What to change: the Service port, where no other has that number and protocol, or the container port.

    A container port that others need as it is stays. A container cannot declare one name twice
    (`pkg/apis/core/validation/validation.go:validateContainerPorts`).
    """
    wanted, only = port.spec.protocol, declared[0] if len(declared) == 1 else None
    free = only is not None and all(
        (other.spec.port, other.spec.protocol) != (port.spec.port, only) for other in traced.ports
    )
    needed = any(any(needing(traced, port, name, protocol)) for protocol in declared)
    choices = [
        *([f"{only} on the Service port"] if free else []),
        *([] if needed else [f"{wanted} on the container port"]),
    ]
    if not choices:
        return f"declare a container port of another name with protocol {wanted}, and name that"
    return f"set protocol {', or '.join(choices)}"
