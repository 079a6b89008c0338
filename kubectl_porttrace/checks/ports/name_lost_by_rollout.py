"""PTR19: a named targetPort that the revision being rolled out has no more."""

from collections.abc import Iterator, Sequence

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_revision, declared_ports, some
from kubectl_porttrace.findings import Fix, ObjectReference
from kubectl_porttrace.trace.next_revision import LosingWorkload, keeps_name, losing_workloads
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTR19",
    "target-port-name-lost-by-rollout",
    severity="warning",
    certainty="certain",
    needs=("pods", "deployments", "replicasets", "statefulsets", "daemonsets"),
    scope="cluster",
)
def target_port_name_lost_by_rollout(traced: TracedService) -> Iterator[Found]:
    """The pods that serve a named targetPort have it from an older template; the current one no longer has it.

    Why: each pod resolves the name for itself. The pods of the older revision still do, and take the traffic for as
    long as the new ones do not exist or are not ready. The sooner the rollout succeeds, the sooner the port breaks:
    each pod that is replaced drops out of it, and nothing reports that as an error. What holds up the rollout is
    another finding; to correct only that makes this one worse.

    See: `kubectl get deployment NAME -o jsonpath='{.spec.template.spec.containers[*].ports}'` beside
    `kubectl get pods -o jsonpath='{.items[*].spec.containers[*].ports}'`.

    Fix: name the container port in the template again, or undo the rollout. Where both revisions declare one number,
    that number as targetPort serves both.
    """
    for port in traced.ports:
        affected = losing_workloads(traced, port) if port.named_target is not None else ()
        ready = {pod.name for pod in traced.ready_pods} if affected else set()
        losing = tuple(each for each in affected if any(pod.name in ready for pod in each.pods))
        if losing and not any(pod.name in ready for pod in port.unresolved):
            yield _found(traced, port, losing)


def _found(traced: TracedService, port: TracedPort, losing: Sequence[LosingWorkload]) -> Found:
    titles = some([each.workload.title for each in losing])
    once = f"the rollout of {titles} completes" if losing[0].rolling else f"the pods of {titles} are replaced"
    where = f" of {titles}" if keeps_name(traced, port, losing) else ""
    first = losing[0].workload
    alone = ObjectReference(kind=first.kind, namespace=first.namespace, name=first.name) if len(losing) == 1 else None
    return Found(
        message=f'"{port.named_target}", the targetPort of port {port.title}, resolves on no pod{where} once {once}',
        path="spec.template.spec.containers" if alone else f"{port.path}.targetPort",
        evidence=tuple(line for each in losing[:2] for line in _told(traced, port, each)),
        fix=Fix(text=_advice(port, losing)),
        object=alone,
        ports=(port,),
    )


def _told(traced: TracedService, port: TracedPort, losing: LosingWorkload) -> Iterator[str]:
    yield f"the template of {losing.workload.title} declares {declared_ports([losing.template])}"
    for line in by_revision(traced, losing.pods)[:2]:
        yield f"{line} {'declares' if line.startswith(('1 pod ', 'Pod/')) else 'declare'} {port.named_target}"


def _advice(port: TracedPort, losing: Sequence[LosingWorkload]) -> str:
    advice = f'name the container port "{port.named_target}" in the template again, or undo the rollout'
    number = losing[0].number if len(losing) == 1 else None
    return f"{advice}, or set targetPort {number}, which both revisions declare" if number else advice
