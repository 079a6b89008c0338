"""What tells which route serves a URL: the routes of the cluster, of the kinds whose rules are for hosts.

The routes that have a rule for the URL are asked for as if by name (`named.py`), with all that this takes.
"""

from collections.abc import Iterator

from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.referrers.gateway import Gateway
from kubectl_porttrace.model.referrers.ingress import Ingress
from kubectl_porttrace.model.requested_routes import GATEWAY_ROUTES, NOT_EVALUATED, OPENSHIFT_ROUTE
from kubectl_porttrace.question import Question
from kubectl_porttrace.read.cluster.discovery import DISCOVERY, asked_for
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule
from kubectl_porttrace.read.cluster.rules.referrers import elsewhere

_INGRESS = KIND_BY_NAME["Ingress"]


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
    for kind in (*GATEWAY_ROUTES, OPENSHIFT_ROUTE, *NOT_EVALUATED):
        yield from _everywhere(known, kind)
    if any(gateway.spec.allowed_listeners is not None for gateway in snapshot.all_of(Gateway)):
        # Any of them may have the listener that takes the request.
        yield from _everywhere(known, KIND_BY_NAME["ListenerSet"])


def _everywhere(known: Known, kind: Kind) -> Iterator[Query]:
    """The objects of a kind, if the server has it; those of the namespace alone where all may not be read."""
    version = known.version(kind)
    if version is None:
        return
    yield asked_for(kind, None, version, known_as=elsewhere(kind))
    if not known.snapshot.was_read(elsewhere(kind)) and known.question.namespace is not None:
        yield asked_for(kind, known.question.namespace, version)


RULE = Rule(first=_at_first, further=_further)
