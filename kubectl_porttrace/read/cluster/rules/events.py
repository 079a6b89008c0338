"""Events: probes that fail, controllers that could not write slices or Endpoints, and what is said of unready pods."""

from collections.abc import Iterator

from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import FEW, Known, Rule
from kubectl_porttrace.read.cluster.scope import Scope


def _events(scope: Scope) -> Iterator[Query]:
    yield Query("Event", scope.namespace, fields="reason=Unhealthy")
    if 0 < len(scope.names) <= FEW:
        for name in scope.names:
            yield Query("Event", scope.namespace, fields=f"involvedObject.name={name},type=Warning")
        return
    for reason in ("FailedToUpdateEndpointSlices", "FailedToUpdateEndpoint"):
        yield Query("Event", scope.namespace, fields=f"reason={reason}")


def _about_unready_pods(known: Known) -> Iterator[Query]:
    if known.unready_pods:
        yield Query("Event", known.scope.namespace, fields="type=Warning")


RULE = Rule(first=_events, further=_about_unready_pods)
