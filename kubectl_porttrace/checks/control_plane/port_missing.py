"""PTA02: the API server is to call a port that the Service does not have."""

from collections.abc import Iterator

from kubectl_porttrace.checks.calls import KINDS, Call, called_title, calls_of, what_fails
from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.patches import patch
from kubectl_porttrace.checks.references import near_in_words, ports_of
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.service import ServicePort
from kubectl_porttrace.trace.routes.referrer import TracedCaller
from kubectl_porttrace.trace.verdict import Verdict


@check(
    "PTA02",
    "called-port-missing",
    severity="error",
    certainty="certain",
    needs=("services",),
    kinds=KINDS,
    causes=("PTA05", "PTA06", "PTA07", "PTA08"),
)
def port_missing(traced: TracedCaller) -> Iterator[Found]:
    """A webhook, an APIService or the conversion of a custom resource names a port that the Service does not have.

    Why: `port` is a port of the Service, and 443 where none is written; not the port on which the pods listen. The API
    server refuses each call at once: `no service port 443 found for service "NAME"`. It does not look at the protocol:
    a UDP port is called by TCP, which kube-proxy does not answer there.

    See: `kubectl get service NAME -n NAMESPACE`, column PORT(S): the number in front of the slash.

    Fix: write the Service's own port into the object, or add port 443 to the Service.
    """
    for call in calls_of(traced):
        if not call.has_no_port or call.first.service is None:
            continue
        service, near = call.first.service.service, near_in_words(call.first)
        has = (
            f"has it for {_protocols(service.spec.ports, call.number)} alone"
            if call.is_for_other_protocol
            else (f"has {ports_of(service)}")
        )
        yield Found(
            message=f"{traced.title} names {called_title(call)}, which {has}: {what_fails(traced, call)}",
            part=call.part,
            path=call.first.path,
            evidence=(near,) if near and not call.is_for_other_protocol else (),
            fix=_fix(traced, call),
            # With --enable-aggregator-routing the API server dials the pods, where TCP may be served all the same.
            severity="warning" if call.is_for_other_protocol and call.severity is None else call.severity,
        )


def _protocols(ports: tuple[ServicePort, ...], number: int) -> str:
    return " and ".join(port.protocol for port in ports if port.port == number)


def _fix(traced: TracedCaller, call: Call) -> Fix:
    """The one port for TCP that leads to pods can only be meant."""
    ports = [port for port in call.first.service.ports if port.spec.protocol == "TCP"] if call.first.service else []
    if len(ports) != 1 or ports[0].verdict is not Verdict.WIRED:
        return Fix(text=f"add port {call.number}/TCP to the Service, or name the port of the Service that is meant")
    number = ports[0].spec.port
    changes = [("add", f"{backend.reference.path}.port", number) for backend in call.backends]
    return Fix(text=f"name port {number}, the Service's only one for TCP", command=patch(traced, *changes))
