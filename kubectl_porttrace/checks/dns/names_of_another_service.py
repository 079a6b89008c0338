"""PTD03: pods of a StatefulSet whose names belong to another Service."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTD03", "names-of-another-service", severity="note", certainty="certain", needs=("pods",))
def names_of_another_service(traced: TracedService) -> Iterator[Found]:
    """The headless Service selects pods of a StatefulSet, whose own names are below another Service.

    Why: a pod of a StatefulSet gets its name in DNS from the Service in `serviceName`, and from no other:
    `db-0.db-peers`. The controller writes the pod's hostname into the slices of that Service alone
    (`k8s.io/endpointslice/util/controller_utils.go:ShouldSetHostname`). This Service's own name resolves to all of
    them; `db-0` below it does not resolve.

    See: `kubectl get pod NAME -o jsonpath='{.spec.subdomain}'`.

    Fix: none is needed where nobody dials single pods below this name. Otherwise dial them below the other one.
    """
    service = traced.service
    if not service.headless:
        return
    for name in sorted({pod.spec.subdomain for pod in traced.living_pods} - {"", service.name}):
        pods = [pod for pod in traced.living_pods if pod.spec.subdomain == name and _numbered(traced, pod.name)]
        if pods:
            yield Found(
                message=f"{by_workload(traced, pods)}: single pods have names below service {name}, not below "
                f"{service.name}",
                fix=Fix(text=f"dial a single pod as {pods[0].name}.{name}, not as {pods[0].name}.{service.name}"),
                ports=traced.ports,
            )


def _numbered(traced: TracedService, name: str) -> bool:
    pod = traced.snapshot.pod(traced.namespace, name)
    controller = pod.metadata.controller if pod else None
    return controller is not None and controller.kind == "StatefulSet"
