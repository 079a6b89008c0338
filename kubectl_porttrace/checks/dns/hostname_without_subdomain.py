"""PTD05: a hostname that DNS does not know."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTD05", "hostname-without-subdomain", severity="note", certainty="certain", needs=("pods",))
def hostname_without_subdomain(traced: TracedService) -> Iterator[Found]:
    """Pods behind the headless Service set a hostname and no subdomain, so they have no names of their own in DNS.

    Why: the controller writes a pod's hostname into the slices of a Service only where the pod's `subdomain` is the
    name of that Service (`k8s.io/endpointslice/util/controller_utils.go:ShouldSetHostname`). DNS makes the name
    HOSTNAME.SERVICE out of that. The hostname alone is what the pod itself sees.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml`: no `hostname` below `endpoints`.

    Fix: set `subdomain` to the name of the Service, in the template of the pods, if anything dials them by name.
    """
    service = traced.service
    if not service.headless:
        return
    pods = [pod for pod in traced.living_pods if pod.spec.hostname and not pod.spec.subdomain]
    if pods:
        yield Found(
            message=f"{by_workload(traced, pods)}: hostname {pods[0].spec.hostname} is no name in DNS, as subdomain "
            "is not set",
            fix=Fix(text=f"set subdomain: {service.name} in the template of the pods, if anything dials them by name"),
            ports=traced.ports,
        )
