"""PTB06: a postStart hook that cannot succeed."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.port_uses import found_port_use, pods_of, wrong_port_uses
from kubectl_porttrace.checks.readiness import impact
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.probes import PortUse, hooks
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTB06",
    "post-start-fails",
    severity="error",
    certainty="certain",
    needs=("pods",),
    causes=("PTP21", "PTP22", "PTP25", "PTP07", "PTP08", "PTD01"),
)
def post_start_fails(traced: TracedService) -> Iterator[Found]:
    """A postStart hook cannot succeed, so the kubelet kills the container right after it starts, again and again.

    Why: a container whose postStart hook fails is killed. A tcpSocket hook has no implementation and always fails; an
    httpGet hook fails where it names a port that its own container does not declare.

    See: `kubectl describe pod NAME` shows events of reason FailedPostStartHook; the restarts go up.

    Fix: give the httpGet hook a number or a port name of its container, or use an exec hook.
    """
    found = wrong_port_uses(traced, hooks, _fails)
    cost = impact(traced, pods_of(found))
    for entry in found:
        yield found_port_use(
            traced,
            entry,
            message=f"{entry.title} {entry.fault}: the kubelet kills the container at every start",
            fix="use httpGet with a number, or an exec hook",
            field="port" if entry.use.handler == "httpGet" else "",
            cost=cost,
        )


def _fails(_pod: Pod, use: PortUse) -> bool:
    return use.kind == "postStart" and use.fails
