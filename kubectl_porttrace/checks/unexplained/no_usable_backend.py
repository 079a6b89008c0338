"""PTT05: a port without a usable backend, and no check that says why."""

from collections.abc import Iterator
from typing import Final

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import describe_service
from kubectl_porttrace.checks.phrases import count, some
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.caller_kinds import CALLER_KINDS
from kubectl_porttrace.model.controller_kinds import CONTROLLER_KINDS
from kubectl_porttrace.model.other_policies import CLUSTER_POLICY_KINDS, OTHER_POLICIES
from kubectl_porttrace.model.referring_kinds import REFERRING_KINDS
from kubectl_porttrace.model.unread import SERVICES_ELSEWHERE
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict

_NO_CAUSE: Final = frozenset(
    kind.known_as
    for kinds in (REFERRING_KINDS, CONTROLLER_KINDS, CALLER_KINDS, CLUSTER_POLICY_KINDS, OTHER_POLICIES)
    for kind in kinds
)


@check(
    "PTT05",
    "no-usable-backend",
    severity="error",
    certainty="kube-proxy",
    uses=("endpointslices", "pods", "nodes", SERVICES_ELSEWHERE),
    last_resort=True,
)
def no_usable_backend(traced: TracedService) -> Iterator[Found]:
    """A port has no usable backend, and no other finding says why.

    Why: that nothing gets the traffic is certain, its cause is not: what would show it could not be read, or the
    EndpointSlices are still catching up with a change, or this version does not know the cause.

    See: `kubectl describe service NAME` with its events, `kubectl get endpointslices -l
    kubernetes.io/service-name=NAME -o yaml`, `kubectl get pods -o wide`, and the list of what was not checked.

    Fix: run the command as a user who may read what is missing. Where the slices are still catching up, run it again in
    a few seconds.
    """
    broken = tuple(port for port in traced.ports if port.verdict is Verdict.BROKEN)
    service = traced.service
    # The API server answers, so it is there; that it publishes no endpoints is another finding.
    if traced.verdict is not Verdict.BROKEN or (service.is_api_server and not service.selects):
        return
    unread = _unread(traced)
    yield Found(
        message=f"no usable backend{_of(broken)}; {_why(traced, unread)}",
        path=broken[0].path if len(broken) == 1 else "spec.ports",
        evidence=tuple(_facts(traced)),
        fix=_next(traced, unread),
        ports=broken,
        despite_backends=True,
    )


def _of(ports: tuple[TracedPort, ...]) -> str:
    return f" for {some([port.title for port in ports])}" if ports else ""


def _unread(traced: TracedService) -> tuple[str, ...]:
    """The resources that were asked for and not read; what was left out on purpose explains nothing.

    Neither do routes and other objects that name the Service, nor policies that were not read: it has no backend
    without them as well.
    """
    return tuple(
        dict.fromkeys(
            each.resource
            for each in traced.snapshot.unread
            if each.reason != "not-requested"
            and each.namespace in {None, traced.service.namespace}
            and each.resource.partition(" ")[0] not in _NO_CAUSE
        )
    )


def _why(traced: TracedService, unread: tuple[str, ...]) -> str:
    if traced.converging:
        return "the EndpointSlices are still catching up with a recent change"
    if unread:
        return f"the cause is not known, as these could not be read: {_listed(unread)}"
    return "the cause is not known: nothing that was read tells it"


def _next(traced: TracedService, unread: tuple[str, ...]) -> Fix:
    if traced.converging:
        return Fix(text="run the command again in a few seconds")
    if unread:
        return Fix(text=f"run the command as a user who may read {_listed(unread)}")
    return Fix(
        text="compare the endpoints with what should be behind the Service; they are shown with its events:",
        command=describe_service(traced.service),
    )


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
