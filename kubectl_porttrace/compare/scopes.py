"""What it tells that something is not in a report: that it does not exist, or that nobody asked about it."""

from kubectl_porttrace.model.kinds import find_kind
from kubectl_porttrace.report.v1 import NotChecked, ObjectReference, Report, RouteTrace, Scope

UNREAD = frozenset({"forbidden", "error", "not-requested"})
"""Why there may be objects that were not seen; of a kind that is not served there are none."""


def unread(report: Report, resource: str, namespace: str | None) -> NotChecked | None:
    """What the report says of a resource that was not read for a namespace; None where it was read."""
    return next((each for each in _unread_in(report, namespace) if each.resource == resource), None)


def not_checked_for(report: Report, code: str, namespace: str | None) -> NotChecked | None:
    """What kept a finding from being made in a namespace; None where nothing did."""
    return next((each for each in _unread_in(report, namespace) if code in each.affects), None)


def _unread_in(report: Report, namespace: str | None) -> tuple[NotChecked, ...]:
    return tuple(
        each
        for each in report.not_checked
        if each.reason in UNREAD and (each.namespace is None or each.namespace == namespace)
    )


def would_have_service(lacking: Report, having: Report, namespace: str, name: str) -> bool:
    """Whether a Service of one report would be in the other as well, if it existed there."""
    asked, other = lacking.scope, having.scope
    if asked is None or other is None or not _covers(asked, other, namespace):
        return False
    if _alike(asked, other):
        return True
    if asked.targets and f"service/{name}" not in asked.targets:
        return False
    return asked.selector in {"", other.selector}


def would_have_route(lacking: Report, having: Report, route: RouteTrace) -> bool:
    """The same of an object that names Services; one of a kind that was not read is not expected.

    A report has those that name one of its Services.
    """
    asked, other = lacking.scope, having.scope
    if asked is None or other is None or not asked.routes or not _covers(asked, other, route.namespace):
        return False
    kind = find_kind(route.api_version, route.kind)
    if kind is not None and unread(lacking, kind.known_as, route.namespace):
        return False
    if _alike(asked, other) or _asks_for_all(asked):
        return True
    followed = {(each.namespace, each.name) for each in lacking.services}
    return any((each.service.namespace, each.service.name) in followed for each in route.backends)


def would_have_other(lacking: Report, having: Report, subject: ObjectReference) -> bool:
    """The same of anything else that is judged, such as a NetworkPolicy."""
    asked, other = lacking.scope, having.scope
    if asked is None or other is None or not _covers(asked, other, subject.namespace):
        return False
    return _alike(asked, other) or _asks_for_all(asked)


def _covers(asked: Scope, other: Scope, namespace: str | None) -> bool:
    """Whether a namespace was looked at, so that what is not there is not: of manifests only other manifests say so.

    What is in no namespace was looked at with any, if it was asked about in the same namespaces.
    """
    if not asked.complete and other.complete:
        return False
    if asked.namespaces is None or asked.namespaces == other.namespaces:
        return True
    return namespace in asked.namespaces


def _alike(asked: Scope, other: Scope) -> bool:
    return (asked.targets, asked.selector) == (other.targets, other.selector)


def _asks_for_all(asked: Scope) -> bool:
    return not asked.targets and not asked.selector
