"""Which of the steps of a pod's start fails: a node, its volumes, its network, its containers, their probes."""

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.unready.cause import Explanation
from kubectl_porttrace.trace.unready.containers import container_explanation
from kubectl_porttrace.trace.unready.node import node_explanation
from kubectl_porttrace.trace.unready.scheduling import scheduling_explanation
from kubectl_porttrace.trace.unready.start import start_explanation


def explanation_of(snapshot: Snapshot, pod: Pod) -> Explanation | None:
    """Why a pod is not ready.

    The first step that fails is the cause: what comes after it cannot work yet. A pod on a node that does not report
    is told by its node, because what its containers last reported may be long past.

    Returns:
        The cause; None for a pod that is ready, has ended, is being deleted or is a template, and where nothing that
        was read tells why.
    """
    if pod.is_template or pod.terminal or pod.terminating or pod.ready:
        return None
    steps = (scheduling_explanation, node_explanation, container_explanation, start_explanation)
    return next((found for step in steps if (found := step(snapshot, pod)) is not None), None)
