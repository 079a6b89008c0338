"""PTB09: a readiness probe that asks another port than the one that is served."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import by_workload, some
from kubectl_porttrace.checks.serving import Serving, serving_containers
from kubectl_porttrace.checks.subjects import written_in
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.find_port import find_port
from kubectl_porttrace.trace.probes import PortUse, probes
from kubectl_porttrace.trace.service import TracedService

ISTIO_AGENT = 15020
"""Where Istio's injector redirects probes; its agent passes them on to the port that was written."""


@check("PTB09", "readiness-on-other-port", severity="note", certainty="likely", needs=("pods",))
def readiness_on_other_port(traced: TracedService) -> Iterator[Found]:
    """The readiness probe of the container that serves a Service port dials a port the Service does not send to.

    Why: a pod counts as ready on all its ports when its probes pass. A probe on an admin port says nothing about the
    port that takes the requests. Nothing is said where the probe dials any of the ports this Service sends to.

    See: `kubectl get pod NAME -o yaml`: `readinessProbe` beside the targetPort of the Service.

    Fix: probe the port that is served, where that port can answer.
    """
    for serving in serving_containers(traced):
        probe = _beside_the_service(traced, serving)
        if probe is None:
            continue
        object_, path = written_in(traced, serving.pods[0], f"{probe.path}.port")
        yield Found(
            message=f"container {serving.container.name} serves {some(serving.titles)} on "
            f"{some([str(number) for number in serving.numbers])}, and its readiness probe dials {probe.number}",
            path=path,
            evidence=(f"pods: {by_workload(traced, serving.pods)}",),
            fix=Fix(
                text=f"probe port {some([str(number) for number in serving.numbers])}, if the program can answer there"
            ),
            object=object_,
            ports=serving.ports,
        )


def _beside_the_service(traced: TracedService, serving: Serving) -> PortUse | None:
    """The container's readiness probe, where it dials a number that no port of the Service resolves to."""
    pod = serving.pods[0]
    served = {found.number for port in traced.ports if (found := find_port(pod, port.spec)) is not None}
    for use in probes(pod.spec):
        if use.container.name == serving.container.name and use.kind == "readinessProbe":
            return use if use.number not in {None, ISTIO_AGENT, *served} else None
    return None
