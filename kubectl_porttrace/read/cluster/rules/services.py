"""Services: those asked about, and those whose cluster IP somebody may have written into a slice."""

from collections.abc import Iterator

from kubectl_porttrace.model.snapshot import SERVICES_ELSEWHERE
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import FEW, Known, Rule
from kubectl_porttrace.read.cluster.scope import Scope


def _asked_about(scope: Scope) -> Iterator[Query]:
    for name in scope.names:
        yield Query("Service", scope.namespace, name=name, essential=True)
    if not scope.names:
        yield Query("Service", scope.namespace, labels=scope.labels, essential=True)


def _with_addresses(known: Known) -> Iterator[Query]:
    """The Services whose cluster IP is in a slice as if it were an endpoint."""
    if known.scope.namespace is None and not known.scope.labels:
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
