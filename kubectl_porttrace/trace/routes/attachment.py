"""To which listeners a route of the Gateway API attaches, worked out from the objects.

Source: `gateway-api/apis/v1/{shared,gateway,httproute}_types.go`; the conformance tests
`httproute-invalid-parentref-not-matching-{section-name,listener-port}`, `udproute-not-allowed-by-listeners`,
`tcproute-invalid-non-tcp-listener`, `listenerset-gateway-parent-section-name-not-found`.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Literal, TypeAlias

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.hostnames import intersect
from kubectl_porttrace.model.referrers.gateway import GROUP, FromNamespaces, Listener, RouteGroupKind
from kubectl_porttrace.model.referrers.gateway_route import WITH_HOSTNAMES, GatewayRoute, ParentReference
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.policies.answers import Answer
from kubectl_porttrace.trace.routes.allowed import admits
from kubectl_porttrace.trace.routes.parents import Parent, parent_of
from kubectl_porttrace.trace.routes.reported import Reported, reported

Refusal = Literal["parent-missing", "not-admitted", "listener-missing", "kind", "namespace", "hostname", "port-missing"]
"""The first step of attachment that fails, for every listener: what is not there, or what is not allowed."""

Steps: TypeAlias = tuple[tuple[Refusal, Callable[[Listener], Answer]], ...]

_BY_PROTOCOL: Mapping[str, frozenset[str]] = {
    "HTTP": frozenset({"HTTPRoute", "GRPCRoute"}),
    "HTTPS": frozenset({"HTTPRoute", "GRPCRoute"}),
    "TCP": frozenset({"TCPRoute"}),
    "UDP": frozenset({"UDPRoute"}),
}
"""The kinds that a listener takes that names none, by its protocol."""


class Attachment(msgspec.Struct, frozen=True):
    """What becomes of one of the parents that a route asks for.

    Attributes:
        path: the field path of the parent reference.
        parent: the object that is asked for, as far as it was read.
        attached: whether the route attaches to a listener of it; None where that is not known.
        refusal: the step that fails.
        listeners: those it attaches to; where it is refused, those that were left before that step.
        unserved: the hostnames of the route that no listener to which it attaches is for.
        reports: what controllers say of it.
    """

    path: str
    parent: Parent
    attached: bool | None
    refusal: Refusal | None = None
    listeners: tuple[Listener, ...] = ()
    unserved: tuple[str, ...] = ()
    reports: tuple[Reported, ...] = ()

    @property
    def accepted(self) -> Reported | None:
        """Who says that the route is accepted there."""
        return next((each for each in self.reports if each.accepted and each.accepted.status == "True"), None)

    @property
    def refused(self) -> Reported | None:
        """Who says that it is not."""
        return next((each for each in self.reports if each.accepted and each.accepted.status == "False"), None)

    @property
    def works(self) -> Answer:
        """Whether requests get through to the route: where we and its controller disagree, that is not known."""
        if self.refused is not None:
            return False
        return None if self.attached is False and self.accepted is not None else self.attached


def attachments(snapshot: Snapshot, route: GatewayRoute) -> tuple[Attachment, ...]:
    """What becomes of each parent that a route asks for, in its order."""
    found = []
    for place, reference in enumerate(route.spec.parent_refs):
        parent = parent_of(snapshot, route, reference)
        computed = attach(snapshot, route, parent, f"spec.parentRefs[{place}]")
        found.append(replace(computed, reports=reported(route, reference, parent.controller)))
    return tuple(found)


def attach(snapshot: Snapshot, route: GatewayRoute, parent: Parent, path: str) -> Attachment:
    """Work out whether a route attaches to a parent.

    Args:
        snapshot: what was read.
        route: the route.
        parent: the parent that it asks for.
        path: the field path of that reference.
    """
    if parent.exists is not True:
        refusal: Refusal | None = "parent-missing" if parent.exists is False else None
        return Attachment(path, parent, None if parent.exists is None else False, refusal)
    if parent.is_mesh:
        found = parent.service_port is not None
        return Attachment(path, parent, found, None if found else "port-missing")
    if parent.admitted is not True:
        refusal = "not-admitted" if parent.admitted is False else None
        return Attachment(path, parent, parent.admitted, refusal)
    return _to_listeners(snapshot, route, parent, path)


def _to_listeners(snapshot: Snapshot, route: GatewayRoute, parent: Parent, path: str) -> Attachment:
    """Try each listener; where none is left, the step at which the last of them fell out is told."""
    steps = _steps(snapshot, route, parent)
    passed = [(listener, *_passed(listener, steps)) for listener in parent.listeners]
    certain = tuple(listener for listener, _, answer in passed if answer)
    if certain:
        return Attachment(path, parent, attached=True, listeners=certain, unserved=_unserved(route, certain))
    possible = tuple(listener for listener, _, answer in passed if answer is None)
    if possible:
        return Attachment(path, parent, attached=None, listeners=possible)
    furthest = max((count for _, count, _ in passed), default=0)
    left = tuple(listener for listener, count, _ in passed if count == furthest)
    return Attachment(path, parent, attached=False, refusal=steps[furthest][0], listeners=left)


def _passed(listener: Listener, steps: Steps) -> tuple[int, Answer]:
    """How many of the steps a listener gets through, and whether it gets through all of them."""
    answers = [condition(listener) for _, condition in steps]
    if False in answers:
        return answers.index(False), False
    return len(steps), None if None in answers else True


def _steps(snapshot: Snapshot, route: GatewayRoute, parent: Parent) -> Steps:
    """The conditions, in the order of the specification."""
    reference = parent.reference
    return (
        ("listener-missing", lambda listener: _is_named(listener, reference)),
        ("kind", lambda listener: takes_kind(listener, route.kind)),
        ("namespace", lambda listener: takes_namespace(snapshot, listener, parent.namespace, route.namespace)),
        ("hostname", lambda listener: _shares_host(route, listener)),
    )


def _is_named(listener: Listener, reference: ParentReference) -> bool:
    return reference.section_name in {"", listener.name} and reference.port in {0, listener.port}


def takes_kind(listener: Listener, kind: str) -> Answer:
    """Whether a listener takes a kind of route; None where its protocol leaves that to the implementation."""
    allowed = listener.allowed_routes.kinds if listener.allowed_routes else ()
    if allowed:
        return RouteGroupKind(kind, GROUP) in allowed
    if listener.protocol == "TLS":
        # A listener that ends TLS may take what is left, which is TCP.
        terminates = listener.tls is None or listener.tls.mode != "Passthrough"
        return kind == "TLSRoute" or (None if kind == "TCPRoute" and terminates else False)
    kinds = _BY_PROTOCOL.get(listener.protocol)
    return None if kinds is None else kind in kinds


def takes_namespace(snapshot: Snapshot, listener: Listener, own: str, namespace: str) -> Answer:
    """Whether a listener takes routes of a namespace: by default of its own alone."""
    allowed = listener.allowed_routes.namespaces if listener.allowed_routes else FromNamespaces()
    return admits(snapshot, allowed, own, namespace, default="Same")


def _shares_host(route: GatewayRoute, listener: Listener) -> bool:
    if route.kind not in WITH_HOSTNAMES or not route.spec.hostnames:
        return True
    return any(intersect(listener.hostname, hostname) for hostname in route.spec.hostnames)


def _unserved(route: GatewayRoute, listeners: Iterable[Listener]) -> tuple[str, ...]:
    if route.kind not in WITH_HOSTNAMES:
        return ()
    served = [listener.hostname for listener in listeners]
    return tuple(each for each in route.spec.hostnames if not any(intersect(listener, each) for listener in served))
