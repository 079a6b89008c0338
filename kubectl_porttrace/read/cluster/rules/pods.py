"""Pods: those that the selectors match; more of them where these do not explain what is seen."""

from collections.abc import Iterator

from kubectl_porttrace.model.snapshot import PODS_ELSEWHERE, Unread
from kubectl_porttrace.read.cluster.missing_pods import missing_pods
from kubectl_porttrace.read.cluster.query import Query, label_selector
from kubectl_porttrace.read.cluster.rule import FEW, Known, Rule
from kubectl_porttrace.read.cluster.scope import Scope


def _at_first(scope: Scope) -> Iterator[Query]:
    if not scope.names:
        yield _all_pods(scope)


def _further(known: Known) -> Iterator[Query]:
    yield from _here(known)
    yield from _elsewhere(known)


def _here(known: Known) -> Iterator[Query]:
    """The pods that the selectors match; all of the namespace where these do not explain what is seen."""
    scope, services = known.scope, known.services
    selectors = {label_selector(service.spec.selector) for service in services if service.selects}
    selectorless = any(not service.selects for service in services)
    if len(selectors) > FEW or selectorless or known.without_pods or _refers_to_others(known):
        yield _all_pods(scope)
    elif _all_pods(scope) not in known.collected.asked:
        for selector in sorted(selectors):
            yield Query("Pod", scope.namespace, labels=selector)


def _elsewhere(known: Known) -> Iterator[Query]:
    """The pods of other namespaces that a selector would match.

    Selection ends at the namespace, so they are the likeliest explanation of a selector that matches no pod of its own.
    """
    if known.scope.namespace is None or len(known.without_pods) > FEW:
        return
    for service in known.without_pods:
        yield Query(
            "Pod",
            None,
            labels=label_selector(service.spec.selector),
            fields=f"metadata.namespace!={service.namespace}",
            metadata_only=True,
            known_as=PODS_ELSEWHERE,
        )


def _left_out(known: Known) -> Iterator[Unread]:
    number = len(known.without_pods)
    if known.scope.namespace is not None and number > FEW:
        message = f"{number} Services match no pod here; ask for one by name to look for its pods in other namespaces"
        yield Unread(PODS_ELSEWHERE, None, "not-requested", message)


def _all_pods(scope: Scope) -> Query:
    return Query("Pod", scope.namespace)


def _refers_to_others(known: Known) -> bool:
    """Whether slices refer to pods that are not among those read."""
    return known.collected.has_asked_for("Pod") and missing_pods(known.snapshot, known.services)


RULE = Rule(first=_at_first, further=_further, left_out=_left_out)
