"""Which findings may be missing, because a resource was not read."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from functools import cache

from kubectl_porttrace.checks.catalogue import checks_of_kinds, checks_to_run
from kubectl_porttrace.checks.check import Check
from kubectl_porttrace.model.caller_kinds import CALLER_KINDS
from kubectl_porttrace.model.kinds import REFERRING
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.trace.routes.referrer import TracedReferrer, TracedRoute
from kubectl_porttrace.trace.subject import Subject


def affected(
    snapshot: Snapshot, judged: Collection[type[Subject]], *, advice: bool = False
) -> Iterator[tuple[Unread, tuple[str, ...]]]:
    """The codes that are not found, or not everywhere, for want of each resource that was not read.

    Args:
        snapshot: what was read.
        judged: the kinds of subjects that were asked about; the checks of others are not missed.
        advice: whether good practice was asked about; else its checks are not missed.
    """
    checks = checks_of_kinds(frozenset(judged), advice=advice)
    judging = [check for check in checks if any(issubclass(each, check.subject) for each in judged)]
    # There may be a hundred of them: what is missing is asked once for all that miss the same.
    missed: dict[frozenset[str], dict[str, set[str]]] = {}
    for unread in snapshot.unread:
        missing = snapshot.unread_in(unread.namespace or "")
        if missing not in missed:
            missed[missing] = _missed(missing, judging)
        yield unread, tuple(sorted(missed[missing].get(unread.resource, set()) | _judging_what(unread.resource)))


def _missed(missing: Collection[str], judging: Iterable[Check]) -> dict[str, set[str]]:
    """The codes of the checks that miss a resource, by resource."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for check in judging:
        for resource in check.misses(missing):
            found[resource].add(check.code)
    return found


@cache
def _judging_what(resource: str) -> frozenset[str]:
    """The codes of the checks that judge the objects of a resource that name Service ports."""
    if all(kind.known_as != resource for kind in REFERRING):
        return frozenset()
    return frozenset(check.code for check in checks_to_run(advice=False).values() if _judges_what(resource, check))


def _judges_what(resource: str, check: Check) -> bool:
    if not issubclass(check.subject, TracedReferrer):
        return False
    # A route and a caller are subjects of their own, which checks of all kinds of one of them do not confuse.
    of_other = {kind.key for kind in CALLER_KINDS} if issubclass(check.subject, TracedRoute) else frozenset()
    return any(kind.known_as == resource and kind.key in (check.kinds or {kind.key} - of_other) for kind in REFERRING)
