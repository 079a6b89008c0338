"""EndpointSlices: by the label that says which Service they belong to."""

from collections.abc import Iterator

from kubectl_porttrace.model.endpointslice import SERVICE_NAME
from kubectl_porttrace.read.cluster.missing_pods import confirming_queries
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule
from kubectl_porttrace.read.cluster.scope import Scope


def _at_first(scope: Scope) -> Iterator[Query]:
    yield _slices(scope)


def _further(known: Known) -> Iterator[Query]:
    """Once more, and after them the pods they name, where these seem to be gone."""
    pods = Query("Pod", known.scope.namespace)
    yield from confirming_queries(known.collected, known.services, _slices(known.scope), pods)


def _slices(scope: Scope) -> Query:
    labels = f"{SERVICE_NAME} in ({','.join(sorted(scope.names))})" if scope.names else ""
    return Query("EndpointSlice", scope.namespace, labels=labels)


RULE = Rule(first=_at_first, further=_further)
