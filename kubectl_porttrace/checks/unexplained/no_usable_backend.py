"""PTT05: a port without a usable backend, and no check that says why."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict


@check(
    "PTT05",
    "no-usable-backend",
    severity="error",
    certainty="kube-proxy",
    uses=("endpointslices",),
    last_resort=True,
)
def no_usable_backend(traced: TracedService) -> Iterator[Found]:
    """A port has no usable backend, and no other finding says why.

    Why: that nothing gets the traffic is certain, its cause is not: what would tell it could not be read, or the
    EndpointSlices are about to follow a change, or it is a cause this version does not know.

    See: `kubectl describe service NAME` with its events, `kubectl get endpointslices -l
    kubernetes.io/service-name=NAME -o yaml`, `kubectl get pods -o wide`, and the list of what was not checked.

    Fix: ask as a user who may read what is missing. Where the slices are still catching up, ask again in a few seconds.
    """
    broken = tuple(port for port in traced.ports if port.verdict is Verdict.BROKEN)
    if traced.verdict is not Verdict.BROKEN:
        return
    unread = _unread(traced)
    yield Found(
        message=f"no usable backend{_of(broken)}; {_why(traced, unread)}",
        path=broken[0].path if len(broken) == 1 else "spec.ports",
        evidence=tuple(_facts(traced)),
        fix=Fix(text=_next(traced, unread)),
        ports=broken,
        despite_backends=True,
    )


def _of(ports: tuple[TracedPort, ...]) -> str:
    return f" for {some([port.title for port in ports])}" if ports else ""


def _unread(traced: TracedService) -> tuple[str, ...]:
    """The resources that were asked for and not read; what was left out on purpose explains nothing."""
    return tuple(
        dict.fromkeys(
            each.resource
            for each in traced.snapshot.unread
            if each.reason != "not-requested" and each.namespace in {None, traced.service.namespace}
        )
    )


def _why(traced: TracedService, unread: tuple[str, ...]) -> str:
    if traced.converging:
        return "the EndpointSlices are still catching up with a recent change"
    if unread:
        return f"why could not be determined: {_listed(unread)} could not be read"
    return "nothing that was read says why"


def _next(traced: TracedService, unread: tuple[str, ...]) -> str:
    if traced.converging:
        return "ask again in a few seconds"
    if unread:
        return f"ask as a user who may read {_listed(unread)}"
    return "compare the EndpointSlices with what should be behind the Service, and look at its events"


def _listed(resources: tuple[str, ...]) -> str:
    *others, last = resources
    return f"{', '.join(others)} and {last}" if others else last


def _facts(traced: TracedService) -> Iterator[str]:
    """What the slices hold, how many pods the selector matches, and Endpoints that nobody mirrored."""
    slices = traced.slices or ()
    listed = [endpoint for slice_ in slices for endpoint in slice_.endpoints]
    ready = sum(endpoint.ready for endpoint in listed)
    yield f"{count(len(slices), 'EndpointSlice')} with {count(len(listed), 'endpoint')}, {ready} ready"
    if traced.pods is not None and traced.service.selects:
        yield f"{count(len(traced.pods), 'pod')} selected, {len(traced.ready_pods)} ready"
    endpoints = traced.endpoints
    if endpoints is not None and not traced.service.selects and not listed:
        addresses = sum(len(subset.addresses) for subset in endpoints.subsets)
        if addresses:
            yield f"Endpoints {endpoints.name}: ready addresses {addresses}, and no EndpointSlice mirrors them"
