"""What an exit code says: how a container ended."""

from types import MappingProxyType

from kubectl_porttrace.model.pod import Container, StateReason

# 128 + the signal, as shells and runtimes report it.
_SIGNALS = MappingProxyType(
    {4: "SIGILL", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 9: "SIGKILL", 11: "SIGSEGV", 15: "SIGTERM"}
)
_SIGNAL_BASE = 128
_LAST_SIGNAL = 64
_MEANINGS = MappingProxyType(
    {0: "it ends by itself", 126: "its command cannot be executed", 127: "its command is not found"}
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
    if ended.reason in {"ContainerCannotRun", "StartError"}:
        return "cannot be run"
    code = ended.exit_code
    if code is None:
        return "ends again and again"
    signal = ended.signal or (code - _SIGNAL_BASE if _SIGNAL_BASE < code <= _SIGNAL_BASE + _LAST_SIGNAL else 0)
    meaning = _MEANINGS.get(code) or (_SIGNALS.get(signal, f"signal {signal}") if signal else "")
    return f"exits with code {code} ({meaning})" if meaning else f"exits with code {code}"
