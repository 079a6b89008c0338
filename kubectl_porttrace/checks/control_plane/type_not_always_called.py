"""PTA04: the API server can call a Service of this type in one of its two modes of routing only."""

from collections.abc import Iterator

from kubectl_porttrace.checks.calls import KINDS, calls_of, service_title
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedCaller


@check(
    "PTA04",
    "called-service-type",
    severity="warning",
    certainty="likely",
    needs=("services",),
    kinds=KINDS,
    causes=("PTA08",),
)
def type_not_always_called(traced: TracedCaller) -> Iterator[Found]:
    """The Service that the API server is to call is headless, or of type ExternalName.

    Why: without `--enable-aggregator-routing`, which is the default, the API server calls the Service's own address: a
    headless one has none (`cannot route to service with ClusterIP "None"`), and of an ExternalName it calls the host.
    With the flag it calls an endpoint: then a headless Service works, and ExternalName does not (`unsupported service
    type "ExternalName"`). Whether the flag is set is not in the API; GKE sets it.

    See: `kubectl get service NAME -n NAMESPACE`, columns TYPE and CLUSTER-IP.

    Fix: have the API server call a Service of type ClusterIP with a cluster IP.
    """
    for call in calls_of(traced):
        service = call.first.service.service if call.first.service else None
        if service is None or not (service.headless or service.external):
            continue
        what = (
            "is headless, and cannot be called unless"
            if service.headless
            else "is an ExternalName, and cannot be called if"
        )
        yield Found(
            message=f"{service_title(call.reference)}, which {traced.title} names, {what} the API server runs with "
            "--enable-aggregator-routing",
            part=call.part,
            path=call.reference.path,
            fix=Fix(text="name a Service of type ClusterIP that has a cluster IP: the pods may be behind both"),
            severity="note" if call.never_made else None,
        )
