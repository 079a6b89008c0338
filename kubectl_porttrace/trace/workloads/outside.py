"""Pods of a workload that are in no EndpointSlice of a Service that reaches it, and why."""

from collections.abc import Iterable, Iterator

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.expected import exclusion
from kubectl_porttrace.trace.families import address_of, families_of
from kubectl_porttrace.trace.service import TracedService


class Outside(msgspec.Struct, frozen=True):
    """A pod that is in no slice of a Service, and the reason in words."""

    pod: Pod
    service: TracedService
    reason: str


def pods_outside(pods: Iterable[Pod], services: Iterable[TracedService]) -> tuple[Outside, ...]:
    """The pods that a Service with a selector leaves out; none of a Service whose slices were not read."""
    living = [pod for pod in pods if not pod.is_template]
    return tuple(
        Outside(pod, service, reason)
        for service in services
        if service.service.selects and service.slices is not None
        for pod, reason in _left_out(service, living)
    )


def _left_out(service: TracedService, pods: Iterable[Pod]) -> Iterator[tuple[Pod, str]]:
    endpoints = (each for slice_ in service.slices or () for each in slice_.endpoints)
    published = {each.target_ref.name for each in endpoints if each.target_ref and each.target_ref.kind == "Pod"}
    for pod in pods:
        if pod.name not in published:
            yield pod, _reason(service, pod)


def _reason(traced: TracedService, pod: Pod) -> str:
    """Why, in the order in which the controller decides it (`k8s.io/endpointslice/utils.go:ShouldPodBeInEndpoints`)."""
    service, labels = traced.service, pod.labels
    missed = {key: value for key, value in service.spec.selector.items() if labels.get(key) != value}
    if pod.terminal:
        return f"it has ended: {pod.ending}"
    if missed:
        wanted = ", ".join(f"{key}={value}" for key, value in missed.items())
        has = ", ".join(f"{key}={labels[key]}" for key in missed if key in labels)
        return f"it does not carry {wanted}" + (f", but {has}" if has else "")
    left_out = exclusion(traced.snapshot, service, pod)
    if left_out == "no-address":
        return "it has no address yet" if pod.spec.node_name else "it is on no node, so it has no address"
    if left_out == "node-missing":
        return f"its node {pod.spec.node_name} does not exist" if pod.spec.node_name else "it is on no node"
    if all(address_of(pod, family) is None for family in families_of(service)):
        return f"it has no {' or '.join(families_of(service))} address"
    if traced.converging:
        return "the EndpointSlices are still catching up with a change"
    return "the EndpointSlices do not list it, though they should"
