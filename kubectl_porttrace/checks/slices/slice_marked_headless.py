"""PTE09: a slice that kube-proxy is told to pass over."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import slices_without_traffic
from kubectl_porttrace.model.endpointslice import HEADLESS, MIRRORING_CONTROLLER
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTE09",
    "slice-marked-headless",
    severity="error",
    certainty="kube-proxy",
    needs=("endpointslices",),
    causes=("PTE15",),
)
def slice_marked_headless(traced: TracedService) -> Iterator[Found]:
    """An EndpointSlice of a Service with a cluster IP carries the label of headless Services.

    Why: kube-proxy does not watch slices with the label `service.kubernetes.io/headless`, whatever its value. The
    endpoints in it never get traffic through the cluster IP. Mirroring copies the label from the Endpoints.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME,service.kubernetes.io/headless`.

    Fix: remove the label from the slice; where the slice is mirrored, from the Endpoints.
    """
    service = traced.service
    if service.headless or service.external:
        return
    hidden = [each for each in traced.snapshot.slices_of(service) if each.hidden_from_kube_proxy and each.endpoints]
    mirrored = all(slice_.managed_by == MIRRORING_CONTROLLER for slice_ in hidden)
    yield from slices_without_traffic(
        traced,
        hidden,
        path=f"metadata.labels[{HEADLESS}]",
        message=f"carr{'ies' if len(hidden) == 1 else 'y'} the label {HEADLESS}, so kube-proxy ignores it",
        fix=f"remove the label from the {'Endpoints that it mirrors' if mirrored else 'slice'}",
    )
