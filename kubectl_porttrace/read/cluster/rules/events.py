"""Events: probes that fail, and controllers that could not write slices or Endpoints."""

from collections.abc import Iterator

from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import FEW, Rule
from kubectl_porttrace.read.cluster.scope import Scope


def _events(scope: Scope) -> Iterator[Query]:
    yield Query("Event", scope.namespace, fields="reason=Unhealthy")
    if 0 < len(scope.names) <= FEW:
        for name in scope.names:
            yield Query("Event", scope.namespace, fields=f"involvedObject.name={name},type=Warning")
        return
    for reason in ("FailedToUpdateEndpointSlices", "FailedToUpdateEndpoint"):
        yield Query("Event", scope.namespace, fields=f"reason={reason}")


RULE = Rule(first=_events)
