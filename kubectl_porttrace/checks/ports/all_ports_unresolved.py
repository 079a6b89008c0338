"""PTR18: no port of a Service resolves, and its slices hold bare addresses."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.checks.port_names import severity_of, unresolved_everywhere
from kubectl_porttrace.checks.port_naming import name_it
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTR18",
    "all-ports-unresolved",
    severity="error",
    certainty="kube-proxy",
    needs=("pods", "endpointslices"),
    scope="cluster",
)
def all_ports_unresolved(traced: TracedService) -> Iterator[Found]:
    """No targetPort of the Service is found on any pod, so its EndpointSlices hold addresses without ports.

    Why: a pod whose ports do not resolve stays in the slices with its address alone. kube-proxy goes by ports, sees
    none, and refuses every connection. `kubectl describe service` lists the bare addresses as if they were endpoints,
    and DNS of a headless Service still gives them out.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME`: `<unset>` under PORTS, addresses under
    ENDPOINTS.

    Fix: as for the name that is not found: name the container port, or use its number as targetPort.
    """
    unresolved = tuple(unresolved_everywhere(traced))
    bare = [slice_.name for slice_ in traced.slices or () if slice_.endpoints and not slice_.ports]
    if not bare or len(unresolved) < len(traced.ports):
        return
    for port, name in unresolved:
        yield Found(
            message=f"EndpointSlice {some(bare)} holds addresses without ports, "
            "which kubectl describe lists as if they were endpoints",
            path=port.path,
            fix=Fix(text=f"{name_it(traced, port, name)}, or use its number as targetPort"),
            ports=(port,),
            severity=severity_of(traced),
        )
