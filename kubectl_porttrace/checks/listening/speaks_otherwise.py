"""PTL08: a program that speaks TLS where plain is written, or plain where TLS is."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.heard import HeardAt, HeardPort, heard_ports, how
from kubectl_porttrace.checks.speech import IN_WORDS, OTHER, Speech, spoken
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.trace.probes import probes
from kubectl_porttrace.trace.service import TracedService

_WRITTEN: dict[str, Speech] = {
    "https": "TLS",
    "kubernetes.io/wss": "TLS",
    "http": "plain",
    "kubernetes.io/h2c": "plain",
    "kubernetes.io/ws": "plain",
}


@check("PTL08", "speaks-otherwise", severity="warning", certainty="likely", needs=("pods",), scope="cluster")
def speaks_otherwise(traced: TracedService) -> Iterator[Found]:
    """With `--probe`: the program speaks TLS where the Service or a probe says plain, or the reverse.

    Why: whoever goes by appProtocol, by the port's name or by the probe's scheme speaks the wrong language to the
    program: proxies answer 502 or 400, and the kubelet's probe fails. A program may speak both on one port.
    What routes, webhooks and monitors speak is PTL10.

    See: `curl -k https://ADDRESS:PORT/` and `curl http://ADDRESS:PORT/` from inside the cluster.

    Fix: correct appProtocol, the port's name or the probe's scheme, or the program's configuration.
    """
    for heard in heard_ports(traced):
        for speech in OTHER:
            places = [each for each in heard.saying("yes") if spoken(heard, each) == speech]
            says = list(dict.fromkeys(_says_otherwise(heard, places, speech))) if places else []
            if says:
                yield Found(
                    message=f"the program behind port {heard.port.title} speaks {IN_WORDS[speech]}, and {says[0][0]}",
                    path=says[0][1],
                    evidence=(f"pods: {heard.of_all(places)}", *how(places, heard.attempts(places))),
                    fix=Fix(text=f"{says[0][2]}, or let the program speak {IN_WORDS[OTHER[speech]]}"),
                    ports=(heard.port,),
                )


def _says_otherwise(heard: HeardPort, places: list[HeardAt], speech: Speech) -> Iterator[tuple[str, str, str]]:
    """Who says otherwise, where that is written, and what to write."""
    spec, path = heard.port.spec, heard.port.path
    written = _WRITTEN.get((spec.app_protocol or "").lower())
    if written is not None:
        if written != speech:
            yield f"its appProtocol is {spec.app_protocol}", f"{path}.appProtocol", "correct appProtocol"
    elif speech == "TLS" and spec.name.partition("-")[0] == "http":
        # Not the reverse: a balancer in front that ends TLS sends plain HTTP to a port called https.
        yield f"it is called {spec.name}", f"{path}.name", "set appProtocol https"
    for each in places:
        yield from _probes_otherwise(each.pod, each.backend.port, speech, path)


def _probes_otherwise(pod: Pod, number: int, speech: Speech, path: str) -> Iterator[tuple[str, str, str]]:
    for use in probes(pod.spec):
        if use.handler == "httpGet" and use.number == number and not use.action.host:
            scheme = use.action.scheme.upper() or "HTTP"
            if (scheme == "HTTPS") != (speech == "TLS"):
                word = use.kind.removesuffix("Probe")
                where = f"the {word} probe of container {use.container.name} asks by {scheme}"
                yield where, f"{path}.targetPort", f"set the scheme of the {word} probe to {_SCHEMES[speech]}"


_SCHEMES: dict[str, str] = {"TLS": "HTTPS", "plain": "HTTP"}
