"""PTS14: externalIPs."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTS14", "external-ips-deprecated", severity="note", certainty="certain")
def external_ips_deprecated(traced: TracedService) -> Iterator[Found]:
    """The Service lists externalIPs.

    Why: the field is deprecated since Kubernetes 1.36. kube-proxy still programs it while the feature gate
    AllowServiceExternalIPs is on, and will stop one day.

    See: `kubectl get service NAME -o jsonpath='{.spec.externalIPs}'`; the API server warns at every write.

    Fix: publish the Service as type LoadBalancer, or through a Gateway.
    """
    addresses = traced.service.spec.external_ips
    # Headless and ExternalName Services ignore them, so they lose nothing (`pkg/api/service/warnings.go`).
    if addresses and not traced.service.headless and not traced.service.external:
        yield Found(
            message=f"externalIPs ({', '.join(addresses)}) are deprecated since Kubernetes 1.36",
            path="spec.externalIPs",
            fix=Fix(text="use type LoadBalancer or a Gateway"),
        )
