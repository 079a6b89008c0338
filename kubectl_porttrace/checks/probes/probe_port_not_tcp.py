"""PTB05: an HTTP or TCP probe that names a UDP or SCTP port."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.port_uses import WrongPortUse, found_port_use, wrong_port_uses
from kubectl_porttrace.checks.readiness import HARMLESS, impact
from kubectl_porttrace.checks.unready import held_by
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.probes import PortUse, named_port, probes
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTB05",
    "probe-port-not-tcp",
    severity="warning",
    certainty="certain",
    needs=("pods",),
    causes=("PTP25", "PTP07", "PTP08"),
)
def probe_port_not_tcp(traced: TracedService) -> Iterator[Found]:
    """An HTTP or TCP probe names a port that is declared as UDP or SCTP; the probe dials that number over TCP.

    Why: the kubelet takes the number behind the name and ignores its protocol. httpGet and tcpSocket always connect
    over TCP, so the probe passes only where something else listens on the same number over TCP.

    See: `kubectl get pod NAME -o yaml`: the probe's `port` beside the `protocol` of the port of that name.

    Fix: name a TCP port, or use a grpc or exec probe that asks the program itself.
    """
    for entry in wrong_port_uses(traced, probes, _not_tcp):
        port = named_port(entry.use.container, str(entry.use.action.port))
        protocol = port.protocol if port else ""
        yield found_port_use(
            traced,
            entry,
            message=f'{entry.title} dials port "{entry.use.action.port}" over TCP, but it is declared as {protocol}',
            fix="use the name or the number of a TCP port, or an exec probe",
            field="port",
            cost=impact(traced, failing) if (failing := _failing(traced, entry)) else HARMLESS,
        )


def _failing(traced: TracedService, entry: WrongPortUse) -> tuple[Pod, ...]:
    """The pods that are not ready because this probe does not pass."""
    about = (entry.use.container.name, entry.use.kind.removesuffix("Probe"))
    found = (
        held
        for held in held_by(traced, "readiness")
        if (held.cause.container, held.cause.what.partition(" ")[0]) == about
    )
    return tuple(pod for held in found for pod in held.pods)


def _not_tcp(_pod: Pod, use: PortUse) -> bool:
    port = named_port(use.container, use.action.port) if isinstance(use.action.port, str) else None
    return port is not None and port.protocol != "TCP"
