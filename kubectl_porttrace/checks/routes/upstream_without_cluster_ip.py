"""PTI37: an Ingress has ingress-nginx dial the cluster IP of a Service that has none."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.ingress_classes import ingress_of
from kubectl_porttrace.checks.references import requests_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.routes.referrer import TracedRoute

NGINX = "k8s.io/ingress-nginx"


@check(
    "PTI37",
    "service-upstream-without-cluster-ip",
    severity="error",
    certainty="contract",
    needs=("services", "ingressclasses"),
    kinds=("Ingress",),
)
def upstream_without_cluster_ip(traced: TracedRoute) -> Iterator[Found]:
    """The Ingress has the annotation `service-upstream`, and a backend is a headless Service.

    Why: with `nginx.ingress.kubernetes.io/service-upstream: "true"` ingress-nginx dials the cluster IP of the Service
    with the number of the backend, and not the pods. A headless Service has no cluster IP, so that there is nothing to
    dial: requests get 503. Nor does a targetPort do for a port then, as it does without the annotation.

    See: `kubectl get service NAME`, column CLUSTER-IP.

    Fix: remove the annotation, or name a Service with a cluster IP.
    """
    if traced.consumer != NGINX or not ingress_of(traced).service_upstream:
        return
    for backend in traced.traffic:
        service = backend.service.service if backend.service is not None else None
        if service is not None and service.headless:
            yield Found(
                message=f"{requests_of(backend.reference)} is to be sent to the cluster IP of Service {service.name}, "
                "which is headless and has none",
                path=backend.reference.path,
                fix=Fix(text="remove the annotation service-upstream, or name a Service with a cluster IP"),
            )
