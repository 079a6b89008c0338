"""PTB08: a container that serves without a readiness probe."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, some
from kubectl_porttrace.checks.serving import serving_containers
from kubectl_porttrace.checks.subjects import written_in
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.service import TracedService


@check("PTB08", "no-readiness-probe", severity="note", certainty="certain", needs=("pods",))
def no_readiness_probe(traced: TracedService) -> Iterator[Found]:
    """The container that serves a Service port has no readiness probe.

    Why: without one a container counts as ready as soon as it runs, before its program listens and whether it can
    serve or not. Requests that arrive in between are refused.

    See: `kubectl get pod NAME -o yaml`: the container has no `readinessProbe`.

    Fix: add a readiness probe on the port that is served.
    """
    for serving in serving_containers(traced):
        if serving.container.readiness_probe is not None:
            continue
        object_, path = written_in(traced, serving.pods[0], f"{serving.path}.readinessProbe")
        yield Found(
            message=f"container {serving.container.name} serves {some(serving.titles)} and has no readiness probe",
            path=path,
            evidence=(f"pods: {by_workload(traced, serving.pods)}",),
            fix=Fix(text=f"add a readiness probe on port {some([str(number) for number in serving.numbers])}"),
            object=object_,
            ports=serving.ports,
        )
