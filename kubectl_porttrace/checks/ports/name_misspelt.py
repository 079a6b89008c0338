"""PTR05: a named targetPort that is a declared name misspelt."""

from collections.abc import Iterator, Mapping

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, declared_ports
from kubectl_porttrace.checks.port_names import declared_with, retarget, severity_of, unresolved_everywhere
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.spellings import nearest
from kubectl_porttrace.trace.needed_ports import needing
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTR05",
    "target-port-name-misspelt",
    severity="error",
    certainty="kube-proxy",
    needs=("pods",),
    causes=("PTR01", "PTR17", "PTR18"),
)
def target_port_name_misspelt(traced: TracedService) -> Iterator[Found]:
    """No pod has a container port of the name that targetPort asks for, but one of almost that name.

    Why: names are compared letter by letter. A name that differs by a hyphen or a letter counts as not found: the
    Service port has no endpoint and connections to it are refused. That the other name was meant is likely; that this
    one does not resolve is certain.

    See: `kubectl get pods -o jsonpath='{.items[*].spec.containers[*].ports}'` beside
    `kubectl get service NAME -o jsonpath='{.spec.ports}'`.

    Fix: use the declared name as targetPort, or rename the container port in the workload's template.
    """
    for port, name in unresolved_everywhere(traced):
        names = frozenset().union(*(_names(pod, port) for pod in port.unresolved))
        # Names that other ports use were hardly meant here; its own is not among those declared.
        near = nearest(name, sorted(names - traced.once(_target_names)[port.spec.protocol]))
        if near is None:
            continue
        having = [pod for pod in port.unresolved if near in _names(pod, port)]
        everywhere = len(having) == len(port.unresolved)
        kept = any(needing(traced, port, near, port.spec.protocol))
        yield Found(
            message=f'targetPort "{name}" of port {port.title} is not a container port name; the pods have "{near}"',
            path=f"{port.path}.targetPort",
            evidence=(
                f'"{near}" is declared by {by_workload(traced, having)}; {len(port.unresolved)} selected in all',
                f"they declare: {declared_ports(port.unresolved)}",
            ),
            fix=retarget(
                traced,
                port,
                near if everywhere and _same_thing(name, near) else None,
                f'set targetPort "{near}"' + ("" if kept else f', or rename the container port to "{name}"'),
            ),
            ports=(port,),
            severity=severity_of(traced),
        )


def _names(pod: Pod, port: TracedPort) -> frozenset[str]:
    """The names of the ports a pod declares with the protocol that is asked for."""
    return frozenset(entry.port.name for entry in declared_with(pod, port.spec.protocol) if entry.port.name)


def _target_names(traced: TracedService) -> Mapping[str, frozenset[str]]:
    """The names that the ports of the Service use, by protocol."""
    found: dict[str, set[str]] = {}
    for port in traced.ports:
        if port.named_target:
            found.setdefault(port.spec.protocol, set()).add(port.named_target)
    return {protocol: frozenset(names) for protocol, names in found.items()}


def _same_thing(one: str, other: str) -> bool:
    """Whether two near names can only mean one port: `http` and `https`, `grpc-1` and `grpc-2` are different things."""
    digits = [[letter for letter in word if letter.isdigit()] for word in (one, other)]
    return digits[0] == digits[1] and one.rstrip("s") != other.rstrip("s")
