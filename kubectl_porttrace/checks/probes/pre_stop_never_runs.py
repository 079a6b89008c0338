"""PTB07: a preStop hook that never runs."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.port_uses import found_port_use, wrong_port_uses
from kubectl_porttrace.checks.readiness import HARMLESS
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.probes import PortUse, hooks
from kubectl_porttrace.trace.service import TracedService


@check("PTB07", "pre-stop-never-runs", severity="warning", certainty="certain", needs=("pods",))
def pre_stop_never_runs(traced: TracedService) -> Iterator[Found]:
    """A preStop hook never runs: the container is stopped without the pause or the clean-up it was meant to make.

    Why: a tcpSocket hook has no implementation, and an httpGet hook fails where it names a port that its own container
    does not declare. A preStop hook that fails is logged, and the shutdown goes on. Requests under way while the pod
    leaves the Service are cut off.

    See: `kubectl get events --field-selector reason=FailedPreStopHook`.

    Fix: give the httpGet hook a number or a port name of its container, or use an exec or sleep hook.
    """
    for entry in wrong_port_uses(traced, hooks, _fails):
        yield found_port_use(
            traced,
            entry,
            message=f"{entry.title} {entry.fault}: it never runs",
            fix="use httpGet with a number, or an exec or sleep hook",
            field="port" if entry.use.handler == "httpGet" else "",
            cost=HARMLESS,
        )


def _fails(_pod: Pod, use: PortUse) -> bool:
    return use.kind == "preStop" and use.fails
