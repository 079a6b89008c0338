"""PTL07: a program that listens on the pod's own address alone."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.heard import HeardAt, HeardPort, heard_ports, how
from kubectl_porttrace.checks.subjects import only_maker
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.listening.sockets import sockets_on
from kubectl_porttrace.trace.service import TracedService


@check("PTL07", "pod-address-only", severity="note", certainty="certain", needs=("pods",), scope="cluster")
def pod_address_only(traced: TracedService) -> Iterator[Found]:
    """The sockets of the pod (`--probe=proc`) show a program that listens on the pod's own address alone.

    Why: the Service works. What goes to localhost inside the pod does not: `kubectl port-forward`, a sidecar, a probe
    by exec.

    See: `kubectl exec POD -- ss -ltn`: the local address is that of the pod.

    Fix: nothing, unless port-forward or a sidecar is to work: then let the program bind to 0.0.0.0.
    """
    for heard in heard_ports(traced):
        places = [each for each in heard.saying("yes") if _alone(heard, each)]
        if places:
            yield Found(
                message=f"the program behind port {heard.port.title} listens on {places[0].address} alone: the Service "
                "works, port-forward does not",
                evidence=(f"pods: {heard.of_all(places)}", *how(places, heard.attempts(places))),
                fix=Fix(text="let the program bind to 0.0.0.0 if port-forward or a sidecar has to reach it"),
                object=only_maker(traced, [each.pod for each in places]),
                ports=(heard.port,),
            )


def _alone(heard: HeardPort, each: HeardAt) -> bool:
    attempts = heard.traced.snapshot.attempts_on(each.pod)
    sockets = sockets_on(each.pod, attempts, each.backend.port, heard.port.spec.protocol)
    return sockets is not None and sockets.addresses == {each.backend.ip}
