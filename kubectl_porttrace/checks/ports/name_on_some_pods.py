"""PTR02: a named targetPort that only some of the ready pods have."""

from collections.abc import Iterable, Iterator, Sequence

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_revision, count
from kubectl_porttrace.findings import Fix, Severity
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.cohorts import cohorts
from kubectl_porttrace.trace.find_port import declarations
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService

LINES = 4


@check("PTR02", "target-port-name-on-some-pods", severity="warning", certainty="certain", needs=("pods",))
def target_port_name_on_some_pods(traced: TracedService) -> Iterator[Found]:
    """A Service port's targetPort is a name that some ready pods behind the Service have and others do not.

    Why: each pod resolves the name for itself. A pod without it stays in the Service for the other ports and is left
    out for this one, so all traffic to this port goes to the rest of the pods. Halfway through a rollout that renames
    or drops the port this is how capacity disappears; when the rollout ends, the port has no endpoint at all. Where
    only pods that are not ready have the name, the port has no endpoint now and this is an error.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME -o yaml` shows two slices with different
    `ports`. `kubectl get pods -L pod-template-hash` tells which revision a pod is of.

    Fix: add the named port to the templates that lack it, or finish the rollout that adds it, or undo the one that
    took it away.
    """
    for port in traced.ports:
        if port.named_target is None or not port.unresolved or not port.resolved:
            continue
        ready = {pod.name for pod in traced.ready_pods}
        without = tuple(pod for pod in port.unresolved if pod.name in ready)
        having = tuple(entry.pod for entry in port.resolved)
        if not without:
            continue
        serving = tuple(pod for pod in having if pod.name in ready)
        yield _found(traced, port, without, having, "warning" if serving or traced.service.headless else "error")


def _found(
    traced: TracedService, port: TracedPort, without: tuple[Pod, ...], having: tuple[Pod, ...], severity: Severity
) -> Found:
    what = f'"{port.named_target}", the targetPort of port {port.title}'
    does = _do(without)
    declares = f"declare {port.named_target}{_as_protocol(port, without)}"
    return Found(
        message=f"no ready pod declares {what}; only {count(len(having), 'pod')} not ready {_do(having)}"
        if severity == "error"
        else f"{len(without)} of {count(len(without) + len(having), 'pod')} {does} not declare {what}",
        path=f"{port.path}.targetPort",
        evidence=(
            *_told(by_revision(traced, without), f"does not {declares}", f"do not {declares}"),
            *_told(by_revision(traced, having), "does", "do"),
        ),
        fix=Fix(text=_advice(traced, port, without, having)),
        ports=(port,),
        severity=severity,
    )


def _do(pods: Sequence[Pod]) -> str:
    return "does" if len(pods) == 1 else "do"


def _as_protocol(port: TracedPort, without: Iterable[Pod]) -> str:
    """The protocol, where it is what differs."""
    differs = any(entry.port.name == port.named_target for pod in without for entry in declarations(pod.spec))
    return f" as {port.spec.protocol}" if differs else ""


def _told(lines: Sequence[str], one: str, many: str) -> tuple[str, ...]:
    told = tuple(f"{line} {one if line.startswith(('1 pod ', 'Pod/')) else many}" for line in lines[:LINES])
    return told if len(lines) <= LINES else (*told, f"and {len(lines) - LINES} more groups of pods {many}")


def _advice(traced: TracedService, port: TracedPort, without: Iterable[Pod], having: Iterable[Pod]) -> str:
    newest = {cohort.owner: cohort.revision for cohort in reversed(cohorts(traced, having)) if cohort.revision}
    for cohort in cohorts(traced, without):
        other = newest.get(cohort.owner)
        if other is None or cohort.revision is None:
            continue
        if other > cohort.revision:
            return f"finish the rollout of {cohort.owner}: revision {other} declares it"
        lost = f"{cohort.owner} lost the name in revision {cohort.revision}"
        return f'{lost}: name its container port "{port.named_target}" again, or undo the rollout'
    return f'add a container port named "{port.named_target}" to the pods that lack it'
