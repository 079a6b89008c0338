"""PTE09: a slice that kube-proxy is told to pass over."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.endpoint_slices import addresses, ports_carried, slice_reference, titles
from kubectl_porttrace.findings import Fix
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
    hidden = [p for p in traced.snapshot.slices_of(service) if p.hidden_from_kube_proxy and p.endpoints]
    ports = ports_carried(traced, hidden)
    if hidden and ports:
        mirrored = all(slice_.managed_by == MIRRORING_CONTROLLER for slice_ in hidden)
        yield Found(
            message=f"{titles(hidden)} carr{'ies' if len(hidden) == 1 else 'y'} the label {HEADLESS}, "
            "so kube-proxy never sees it",
            path=f"metadata.labels[{HEADLESS}]",
            evidence=(addresses(hidden),),
            object=slice_reference(hidden[0]),
            fix=Fix(text="remove the label from the Endpoints it mirrors" if mirrored else "remove the label"),
            ports=ports,
        )
