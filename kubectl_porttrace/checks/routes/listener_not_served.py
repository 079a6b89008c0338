"""PTI52: a listener of a Gateway that its controller does not serve as it is written."""

from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_referrer
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.meta import Condition
from kubectl_porttrace.model.referrers.gateway import Gateway, ListenerStatus
from kubectl_porttrace.trace.routes.parents import current
from kubectl_porttrace.trace.routes.referrer import TracedRoute

_MEANING: Final[Mapping[str, str]] = MappingProxyType(
    {
        "Accepted": "is not accepted",
        "ResolvedRefs": "refers to what cannot be resolved",
        "Programmed": "is not programmed",
    }
)
"""The conditions of a listener, the one first that says most (`gateway_types.go:ListenerConditionType`)."""


@check("PTI52", "listener-not-served", severity="error", certainty="certain", scope="cluster", kinds=("Gateway",))
def listener_not_served(traced: TracedRoute) -> Iterator[Found]:
    """The Gateway's controller says that one of its listeners is not accepted, not programmed, or refers to nothing.

    Why: a listener needs a port that is free, a protocol that the controller supports, and with TLS a certificate: a
    Secret that exists, and for one of another namespace a ReferenceGrant there. Without these it serves nothing,
    whatever becomes of the routes that are attached to it. Where it is programmed all the same, or nothing is
    said of that, this is a warning: a kind of routes may be left out, or an earlier certificate be in use still.

    See: `kubectl describe gateway NAME`: status of the listeners.

    Fix: do what the message of the condition asks for.
    """
    gateway = traced.object
    if not isinstance(gateway, Gateway):
        return
    for listener in gateway.status.listeners:
        told = {type_: _said(gateway, listener, type_) for type_ in (*_MEANING, "Conflicted")}
        wrong = [each for type_ in _MEANING if (each := told[type_]) is not None and _is_refusal(each)]
        conflicted, programmed = told["Conflicted"], told["Programmed"]
        if not wrong or (conflicted is not None and conflicted.status == "True"):
            continue
        said = wrong[0]
        may_serve = _may_serve(wrong, programmed)
        yield Found(
            message=f"listener {listener.name} {_MEANING[said.type]}, reason {said.reason or 'unknown'}",
            path=f'status.listeners[?(@.name=="{listener.name}")]',
            evidence=(said.message,) if said.message else (),
            fix=Fix(
                text="read in the conditions of the listener what its controller wants:",
                command=describe_referrer(traced),
            ),
            severity="warning" if may_serve else None,
        )


def _may_serve(wrong: Iterable[Condition], programmed: Condition | None) -> bool:
    """Whether it may serve something all the same: with a kind of routes that it does not know, it takes the others."""
    if programmed is not None and programmed.status == "True":
        return True
    return all(each.type == "ResolvedRefs" for each in wrong)


def _said(gateway: Gateway, listener: ListenerStatus, type_: str) -> Condition | None:
    return current(listener.conditions, type_, gateway.metadata.generation)


def _is_refusal(said: Condition) -> bool:
    """Whether a condition says no, and not that the controller has not come to it yet."""
    return said.status == "False" and said.reason != "Pending"
