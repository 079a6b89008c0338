"""PTI26: a Gateway serves nothing yet, or no longer."""

from collections.abc import Iterator
from datetime import timedelta

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_referrer
from kubectl_porttrace.checks.phrases import age
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.referrers.gateway import Gateway
from kubectl_porttrace.trace.routes.parents import current
from kubectl_porttrace.trace.routes.referrer import TracedRoute

PATIENCE = timedelta(minutes=10)
"""A cloud may take some minutes to give an address."""


@check("PTI26", "gateway-not-programmed", severity="error", certainty="certain", scope="cluster", kinds=("Gateway",))
def gateway_not_programmed(traced: TracedRoute) -> Iterator[Found]:
    """The Gateway's controller says that it is not accepted or programmed, or it has had no address for ten minutes.

    Why: routes that are attached to it get no requests, whatever becomes of them. Where no controller says anything at
    all, none acts on its GatewayClass.

    See: `kubectl describe gateway NAME`: conditions and addresses.

    Fix: do what the condition asks for; install the controller of the GatewayClass where there is none.
    """
    gateway = traced.object
    if not isinstance(gateway, Gateway):
        return
    conditions, generation = gateway.status.conditions, gateway.metadata.generation
    fix = Fix(
        text="read in the conditions of the Gateway what its controller wants:", command=describe_referrer(traced)
    )
    for type_ in ("Accepted", "Programmed"):
        said = current(conditions, type_, generation)
        if said is not None and said.status == "False":
            yield Found(
                message=f"the Gateway is not {type_.lower()}, reason {said.reason or 'unknown'}",
                path=f'status.conditions[?(@.type=="{type_}")]',
                evidence=(said.message,) if said.message else (),
                fix=fix,
            )
            return
    made, programmed = gateway.metadata.creation_timestamp, current(conditions, "Programmed", generation)
    serving = gateway.status.addresses or (programmed is not None and programmed.status == "True")
    if serving or made is None or traced.snapshot.observed_at - made < PATIENCE:
        return
    silent = all(condition.observed_generation is None for condition in conditions)
    yield Found(
        message=f"the Gateway has no address, {age(made, traced.snapshot.observed_at)} after it was made",
        path="status.addresses",
        evidence=(f"no controller acts on GatewayClass {gateway.spec.gateway_class_name}",) if silent else (),
        fix=fix,
    )
