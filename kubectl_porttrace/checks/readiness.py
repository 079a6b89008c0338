"""Pods that are not ready, and what it costs a Service when something keeps them so."""

from collections.abc import Collection

import msgspec

from kubectl_porttrace.findings import Severity
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import TracedService


class Impact(msgspec.Struct, frozen=True):
    """What a cause of unreadiness costs.

    Attributes:
        ports: all ports of the Service where the cause accounts for every pod that is not ready, else none.
        severity: an error where no pod is ready because of it, else a warning.
    """

    ports: tuple[TracedPort, ...]
    severity: Severity


HARMLESS = Impact((), "warning")
"""What does not keep a pod from being ready."""


def unready_pods(traced: TracedService) -> tuple[Pod, ...]:
    """The matched pods that get no traffic because they are not ready.

    None where the Service publishes unready addresses (`publishNotReadyAddresses`): there readiness plays no part.
    """
    return traced.once(_unready_pods)


def _unready_pods(traced: TracedService) -> tuple[Pod, ...]:
    # Where all of its pods are to serve and are ready, both are the very tuple of them.
    if traced.service.spec.publish_not_ready_addresses or traced.ready_pods is traced.living_pods:
        return ()
    return tuple(pod for pod in traced.living_pods if not pod.is_template and not pod.ready)


def impact(traced: TracedService, culprits: Collection[Pod]) -> Impact:
    """What it costs that some pods cannot become ready.

    Args:
        traced: the Service.
        culprits: every matched pod that the cause holds back, or would hold back.
    """
    keys = {pod.key for pod in culprits}
    if traced.in_manifests:
        everything = all(pod.key in keys for pod in traced.living_pods)
        return Impact((), "error" if everything else "warning")
    unready = unready_pods(traced)
    if not unready or any(pod.key not in keys for pod in unready):
        return Impact((), "warning")
    return Impact(traced.ports, "warning" if traced.ready_pods else "error")
