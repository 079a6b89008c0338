"""Why a verdict changed, in plain words: what differs between two looks at the same Service port or route."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

import msgspec

from kubectl_porttrace.render.object_name import kind_and_name
from kubectl_porttrace.report.v1 import BackendTrace, PortTrace, RouteTrace, ServiceTrace, UnresolvedPod
from kubectl_porttrace.watch.states import State
from kubectl_porttrace.wording import count

MOST = 4
"""So many reasons are told of one change."""

NONE = "no pod, port or finding of it changed"

_ORDER = ("wired", "external", "partial", "unknown", "broken")
_DONE = {
    ("absent", "ready"): "became ready",
    ("unready", "ready"): "became ready",
    ("terminating", "ready"): "became ready",
    ("ready", "unready"): "became unready",
    ("absent", "unready"): "came and are not ready yet",
    ("ready", "terminating"): "are being deleted",
    ("unready", "terminating"): "are being deleted",
    ("ready", "absent"): "are no longer behind it",
    ("unready", "absent"): "are no longer behind it",
    ("terminating", "absent"): "are no longer behind it",
    ("ready", "without port"): "lost the port",
    ("unready", "without port"): "lost the port",
    ("absent", "without port"): "came without the port",
    ("without port", "ready"): "have the port now",
    ("without port", "unready"): "have the port now and are not ready",
    ("without port", "absent"): "that lack the port are no longer behind it",
}
_OF_ONE = {"are ": "is ", "have ": "has ", "lack ": "lacks "}


class _Pod(msgspec.Struct, frozen=True):
    """A pod behind a port: whose it is, and how it is."""

    owner: str
    state: str


def reasons(
    before: State | None, after: State | None, *, part: bool = False, selected: bool = False
) -> tuple[str, ...]:
    """Why what was said before is not said any more; at least one reason.

    Args:
        before: what was said; None where it was not there.
        after: what is said now; None where it is not there any more.
        part: whether other ports of its Service were there before and are there now.
        selected: whether only Services with some labels are asked about.
    """
    if before is None or after is None:
        return tuple(_came_or_went(before, after, part=part, selected=selected))
    found = [*_of_services(before.service, after.service), *_of_ports(before.port, after.port)]
    found += _of_routes(before.route, after.route)
    told = [*found, *_of_findings(before, after, only_worse=bool(found))] or [_of_reading(before, after)]
    return tuple(told if len(told) <= MOST else [*told[: MOST - 1], f"{len(told) - MOST + 1} more changes"])


def worse(before: str, after: str) -> bool:
    """Whether a verdict is worse than another."""
    return _ORDER.index(after) > _ORDER.index(before)


def _came_or_went(before: State | None, after: State | None, *, part: bool, selected: bool) -> Iterator[str]:
    there = after or before
    route = there is not None and there.route is not None
    what = "the route" if route else "this port of the Service" if part else "the Service"
    done = ("was deleted" if after is None else "was created") if not part else "is gone" if after is None else "is new"
    yield f"{what} {done}{', or its labels changed' if selected and not part else ''}"
    if after is not None and after.verdict != "wired":
        yield from (f"{each.code} {each.name}" for each in after.findings if each.severity == "error")


def _of_services(before: ServiceTrace | None, after: ServiceTrace | None) -> Iterator[str]:
    if before is None or after is None:
        return
    if before.selector != after.selector:
        yield f"its selector changed: {_labels(before.selector)} -> {_labels(after.selector)}"
    if (before.type, before.headless) != (after.type, after.headless):
        yield f"its type changed: {_type(before)} -> {_type(after)}"
    for name, old, new in (
        ("internalTrafficPolicy", before.internal_traffic_policy, after.internal_traffic_policy),
        ("externalTrafficPolicy", before.external_traffic_policy, after.external_traffic_policy),
        ("ipFamilies", ",".join(before.ip_families), ",".join(after.ip_families)),
    ):
        if old != new:
            yield f"its {name} changed: {old or 'none'} -> {new or 'none'}"


def _of_ports(before: PortTrace | None, after: PortTrace | None) -> Iterator[str]:
    if before is None or after is None:
        return
    for name, old, new in (
        ("port", before.port, after.port),
        ("protocol", before.protocol, after.protocol),
        ("targetPort", before.target_port, after.target_port),
        ("nodePort", before.node_port, after.node_port),
    ):
        if old != new:
            yield f"its {name} changed: {old or 'none'} -> {new or 'none'}"
    yield from _of_pods(_pods(before), _pods(after))
    yield from _of_policies(before.backends, after.backends)


def _of_pods(before: Mapping[str, _Pod], after: Mapping[str, _Pod]) -> Iterator[str]:
    """What became of the pods, those of one owner with the same fate together."""
    fates: Counter[tuple[str, str]] = Counter()
    for name in {**before, **after}:
        old, new = before.get(name), after.get(name)
        there = new or old
        done = _DONE.get((old.state if old else "absent", new.state if new else "absent"))
        if there is not None and done is not None:
            fates[there.owner, done] += 1
    for (owner, done), number in sorted(fates.items(), key=lambda item: (-item[1], item[0])):
        yield f"{count(number, 'pod')}{f' of {owner}' if owner else ''} {_said(done, number)}"


def _said(done: str, number: int) -> str:
    if number == 1:
        for several, one in _OF_ONE.items():
            done = done.replace(several, one)
    return done


def _of_policies(before: Iterable[BackendTrace], after: Iterable[BackendTrace]) -> Iterator[str]:
    """The pods that policies closed or opened meanwhile."""
    closed = {each.pod or each.ip: each.network_policy == "blocked" for each in before}
    now = {each.pod or each.ip: each.network_policy == "blocked" for each in after}
    shut = sum(blocked and not closed[name] for name, blocked in now.items() if name in closed)
    opened = sum(not blocked and closed[name] for name, blocked in now.items() if name in closed)
    if shut:
        yield f"NetworkPolicies close {count(shut, 'pod')} now"
    if opened:
        yield f"NetworkPolicies let {count(opened, 'pod')} be reached now"


def _of_routes(before: RouteTrace | None, after: RouteTrace | None) -> Iterator[str]:
    if before is None or after is None:
        return
    known = {each.path: each for each in before.backends}
    for each in after.backends:
        old = known.get(each.path)
        service = f"{each.service.namespace}/{each.service.name}:{each.port}"
        if old is None or (old.service, old.port) != (each.service, each.port):
            yield f"it names {service} now"
        elif old.verdict != each.verdict:
            yield f"its backend {service} went {old.verdict} -> {each.verdict}"
    attached = {(each.kind, each.namespace, each.name, each.section_name): each.attached for each in before.parents}
    for parent in after.parents:
        if parent.attached != attached.get((parent.kind, parent.namespace, parent.name, parent.section_name)):
            yield f"{kind_and_name(parent.kind, parent.name)} {'takes' if parent.attached else 'does not take'} it now"


def _of_findings(before: State, after: State, *, only_worse: bool) -> Iterator[str]:
    """The findings that appeared or went; beside other reasons only the first two that came with a worse verdict."""
    old = {each.code: each.name for each in before.findings}
    new = {each.code: each.name for each in after.findings}
    appeared = [f"{code} {name} appeared" for code, name in new.items() if code not in old]
    if only_worse:
        yield from appeared[:2] if worse(before.verdict, after.verdict) else ()
        return
    yield from appeared
    yield from (f"{code} {name} is gone" for code, name in old.items() if code not in new)


def _of_reading(before: State, after: State) -> str:
    if before.verdict == "unknown":
        return "what decides it can be read now"
    return "what decides it can no longer be read" if after.verdict == "unknown" else NONE


def _pods(port: PortTrace) -> Mapping[str, _Pod]:
    """The pods of a port by their name, or by address where an endpoint is none."""
    unresolved = {each.pod: _Pod(_owner(each), "without port") for each in port.unresolved}
    return unresolved | {each.pod or each.ip or "": _Pod(_owner(each), _state(each)) for each in port.backends}


def _state(backend: BackendTrace) -> str:
    if backend.terminating:
        return "terminating"
    return "ready" if backend.ready else "unready"


def _owner(pod: BackendTrace | UnresolvedPod) -> str:
    """`rs/web-5fd7b5d978`, `sts/db`; empty where nobody is known to own it, or nobody does."""
    if pod.replica_set:
        return kind_and_name("ReplicaSet", pod.replica_set)
    kind, _, name = (pod.owner or "").partition("/")
    return kind_and_name(kind, name) if name and kind != "Pod" else ""


def _labels(selector: Mapping[str, str] | None) -> str:
    return ",".join(f"{key}={value}" for key, value in sorted((selector or {}).items())) or "none"


def _type(service: ServiceTrace) -> str:
    return "headless" if service.headless else service.type
