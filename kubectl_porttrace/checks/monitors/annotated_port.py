"""PTM08: the annotation prometheus.io/port of a Service names a port that its pods do not have."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import declared_ports, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.declared import declares
from kubectl_porttrace.model.service import PROMETHEUS_PORT, PROMETHEUS_SCRAPE
from kubectl_porttrace.model.written_number import port_number
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check("PTM08", "annotated-port-not-of-pods", severity="warning", certainty="likely", needs=("pods",))
def annotated_port(traced: TracedService) -> Iterator[Found]:
    """The annotation `prometheus.io/port` of a Service is a number that its pods do not use, or no number.

    Why: scrape configurations that go by `prometheus.io/scrape: "true"`, as that of the Prometheus chart, take the
    addresses of the Service's endpoints and put this number behind them: it is a port of the pods, although the
    annotation stands on the Service. The number of a Service port, where the pods have another one, leads nowhere; and
    a name matches nothing in these configurations. What they are exactly is not in the API.

    See: `kubectl get service NAME -o yaml`: annotations, and `targetPort`.

    Fix: write the number of the port on which the pods serve metrics.
    """
    annotations = traced.service.metadata.annotations
    written = annotations.get(PROMETHEUS_PORT)
    if written is None or annotations.get(PROMETHEUS_SCRAPE) != "true":
        return
    number = port_number(written)
    if number is None:
        yield _found(f'annotation {PROMETHEUS_PORT} is "{written}", which is no number of a port', traced, ())
        return
    meant = _of_the_service(traced, number)
    if meant is not None:
        numbers = sorted({each.port for each in meant.backends})
        yield _found(
            f"annotation {PROMETHEUS_PORT} is {written}, a number of Service port {meant.title}: on the pods that port "
            f"is {some([str(number) for number in numbers])}",
            traced,
            (f"the pods declare {declared_ports(traced.living_pods)}",),
        )


def _of_the_service(traced: TracedService, number: int) -> TracedPort | None:
    """The Service port that has a number, or this node port, where the pods use that number for nothing."""
    pods = traced.living_pods
    used = {each.port for port in traced.ports for each in port.backends}
    if not pods or number in used or any(declares(pod, number) for pod in pods):
        return None
    named = (port for port in traced.ports if number in {port.spec.port, port.spec.node_port} and port.backends)
    return next(named, None)


def _found(message: str, traced: TracedService, facts: tuple[str, ...]) -> Found:
    return Found(
        message=message,
        path=f"metadata.annotations[{PROMETHEUS_PORT}]",
        evidence=(f"{PROMETHEUS_SCRAPE} is true on Service {traced.name}", *facts),
        fix=Fix(text="write the number of the port on which the pods serve metrics"),
    )
