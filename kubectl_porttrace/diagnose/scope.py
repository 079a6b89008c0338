"""What was asked, in the words of the contract: what is not in a report may not have been asked about."""

from collections.abc import Collection

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import (
    AddressTarget,
    Question,
    ServiceTarget,
    Target,
    UrlTarget,
)
from kubectl_porttrace.report.v1 import Scope


def scope_of(snapshot: Snapshot, question: Question, ignored: Collection[str] = ()) -> Scope:
    """What the report on a question covers.

    Args:
        snapshot: what was read.
        question: what was asked.
        ignored: the codes that are suppressed.
    """
    return Scope(
        namespaces=_namespaces(snapshot, question),
        complete=snapshot.recorded or ("services", "") in snapshot.listed,
        targets=tuple(sorted(map(_written, question.targets))),
        selector=question.selector,
        routes=question.routes,
        advice=question.advice,
        ignored=tuple(sorted(ignored)),
    )


def _namespaces(snapshot: Snapshot, question: Question) -> tuple[str, ...] | None:
    """Those of which every Service was looked at that was asked about; of a recording only those it has in full."""
    asked = None if question.namespace is None else (question.namespace,)
    everywhere = snapshot.source.type == "cluster" or not snapshot.recorded or ("services", "") in snapshot.listed
    if everywhere:
        return asked
    listed = {namespace for resource, namespace in snapshot.listed if resource == "services"}
    return tuple(sorted(listed if asked is None else listed.intersection(asked)))


def _written(target: Target) -> str:
    """As a person would write it, one spelling for each."""
    if isinstance(target, ServiceTarget):
        port = "" if target.port is None else f":{target.port}" + (f"/{target.protocol}" if target.protocol else "")
        return f"service/{target.name}{port}"
    if isinstance(target, AddressTarget | UrlTarget):
        return target.written
    return f"{target.kind.lower()}/{target.name}"
