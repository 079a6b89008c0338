"""Services: those asked about, and those whose cluster IP somebody may have written into a slice."""

from collections.abc import Iterator

from kubectl_porttrace.model.snapshot import SERVICES_ELSEWHERE
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import FEW, Known, Rule


def _asked_about(question: Question) -> Iterator[Query]:
    for name in question.names:
        yield Query("Service", question.namespace, name=name, essential=True)
    if not question.names:
        yield Query("Service", question.namespace, labels=question.selector, essential=True)


def _with_addresses(known: Known) -> Iterator[Query]:
    """The Services whose cluster IP is in a slice as if it were an endpoint."""
    if known.question.namespace is None and not known.question.selector:
        return
    addresses = {
        endpoint.addresses[0]
        for slice_ in known.snapshot.endpoint_slices
        for endpoint in slice_.endpoints
        if endpoint.target_ref is None and endpoint.addresses
    }
    if len(addresses) > FEW:
        yield Query("Service", None, known_as=SERVICES_ELSEWHERE)
        return
    for address in sorted(addresses):
        yield Query("Service", None, fields=f"spec.clusterIP={address}", known_as=SERVICES_ELSEWHERE)


RULE = Rule(first=_asked_about, further=_with_addresses)
