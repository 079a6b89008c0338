"""PTR17: some ports of a Service resolve and others do not."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.checks.port_names import severity_of, unresolved_everywhere
from kubectl_porttrace.checks.port_naming import name_it
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTR17", "some-ports-unresolved", severity="error", certainty="kube-proxy", needs=("pods",))
def some_ports_unresolved(traced: TracedService) -> Iterator[Found]:
    """One port of the Service has no endpoint because its name is on no pod, while its other ports work.

    Why: each Service port is resolved by itself. The pods stay in the EndpointSlices for the ports that resolve, so
    the Service looks healthy: it has endpoints, its pods are ready, one port answers and the other refuses.

    See: `kubectl describe service NAME`: the line `Endpoints:` of this port is empty.

    Fix: as for the name that is not found: name the container port, or use its number as targetPort.
    """
    resolved = [port.title for port in traced.ports if port.resolved]
    for port, name in unresolved_everywhere(traced) if resolved else ():
        yield Found(
            message=f"port {port.title} has no endpoint, although the pods serve {some(resolved)}; "
            "kubectl describe shows nothing for it",
            path=port.path,
            fix=Fix(text=f"{name_it(traced, port, name)}, or use its number as targetPort"),
            ports=(port,),
            severity=severity_of(traced),
        )
