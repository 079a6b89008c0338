"""PTN22: an SCTP port of a Service that Cilium would have to translate."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.policies.differing import under_cilium
from kubectl_porttrace.trace.service import TracedService


@check("PTN22", "cilium-sctp-port", severity="warning", certainty="likely", uses=("ciliumnodes",))
def cilium_sctp_port(traced: TracedService) -> Iterator[Found]:
    """The port of an SCTP Service differs from that of the pods, and Cilium is at work, which drops such packets.

    Why: Cilium does not rewrite the port of SCTP packets: its documentation asks for a targetPort that equals the port.
    kube-proxy rewrites it. That Cilium is at work is taken from its CiliumNodes; it may leave Services to kube-proxy.

    See: `kubectl get ciliumnodes`.

    Fix: give the Service the number that the pods have; its clients have to use it then.
    """
    if traced.service.headless or not under_cilium(traced.snapshot):
        return
    for port in traced.ports:
        numbers = sorted({each.port for each in port.usable} - {port.spec.port})
        if port.spec.protocol == "SCTP" and numbers:
            yield Found(
                message=f"{port.title} leads to {numbers[0]}/SCTP, and Cilium does not translate ports of SCTP",
                path=f"{port.path}.port",
                fix=Fix(
                    text=f"make the port of the Service and of the pods equal, {numbers[0]}, and let clients use it"
                ),
                ports=(port,),
            )
