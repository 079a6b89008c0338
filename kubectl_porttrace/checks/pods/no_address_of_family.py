"""PTP10: an IP family of the Service in which no pod has an address."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.ip_families import drop_families
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.families import address_of, families_of
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP10",
    "no-address-of-family",
    severity="error",
    certainty="kube-proxy",
    needs=("pods",),
    scope="cluster",
    causes=("PTK03", "PTD01"),
)
def no_address_of_family(traced: TracedService) -> Iterator[Found]:
    """The Service has an IP family in which none of its pods has an address: in that family nothing answers.

    Why: a Service has one set of EndpointSlices for each of its `ipFamilies`, filled from the pods' `status.podIPs` of
    that family alone. There is no translation between IPv4 and IPv6. Where no pod has such an address, the slice is
    empty and connections to the cluster IP of that family are refused.

    See: `kubectl get pods -l KEY=VALUE -o jsonpath='{.items[*].status.podIPs}'` beside
    `kubectl get service NAME -o jsonpath='{.spec.ipFamilies}'`.

    Fix: take the family out of the Service, or give the pods addresses of both families: a dual-stack network plugin,
    and pods made after it was set up.
    """
    if traced.expected is None or not traced.expected.without_address_of_family:
        return
    families = families_of(traced.service)
    missing = [f for f in families if not any(address_of(pod, f) for pod in traced.eligible_pods)]
    if not missing:
        return
    place = families.index(missing[0])
    yield Found(
        message=f"no pod has an {' or '.join(missing)} address; the Service is {' and '.join(families)}",
        path=f"spec.ipFamilies[{place}]",
        evidence=(f"selected: {by_workload(traced, traced.eligible_pods)}", f"first pod: {_addresses(traced)}"),
        fix=Fix(text=f"give the pods addresses of both families, or {drop_families(traced.service, missing)}"),
        ports=traced.ports,
        severity=None if len(missing) == len(families) else "warning",
    )


def _addresses(traced: TracedService) -> str:
    pod = traced.eligible_pods[0]
    return f"{pod.name} has {', '.join(pod.ips)}"
