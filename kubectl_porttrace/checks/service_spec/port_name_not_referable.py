"""PTS17: Service port names that no Ingress can name."""

from collections.abc import Iterator

from kubectl_porttrace.checks.admission import port_name_faults
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTS17", "port-name-not-referable", severity="note", certainty="certain")
def port_name_not_referable(traced: TracedService) -> Iterator[Found]:
    """A Service port has a name that an Ingress cannot refer to; it can use the port's number only.

    Why: the name of a Service port is a DNS label of up to 63 characters. Where an Ingress names a port the stricter
    rule of port names holds: at most 15 characters, at least one letter, no two hyphens in a row.

    See: `kubectl get service NAME -o jsonpath='{.spec.ports[*].name}'`.

    Fix: shorten the name, or refer to the port by number.
    """
    if traced.service.external:
        return
    faulty = [port for port in traced.ports if port.spec.name and port_name_faults(port.spec.name)]
    if faulty:
        first = faulty[0].spec.name
        others = f" (and {some([port.spec.name for port in faulty[1:]])})" if faulty[1:] else ""
        yield Found(
            message=f'port name "{first}"{others} cannot be used in an Ingress: it {some(port_name_faults(first))}',
            path=f"{faulty[0].path}.name",
            fix=Fix(text="shorten the name, or let the Ingress use the port's number"),
            ports=tuple(faulty),
        )
