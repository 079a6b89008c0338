"""EndpointSlices: by the label that says which Service they belong to."""

from collections.abc import Iterator

from kubectl_porttrace.model.endpointslice import SERVICE_NAME
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Rule
from kubectl_porttrace.read.cluster.scope import Scope


def _slices(scope: Scope) -> Iterator[Query]:
    labels = f"{SERVICE_NAME} in ({','.join(sorted(scope.names))})" if scope.names else ""
    yield Query("EndpointSlice", scope.namespace, labels=labels)


RULE = Rule(first=_slices)
