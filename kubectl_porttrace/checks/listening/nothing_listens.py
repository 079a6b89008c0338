"""PTL05: nothing listens where a port sends its traffic."""

from collections.abc import Collection, Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.commands import logs_of
from kubectl_porttrace.checks.heard import HeardAt, HeardPort, certainty_of, doubts_of, heard_ports, how
from kubectl_porttrace.checks.phrases import some
from kubectl_porttrace.checks.port_names import is_taken, retarget
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.find_port import declaring
from kubectl_porttrace.trace.listening.tried import open_numbers
from kubectl_porttrace.trace.service import TracedService


@check(
    "PTL05",
    "nothing-listens",
    severity="error",
    certainty="certain",
    needs=("pods",),
    uses=("endpointslices", "networkpolicies"),
    scope="cluster",
    causes=("PTR11", "PTR12", "PTR20"),
)
def nothing_listens(traced: TracedService) -> Iterator[Found]:
    """With `--probe`: at the number that a port sends to, nothing accepts connections on the pod's address.

    Why: a Service sends packets to a number of a pod, whatever listens there. Where nothing does, the pod refuses each
    connection. A declared container port opens nothing, and the program may have another number in its configuration.
    This is as tried at that moment: a program that starts later listens later. A firewall that rejects what comes to
    the pod would look the same; the sockets (`--probe=proc`) make it certain.

    See: `kubectl exec POD -- ss -ltn` shows what listens; `kubectl logs POD` often says on which port.

    Fix: set targetPort to the number the program listens on, or configure the program to listen on targetPort.
    """
    for heard in heard_ports(traced):
        places = heard.saying("no")
        if not places:
            continue
        numbers = some(sorted({str(each.backend.port) for each in places}))
        beside = open_numbers(traced.snapshot, [each.pod for each in places], {each.backend.port for each in places})
        listening = some([_named(places, number) for number in beside])
        also = f"; {listening} {'is' if len(beside) == 1 else 'are'} open" if beside else ""
        yield Found(
            message=f"nothing listens on {numbers}, where port {heard.port.title} sends its traffic{also}",
            path=f"{heard.port.path}.targetPort",
            evidence=(f"pods: {heard.of_all(places)}", *how(places, heard.attempts(places)), *doubts_of(places)),
            fix=_fix(heard, places, beside),
            ports=(heard.port,),
            severity=heard.severity,
            certainty=certainty_of(places),
            despite_backends=True,
        )


def _fix(heard: HeardPort, places: Collection[HeardAt], beside: Collection[int]) -> Fix:
    """What to change; a command only where it is all but certain which number is meant."""
    port, number = heard.port, next(iter(beside), 0)
    if len(beside) == 1 and isinstance(port.spec.target, int) and _is_meant(heard, places, number):
        return retarget(heard.traced, port, number, f"set targetPort {number}, unless that is for something else")
    if beside:
        return Fix(text=f"find out whether {some([str(each) for each in beside])} is meant, and set targetPort to it")
    first = next(iter(places))
    declared = first.backend.declaration
    container = declared.container if declared else first.pod.spec.containers[0]
    return Fix(
        text="set targetPort to the number the program listens on, which its log often tells:",
        command=logs_of(first.pod, container.name),
    )


def _is_meant(heard: HeardPort, places: Collection[HeardAt], number: int) -> bool:
    """Whether a number is declared and open, where nobody declares the one that is not, and nothing else is sent to it.

    One with a name of its own, as metrics beside a Service port http, is for something else.
    """
    if heard.traced.service.headless or is_taken(heard.traced, heard.port, number):
        return False
    if any(declaring(each.pod.spec, each.backend.port, "TCP") for each in places):
        return False
    declared = [declaring(each.pod.spec, number, "TCP") for each in places]
    names = {"", heard.port.spec.name}
    return all(found is not None and (len(names) == 1 or found.port.name in names) for found in declared)


def _named(places: Collection[HeardAt], number: int) -> str:
    """A number with the name that the pods declare for it: `3000, declared as http,`."""
    declared = (declaring(each.pod.spec, number, "TCP") for each in places)
    name = next((found.port.name for found in declared if found is not None and found.port.name), "")
    return f"{number} ({name})" if name else str(number)
