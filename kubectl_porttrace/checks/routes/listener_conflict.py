"""PTI27: a listener of a Gateway is in conflict with another one."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.gateway import Gateway
from kubectl_porttrace.trace.routes.parents import current
from kubectl_porttrace.trace.routes.referrer import TracedRoute


@check("PTI27", "listener-conflict", severity="error", certainty="certain", scope="cluster", kinds=("Gateway",))
def listener_conflict(traced: TracedRoute) -> Iterator[Found]:
    """The Gateway's controller says that one of its listeners is in conflict with another.

    Why: two listeners of one port have to differ in hostname, and have to have protocols that go together. One that is
    in conflict serves nothing.

    See: `kubectl describe gateway NAME`: status of the listeners.

    Fix: change the port, the protocol or the hostname of one of them.
    """
    gateway = traced.object
    if not isinstance(gateway, Gateway):
        return
    for listener in gateway.status.listeners:
        said = current(listener.conditions, "Conflicted", gateway.metadata.generation)
        if said is not None and said.status == "True":
            yield Found(
                message=f"listener {listener.name} is in conflict with another, reason {said.reason or 'unknown'}",
                path=f'status.listeners[?(@.name=="{listener.name}")]',
                evidence=(said.message,) if said.message else (),
                fix=Fix(text=f"change the port, the protocol or the hostname of listener {listener.name}"),
            )
