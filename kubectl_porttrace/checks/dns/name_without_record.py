"""PTD09: a name of an endpoint or a port that DNS has no record of."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix, ObjectReference
from kubectl_porttrace.model.unread import PODS_ELSEWHERE, SERVICES_ELSEWHERE
from kubectl_porttrace.trace.lookups.address import TracedAddress
from kubectl_porttrace.trace.lookups.meant_names import name_instead


@check(
    "PTD09",
    "name-without-record",
    severity="error",
    certainty="contract",
    uses=("endpointslices", SERVICES_ELSEWHERE, PODS_ELSEWHERE),
)
def name_without_record(traced: TracedAddress) -> Iterator[Found]:
    """The name that was asked about is below that of a Service, and the cluster's DNS has no record of it.

    Why: below the name of a Service, DNS has the host names of its ready endpoints, and the names of its ports. A pod
    has a host name there only if its `subdomain` is the name of that Service, as StatefulSets set it by `serviceName`.
    A port is written with its protocol and two underscores, `_http._tcp`, and has a record of type SRV alone. For
    anything else the answer is that the name does not exist (NXDOMAIN).

    See: `nslookup NAME` in a pod; `kubectl get endpointslices -l kubernetes.io/service-name=SERVICE -o yaml`.

    Fix: use the name that is meant, or give the pods the `hostname` and `subdomain` that it needs.
    """
    dns = traced.dns
    if dns is None or dns.exists is not False or not (dns.name.endpoint or dns.name.port):
        return
    service = traced.snapshot.service(dns.name.namespace, dns.name.service)
    why = next((each.why for each in dns.absent if each.name == dns.name.text), "")
    if service is not None:
        meant = name_instead(traced.snapshot, service, dns.name)
        yield Found(
            message=f"{dns.name.text} does not resolve: {why}",
            path="metadata.name",
            object=ObjectReference(kind="Service", namespace=service.namespace, name=service.name),
            fix=Fix(text=f"{_what(meant.port, meant.endpoint)} is {meant.text}"),
        )


def _what(port: str, endpoint: str) -> str:
    if port:
        return f"the SRV name of port {port}"
    return f"the name of endpoint {endpoint}" if endpoint else "the name of the Service"
