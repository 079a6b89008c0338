"""PTD08: a name that leads to a Service with nothing behind it."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.aliases import alias_behind
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.unread import ALIASED_SLICES, SERVICES_ELSEWHERE
from kubectl_porttrace.trace.service import TracedService, trace_service
from kubectl_porttrace.trace.verdict import Verdict


@check(
    "PTD08",
    "external-name-of-dead-service",
    severity="warning",
    certainty="kube-proxy",
    needs=("services", "endpointslices", ALIASED_SLICES),
    uses=(SERVICES_ELSEWHERE,),
    scope="cluster",
)
def external_name_of_dead_service(traced: TracedService) -> Iterator[Found]:
    """The Service is of type ExternalName and leads to a Service of this cluster that has no usable backend.

    Why: the alias works, and what it leads to does not. Ports of an alias play no part: clients dial the port that they
    name, which must be a port of that Service.

    See: `kubectl porttrace NAME -n NAMESPACE` with the Service it leads to, which says why.

    Fix: mend that Service.
    """
    alias = alias_behind(traced.snapshot, traced.service)
    if alias.end is None or not _is_dead(traced, alias.end):
        return
    name, namespace = alias.end.name, alias.end.namespace
    yield Found(
        message=f"it stands for service {namespace}/{name}, of which no port has a usable backend",
        path="spec.externalName",
        evidence=tuple(f"{each.namespace}/{each.name} leads on" for each in alias.through[1:]),
        fix=Fix(text=f"mend service {name} in namespace {namespace}: kubectl porttrace {name} -n {namespace} says how"),
        ports=traced.ports,
    )


def _is_dead(traced: TracedService, service: Service) -> bool:
    """Whether every port of a Service is broken, going by its slices; of one that is catching up nothing is said."""
    snapshot = traced.snapshot
    unread = {"endpointslices", ALIASED_SLICES} & snapshot.unread_in(service.namespace)
    # The controller makes a slice even where there is no pod: with none at all, they were not looked for.
    if unread or not snapshot.slices_of(service):
        return False
    behind = trace_service(snapshot, service)
    return (
        behind.verdict is Verdict.BROKEN
        and not behind.converging
        and all(port.verdict is Verdict.BROKEN for port in behind.ports)
    )
