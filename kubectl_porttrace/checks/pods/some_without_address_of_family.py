"""PTP11: an IP family of the Service in which only some pods have an address."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, count, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.families import address_of, families_of
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTP11",
    "some-without-address-of-family",
    severity="warning",
    certainty="certain",
    needs=("pods",),
    scope="cluster",
)
def some_without_address_of_family(traced: TracedService) -> Iterator[Found]:
    """Some pods have no address in one of the Service's IP families: in that family the others carry all traffic.

    Why: the EndpointSlices of a family hold only the pods that have an address of it. A pod keeps the addresses it got
    when it started, so pods older than the dual-stack setup stay single-stack.

    See: `kubectl get pods -l KEY=VALUE -o custom-columns=NAME:.metadata.name,IPS:.status.podIPs[*].ip`.

    Fix: recreate these pods, for example with `kubectl rollout restart`, once their nodes are dual-stack.
    """
    if traced.expected is None or not traced.expected.without_address_of_family:
        return
    for place, family in enumerate(families_of(traced.service)):
        without = [pod for pod in traced.eligible_pods if not address_of(pod, family)]
        if not without or len(without) == len(traced.eligible_pods):
            continue
        total = count(len(traced.eligible_pods), "pod")
        yield Found(
            message=f"{len(without)} of {total} {'has' if len(without) == 1 else 'have'} no {family} address",
            path=f"spec.ipFamilies[{place}]",
            evidence=(f"without: {by_workload(traced, without)}", f"pods: {some([pod.name for pod in without])}"),
            fix=Fix(text="recreate these pods on dual-stack nodes"),
            ports=traced.ports,
        )
