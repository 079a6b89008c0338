"""PTE13: slices that are not what they should be."""

from collections.abc import Iterable, Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_service
from kubectl_porttrace.checks.endpoint_slices import severity_by
from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.convergence import Drift
from kubectl_porttrace.trace.expected import ExpectedEndpoint
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTE13",
    "slices-lag-behind",
    severity="warning",
    certainty="certain",
    needs=("pods", "endpointslices"),
    uses=("nodes",),
    scope="cluster",
    causes=("PTE22",),
)
def slices_lag_behind(traced: TracedService) -> Iterator[Found]:
    """The EndpointSlices of the Service are not what its pods call for, and nothing has changed for a while.

    Why: the endpointslice controller, a part of kube-controller-manager, writes the slices within a second or two of
    a change. Half a minute later they should agree with the Service and its pods. They do not, so the controller is
    stopped, overloaded or refused, and traffic goes where the slices say, not where the pods are. Where a port has no
    usable endpoint because of it, this is an error.

    See: `kubectl get endpointslices -l kubernetes.io/service-name=NAME` beside `kubectl get pods -o wide`;
    `kubectl describe service NAME` for events; `kubectl -n kube-system get pods` for kube-controller-manager.

    Fix: find out why kube-controller-manager does not keep up. A change to the Service, such as a new label, makes it
    try again.
    """
    drift = traced.drift
    if drift is None or drift.recent or traced.service.metadata.deletion_timestamp is not None:
        return
    starved = tuple(port for port in traced.ports if not port.usable and _would_serve(traced, port))
    yield Found(
        message=f"the EndpointSlices do not match the pods: {', '.join(_differences(drift))}",
        evidence=tuple(_evidence(drift)),
        fix=Fix(
            text="find out why kube-controller-manager does not update them, in its log and in the Service's events:",
            command=describe_service(traced.service),
        ),
        ports=starved,
        severity=severity_by(starved),
    )


def _would_serve(traced: TracedService, port: TracedPort) -> bool:
    """Whether the port would have a ready endpoint if the slices were right."""
    groups = traced.expected.groups if traced.expected else {}
    return any(
        endpoint.ready
        for (_, ports), endpoints in groups.items()
        if any((entry.name, entry.protocol) == (port.spec.name, port.spec.protocol) for entry in ports)
        for endpoint in endpoints
    )


def _differences(drift: Drift) -> Iterator[str]:
    missing, surplus = _pods(drift.missing), _pods(drift.surplus)
    if missing - surplus:
        yield f"{count(len(missing - surplus), 'pod')} missing"
    if surplus - missing:
        yield f"{count(len(surplus - missing), 'endpoint')} too many"
    if missing & surplus:
        yield f"{count(len(missing & surplus), 'pod')} listed with another state or port"


def _evidence(drift: Drift) -> Iterator[str]:
    for title, endpoints in (("should be there", drift.missing), ("should not", drift.surplus)):
        if endpoints:
            yield f"{title}: {some([_described(endpoint) for endpoint in endpoints])}"


def _described(endpoint: ExpectedEndpoint) -> str:
    state = "ready" if endpoint.ready else "terminating" if endpoint.terminating else "not ready"
    return f"{endpoint.pod or 'no pod'} {endpoint.address} ({state})"


def _pods(endpoints: Iterable[ExpectedEndpoint]) -> frozenset[str]:
    return frozenset(endpoint.pod or endpoint.address for endpoint in endpoints)
