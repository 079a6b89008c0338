"""PTL06: a program that listens on loopback alone."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.heard import certainty_of, doubts_of, heard_ports, how
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.checks.subjects import only_maker
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.listening.kubelet import is_intercepted
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTL06",
    "loopback-only",
    severity="error",
    certainty="certain",
    needs=("pods",),
    uses=("endpointslices", "networkpolicies"),
    scope="cluster",
)
def loopback_only(traced: TracedService) -> Iterator[Found]:
    """With `--probe`: the program listens on 127.0.0.1 or ::1 alone, where no Service reaches it.

    Why: packets of a Service arrive at the pod's own address. A program that binds to localhost, as many do by default,
    refuses them, while `kubectl port-forward` and `curl localhost` in the container work.

    A connection that is accepted on localhost and refused on the pod's address shows it, unless a firewall rejects what
    comes to the pod; the sockets (`--probe=proc`) make it certain.

    See: `kubectl exec POD -- ss -ltn`: the local address is 127.0.0.1 and not 0.0.0.0, * or [::].

    Fix: let the program bind to 0.0.0.0 (or ::). Its option is often called host, bind or listen address.
    """
    for heard in heard_ports(traced):
        places = heard.saying("loopback")
        if not places:
            continue
        numbers = some(sorted({str(each.backend.port) for each in places}))
        # A proxy in the pod may pass connections on to localhost.
        intercepted = any(is_intercepted(each.pod) for each in places)
        yield Found(
            message=f"the program behind port {heard.port.title} listens on loopback alone at {numbers}, "
            "where no Service reaches it",
            evidence=(f"pods: {heard.of_all(places)}", *how(places, heard.attempts(places)), *doubts_of(places)),
            fix=Fix(text="let the program bind to 0.0.0.0 in place of 127.0.0.1, or to :: in place of ::1"),
            object=only_maker(traced, [each.pod for each in places]),
            ports=(heard.port,),
            severity="note" if intercepted else heard.severity,
            certainty=certainty_of(places),
            despite_backends=True,
        )
