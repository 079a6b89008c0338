"""PTB10: a probe that asks another host than the pod."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.port_uses import found_port_use, wrong_port_uses
from kubectl_porttrace.checks.readiness import Impact
from kubectl_porttrace.trace.probes import probes
from kubectl_porttrace.trace.service import TracedService

NOTED = Impact((), "note")


@check("PTB10", "probe-host-set", severity="note", certainty="likely", needs=("pods",))
def probe_host_set(traced: TracedService) -> Iterator[Found]:
    """A probe has `host` set, so it asks that host and not the pod.

    Why: the kubelet sends probes from the node, to the pod's address where no host is set. With `host: 127.0.0.1` it
    asks the node itself; with a name or another address, whatever is there. A pod is then ready, or not, for reasons
    that are not its own. Only a pod on the host network is rightly asked this way.

    See: `kubectl get pod NAME -o yaml`: `host` below the probe's `httpGet` or `tcpSocket`.

    Fix: drop `host`. For a virtual host, set a `Host` entry in `httpHeaders`.
    """
    found = wrong_port_uses(traced, probes, lambda pod, use: bool(use.action.host) and not pod.spec.host_network)
    for entry in found:
        yield found_port_use(
            traced,
            entry,
            message=f"{entry.title} asks host {entry.use.action.host}, not the pod",
            fix="drop host; for a virtual host set a Host entry in httpHeaders",
            field="host",
            cost=NOTED,
        )
