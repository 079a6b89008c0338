"""What an exit code says: how a container ended."""

from types import MappingProxyType

from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.container_status import StateReason
from kubectl_porttrace.trace.unready.runtime import runtime_fault

# 128 + the signal, as shells and runtimes report it.
_SIGNALS = MappingProxyType(
    {4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 15: "SIGTERM"}
)
_NEVER_RAN = frozenset({"ContainerCannotRun", "StartError"})
"""The runtime's reasons for a process that did not come to run: dockershim's, and containerd's with exit code
128 (`internal/cri/server/container_start.go:StartContainer`)."""

_LOST = frozenset({"ContainerStatusUnknown", "RestartingAllContainers"})
"""The kubelet's, with an exit code of 137 that it makes up
(`pkg/kubelet/kubelet_pods.go:convertToAPIContainerStatuses`)."""

_SIGNAL_BASE = 128
_LAST_SIGNAL = 64
_MEANINGS = MappingProxyType(
    {0: "it ends by itself", 126: "a command cannot be executed", 127: "a command is not found"}
)


def how_it_ended(ended: StateReason, container: Container) -> str:
    """The last end of a container: `exits with code 1`, `is killed for its memory (limit 128Mi)`.

    Args:
        ended: its terminated state.
        container: the container, for its limit.
    """
    if ended.reason == "OOMKilled":
        limits = container.resources.limits if container.resources else None
        limit = f"limit {limits.memory}" if limits and limits.memory is not None else "no limit of its own"
        return f"runs out of memory and is killed (OOMKilled, {limit})"
    if ended.reason in _NEVER_RAN:
        told = runtime_fault(ended.message)
        return f"cannot be run: {told.words}" if told else "cannot be run"
    if ended.reason in _LOST:
        return "was lost: the kubelet did not see how it ended"
    code = ended.exit_code
    if code is None:
        return "ends again and again"
    signal = ended.signal or (code - _SIGNAL_BASE if _SIGNAL_BASE < code <= _SIGNAL_BASE + _LAST_SIGNAL else 0)
    meaning = _MEANINGS.get(code) or (_SIGNALS.get(signal, f"signal {signal}") if signal else "")
    return f"exits with code {code} ({meaning})" if meaning else f"exits with code {code}"
