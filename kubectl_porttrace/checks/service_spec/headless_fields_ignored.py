"""PTS13: fields that have no effect on a headless Service."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTS13", "headless-fields-ignored", severity="note", certainty="certain")
def headless_fields_ignored(traced: TracedService) -> Iterator[Found]:
    """The Service is headless and sets session affinity, external IPs or a load balancer IP, which have no effect.

    Why: these are instructions to kube-proxy or to a load balancer, and a headless Service has neither: clients
    connect to the pods directly.

    See: `kubectl get service NAME -o yaml`; the API server warns at every write.

    Fix: remove the fields, or give the Service a cluster IP.
    """
    spec = traced.service.spec
    ignored = {
        "spec.sessionAffinity": f"sessionAffinity {spec.session_affinity}" if spec.session_affinity != "None" else "",
        "spec.externalIPs": f"externalIPs {some(spec.external_ips)}" if spec.external_ips else "",
        "spec.loadBalancerIP": f"loadBalancerIP {spec.load_balancer_ip}" if spec.load_balancer_ip else "",
    }
    present = {path: words for path, words in ignored.items() if words}
    if traced.service.headless and present:
        yield Found(
            message=f"a headless Service ignores {some(list(present.values()))}",
            path=next(iter(present)),
            fix=Fix(text=f"remove {some([each.partition(' ')[0] for each in present.values()])}, or set a cluster IP"),
        )
