"""PTS10: an ExternalName that is an IP address."""

from collections.abc import Iterator
from ipaddress import ip_address

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTS10", "external-name-is-address", severity="error", certainty="contract")
def external_name_is_address(traced: TracedService) -> Iterator[Found]:
    """The Service is of type ExternalName and names an IP address, so its name resolves to nothing.

    Why: ExternalName makes the cluster's DNS answer with a CNAME record, and a CNAME holds a host name. An address
    passes the API server's check of the field, because digits and dots can form a host name; CoreDNS gives no answer.

    See: `nslookup NAME.NAMESPACE.svc.cluster.local` in a pod finds nothing.

    Fix: make it a Service without selector and write an EndpointSlice with the address.
    """
    service = traced.service
    if service.external and _is_address(service.spec.external_name):
        yield Found(
            message=f"externalName {service.spec.external_name} is an IP address; it must be a host name",
            path="spec.externalName",
            fix=Fix(text="use a Service without selector and an EndpointSlice that holds the address"),
        )


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True
