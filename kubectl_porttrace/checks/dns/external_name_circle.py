"""PTD07: names that stand for each other."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.aliases import alias_behind
from kubectl_porttrace.trace.service import TracedService


@check("PTD07", "external-name-circle", severity="error", certainty="contract", needs=("services",))
def external_name_circle(traced: TracedService) -> Iterator[Found]:
    """The Service is of type ExternalName, and its name leads back to itself, so it resolves to nothing.

    Why: the cluster's DNS answers with the name in `externalName`, and the client, or the DNS server for it, looks that
    up. Where the names lead to each other, no answer ever has an address. Servers and clients give up after a few
    steps. That `cluster.local` is this cluster's own domain is not in the API, and is its name by default.

    See: `kubectl get services -A | grep ExternalName`; `nslookup NAME.NAMESPACE.svc.cluster.local` in a pod.

    Fix: let one of them name the host that is meant.
    """
    alias = alias_behind(traced.snapshot, traced.service)
    if alias.circle:
        names = [f"{each.namespace}/{each.name}" for each in alias.through]
        last = alias.through[-1].alias_of or traced.service.key
        yield Found(
            message=f"the name leads in a circle: {' to '.join([*names, '/'.join(last)])}",
            path="spec.externalName",
            fix=Fix(text="let externalName of one of these Services name the host that is meant"),
            ports=traced.ports,
        )
