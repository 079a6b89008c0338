"""Routes and other objects that name Services: each place in them that names one, by the requests it is for."""

import re
from collections.abc import Hashable, Iterator

from kubectl_porttrace.compare.numbers import differing
from kubectl_porttrace.compare.pairs import Pair, both, paired
from kubectl_porttrace.compare.scopes import unread, would_have_route
from kubectl_porttrace.compare.verdicts import change_of, severity_of
from kubectl_porttrace.model.kind import group_of
from kubectl_porttrace.model.kinds import find_kind
from kubectl_porttrace.report.v1 import (
    ChangeWord,
    Difference,
    FieldDifference,
    ObjectReference,
    Report,
    RouteBackend,
    RouteParent,
    RouteTrace,
    VerdictWord,
)

ATTACHED = {True: "yes", False: "no", None: "unknown"}


def compare_routes(before: Report, after: Report) -> tuple[list[Difference], list[str]]:
    """What differs between the routes of two reports, and those that one of them was not asked about.

    Returns:
        The differences, and of each route that cannot be compared its kind and name, with a plus where it is only in
        `after` and a minus where it is only in `before`.
    """
    found: list[Difference] = []
    apart: list[str] = []
    for old, new in paired(before.routes, after.routes, _key):
        if old is not None and new is not None:
            found += _of_both(old, new)
        elif new is not None:
            found += _alone(before, after, new, "appeared", "there")
            apart += [] if _expected(before, after, new) else [f"+{title(new)}"]
        elif old is not None:
            found += _alone(after, before, old, "vanished", "here")
            apart += [] if _expected(after, before, old) else [f"-{title(old)}"]
    return found, apart


def title(route: RouteTrace) -> str:
    """`Ingress shop/web`, without the namespace for an object that has none."""
    return f"{route.kind} {route.namespace}/{route.name}" if route.namespace else f"{route.kind} {route.name}"


def place_in(backend: RouteBackend) -> str:
    """The requests it is for, `shop.example.com/cart`, or else the field that names the Service."""
    hosts = ",".join(backend.hosts)
    return f"{hosts}{backend.match or ''}" or backend.path


def route_reference(route: RouteTrace) -> ObjectReference:
    """The route as findings name it."""
    return ObjectReference(kind=route.kind, namespace=route.namespace, name=route.name)


def _expected(lacking: Report, having: Report, route: RouteTrace) -> bool:
    return _unread(lacking, route) or would_have_route(lacking, having, route)


def _unread(lacking: Report, route: RouteTrace) -> bool:
    kind = find_kind(route.api_version, route.kind)
    entry = unread(lacking, kind.known_as, route.namespace) if kind is not None else None
    return entry is not None and entry.reason != "not-requested"


def _alone(lacking: Report, having: Report, route: RouteTrace, change: ChangeWord, where: str) -> Iterator[Difference]:
    """A route that one side has and the other would have if it existed; not known where the kind was not readable."""
    verdicts = (None, route.verdict) if change == "appeared" else (route.verdict, None)
    if _unread(lacking, route):
        yield _difference(route, "unknown", "", verdicts, (), route.findings, f"could not be read {where}")
    elif would_have_route(lacking, having, route):
        yield _difference(route, change, "", verdicts, (), route.findings)


def _of_both(old: RouteTrace, new: RouteTrace) -> Iterator[Difference]:
    told: set[ChangeWord | None] = set()
    for one, other in _places(old, new):
        if one is not None and other is not None:
            change, fields = change_of(one.verdict, other.verdict), _fields(one, other)
            told.add(change)
            if change or fields:
                verdicts = (one.verdict, other.verdict)
                yield _difference(new, change or "changed", place_in(other), verdicts, fields, other.findings)
        elif other is not None:
            yield _difference(new, "appeared", place_in(other), (None, other.verdict), (), other.findings)
        elif one is not None:
            yield _difference(new, "vanished", place_in(one), (one.verdict, None), (), one.findings)
    change, fields = change_of(old.verdict, new.verdict), _parents(old, new)
    if (change and change not in told) or fields:
        word = change if change and change not in told else "changed"
        yield _difference(new, word, "", (old.verdict, new.verdict), fields, new.findings)


def _places(old: RouteTrace, new: RouteTrace) -> list[Pair[RouteBackend]]:
    """The places by the requests they are for, whatever their order; then by the Service that they name.

    Several Services may share the requests, each with its weight.
    """

    def exact(each: RouteBackend) -> Hashable:
        return _requests(each), each.service.namespace, each.service.name, each.port

    def service(each: RouteBackend) -> Hashable:
        return _requests(each), each.service.namespace, each.service.name

    return paired(old.backends, new.backends, exact, service, _requests)


def _requests(backend: RouteBackend) -> Hashable:
    """What tells the places of one object apart, and does not change with their order."""
    field = "" if backend.match is not None else re.sub(r"\[\d+\]", "[]", backend.path)
    return backend.hosts, backend.match, backend.match_type, field


def _fields(one: RouteBackend, other: RouteBackend) -> tuple[FieldDifference, ...]:
    return differing(
        ("service", _service(one), _service(other)),
        ("port", one.port, other.port),
        ("Service port", *_where_both(one.service_port, other.service_port)),
        ("weight", one.weight, other.weight),
    )


def _where_both(one: int | None, other: int | None) -> tuple[int | None, int | None]:
    return (one, other) if one is not None and other is not None else (None, None)


def _service(backend: RouteBackend) -> str:
    return f"{backend.service.namespace}/{backend.service.name}"


def _parents(old: RouteTrace, new: RouteTrace) -> tuple[FieldDifference, ...]:
    """The Gateways that a route is no more attached to, or is now."""
    pairs = paired(old.parents, new.parents, _parent)
    return differing(
        *(
            (f"attached to {one.kind}/{one.name}", ATTACHED[one.attached], ATTACHED[other.attached])
            for one, other in both(pairs)
        )
    )


def _parent(parent: RouteParent) -> Hashable:
    return parent.kind, parent.namespace, parent.name, parent.section_name


def _key(route: RouteTrace) -> Hashable:
    return group_of(route.api_version), route.kind, route.namespace, route.name


def _difference(
    route: RouteTrace,
    change: ChangeWord,
    part: str,
    verdicts: tuple[VerdictWord | None, VerdictWord | None],
    fields: tuple[FieldDifference, ...],
    findings: tuple[str, ...],
    reason: str | None = None,
) -> Difference:
    before, after = verdicts
    if change == "unknown" and reason is None:
        reason = f"not known {'there' if before == 'unknown' else 'here'}"
    return Difference(
        change=change,
        object=route_reference(route),
        part=part,
        port=None,
        before=before,
        after=after,
        severity=severity_of(change, after) if after else None,
        fields=fields,
        findings=findings,
        reason=reason,
    )
