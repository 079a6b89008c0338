"""What tells which route serves a URL: the Ingresses and HTTPRoutes of the cluster.

The routes that have a rule for the URL are asked for as if by name (`named.py`), with all that this takes.
"""

from collections.abc import Iterator

from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.referrers.ingress import Ingress
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.discovery import DISCOVERY, asked_for
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule
from kubectl_porttrace.read.cluster.rules.referrers import elsewhere

_INGRESS = KIND_BY_NAME["Ingress"]
_ROUTE = KIND_BY_NAME["HTTPRoute"]


def _at_first(question: Question) -> Iterator[Query]:
    if question.urls:
        yield DISCOVERY
        yield asked_for(_INGRESS, None, "", known_as=elsewhere(_INGRESS))


def _further(known: Known) -> Iterator[Query]:
    if not known.question.urls:
        return
    snapshot, namespace = known.snapshot, known.question.namespace
    if not snapshot.was_read(elsewhere(_INGRESS)) and namespace is not None:
        yield asked_for(_INGRESS, namespace, "")
    if snapshot.all_of(Ingress):
        yield Query("IngressClass", None)
    version = known.version(_ROUTE)
    if version is not None:
        yield asked_for(_ROUTE, None, version, known_as=elsewhere(_ROUTE))
        if not snapshot.was_read(elsewhere(_ROUTE)) and namespace is not None:
            yield asked_for(_ROUTE, namespace, version)


RULE = Rule(first=_at_first, further=_further)
