"""PTD02: a StatefulSet whose serviceName names no Service."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix, ObjectReference
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTD02",
    "governing-service-missing",
    severity="warning",
    certainty="certain",
    needs=("services", "statefulsets"),
)
def governing_service_missing(traced: TracedService) -> Iterator[Found]:
    """The StatefulSet whose pods the Service selects names a Service in `serviceName` that does not exist.

    Why: each pod of a StatefulSet has a name of its own in DNS, below that of the Service in `serviceName`:
    `db-0.db.shop.svc.cluster.local`. The Service gives out these names, and it has to be made like any other; nothing
    makes it. Without it they do not resolve, and members that look for each other by name do not find each other.
    The Service that was asked about still works.

    See: `kubectl get statefulset NAME -o jsonpath='{.spec.serviceName}'`, then `kubectl get service` with that name.

    Fix: create a headless Service of that name with the pods' labels as selector. `serviceName` itself cannot be
    changed: another value takes a new StatefulSet.
    """
    for workload in _stateful_sets(traced):
        name, namespace = workload.spec.service_name, workload.namespace
        if _is_missing(traced.snapshot, namespace, name):
            pod = f"{workload.name}-{workload.spec.ordinals.start}"
            yield Found(
                message=f"Service {name}, which serviceName names, does not exist: names such as {pod}.{name} do not "
                "resolve",
                path="spec.serviceName",
                evidence=(
                    f"{workload.title} has serviceName {name}; namespace {namespace} has no Service of that name",
                ),
                fix=Fix(
                    text=f'create a headless Service "{name}" for these pods, if anything calls them by these names'
                ),
                object=ObjectReference(kind=workload.kind, namespace=namespace, name=workload.name),
            )


def _is_missing(snapshot: Snapshot, namespace: str, name: str) -> bool:
    """Whether there is no such Service: it was asked for, or all of the namespace are here."""
    if (namespace, name) in snapshot.missing_services:
        return True
    return bool(name) and snapshot.holds_all("services", namespace) and snapshot.service(namespace, name) is None


def _stateful_sets(traced: TracedService) -> tuple[Workload, ...]:
    """Those that made the selected pods, or are to make some."""
    service = traced.service
    making = traced.snapshot.template_labels.with_all(service.namespace, service.spec.selector)
    owners = (owner.workload for owner, _ in traced.pods_by_owner)
    found = {each.key: each for each in (*owners, *making) if each is not None and each.kind == "StatefulSet"}
    return tuple(found[key] for key in sorted(found))
