"""What the kubelet reports of containers."""

from kubectl_porttrace.model.meta import Value
from kubectl_porttrace.model.times import Time


class StateReason(Value, frozen=True):
    """Why a container waits or ended."""

    reason: str = ""
    message: str = ""
    exit_code: int | None = None
    signal: int = 0
    started_at: Time | None = None
    finished_at: Time | None = None


class ContainerState(Value, frozen=True):
    """Exactly one is set."""

    waiting: StateReason | None = None
    running: StateReason | None = None
    terminated: StateReason | None = None


class ContainerStatus(Value, frozen=True):
    """What the kubelet reports of one container."""

    name: str
    ready: bool = False
    started: bool | None = None
    restart_count: int = 0
    state: ContainerState = ContainerState()
    last_state: ContainerState = ContainerState()
