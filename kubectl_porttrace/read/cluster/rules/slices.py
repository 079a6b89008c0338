"""EndpointSlices: by the label that says which Service they belong to."""

from collections.abc import Iterator

from kubectl_porttrace.model.endpointslice import SERVICE_NAME
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule
from kubectl_porttrace.read.cluster.scope import Scope


def _slices(scope: Scope) -> Iterator[Query]:
    labels = f"{SERVICE_NAME} in ({','.join(sorted(scope.names))})" if scope.names else ""
    yield Query("EndpointSlice", scope.namespace, labels=labels)


def _without_service(known: Known) -> Iterator[Query]:
    """The slices that belong to no Service, where one has nothing behind it: somebody may have left the label out."""
    for service in known.services if known.scope.names else ():
        readable = known.snapshot.was_read("endpointslices", service.namespace)
        if readable and not service.selects and not any(known.endpoints_of(service)):
            yield Query("EndpointSlice", known.scope.namespace, labels=f"!{SERVICE_NAME}")
            return


RULE = Rule(first=_slices, further=_without_service)
