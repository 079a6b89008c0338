"""What is asked of a kind of which only names are read, where an object of it is said not to exist."""

from collections.abc import Iterator

from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.missing import missing_of
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.rule import Known, Rule

MANY = 10
"""Names are looked for in so many namespaces at most."""


def names_rule(kind: str) -> Rule:
    """The names of a kind, in the namespaces where a pod that is not ready waits for one that does not exist.

    They are asked for as metadata alone (`PartialObjectMetadata`), so that no data of a Secret leaves the API server.
    """

    def further(known: Known) -> Iterator[Query]:
        for namespace in _namespaces(known, kind)[:MANY]:
            yield Query(kind, namespace, metadata_only=True)

    def left_out(known: Known) -> Iterator[Unread]:
        resource = KIND_BY_NAME[kind].resource
        for namespace in _namespaces(known, kind)[MANY:]:
            message = f"{resource} were looked up in {MANY} namespaces alone; ask for one namespace: -n {namespace}"
            yield Unread(resource, namespace, "not-requested", message)

    return Rule(further=further, left_out=left_out)


def _namespaces(known: Known, kind: str) -> list[str]:
    lacking = {
        pod.namespace
        for pod in known.unready_pods
        if any(each.kind == kind for each in missing_of(known.snapshot, pod))
    }
    return sorted(lacking)
