"""PTL10: a route, a webhook or a monitor that sends plain requests to a program that speaks TLS, or the reverse."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.heard import HeardAt, HeardPort, heard_ports, how
from kubectl_porttrace.checks.speech import IN_WORDS, OTHER, Said, Speech, said_by, spoken
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.model.unread import PODS_ELSEWHERE
from kubectl_porttrace.trace.routes.backend import TracedBackend
from kubectl_porttrace.trace.routes.referrer import TracedReferrer


@check(
    "PTL10",
    "route-speaks-otherwise",
    severity="warning",
    certainty="likely",
    needs=("pods",),
    uses=(PODS_ELSEWHERE, "ingressclasses", "backendtlspolicies"),
    scope="cluster",
)
def route_speaks_otherwise(traced: TracedReferrer) -> Iterator[Found]:
    """With `--probe`: a program speaks TLS where a route, webhook or monitor speaks plain HTTP, or the reverse.

    Why: who serves an Ingress or a route decides by an annotation or a BackendTLSPolicy whether it speaks TLS to the
    pods, whatever the Service says; the API server always does; a monitor says so in its scheme. Where the program
    speaks otherwise, such a request fails: proxies answer 502 or 400. A program may speak both on one port.

    See: `curl -k https://ADDRESS:PORT/` and `curl http://ADDRESS:PORT/` from inside the cluster.

    Fix: correct the annotation, the policy or the scheme, or the program's configuration.
    """
    told: dict[tuple[str, PortKey], Found] = {}
    for backend in traced.backends:
        said = said_by(traced, backend) if backend.reference.weight != 0 else None
        if said is not None:
            for heard in _heard(backend):
                for found in _found(traced, heard, said):
                    told.setdefault((said.path, heard.port.key), found)
    yield from told.values()


def _heard(backend: TracedBackend) -> Iterator[HeardPort]:
    """What is known to listen behind the ports that a place means."""
    if backend.service is not None:
        yield from (each for each in heard_ports(backend.service) if each.port.key in backend.port_keys)


def _found(traced: TracedReferrer, heard: HeardPort, said: Said) -> Iterator[Found]:
    speech: Speech = OTHER[said.speech]
    places: list[HeardAt] = [each for each in heard.saying("yes") if spoken(heard, each) == speech]
    if not places:
        return
    port = f"port {heard.port.title} of Service {heard.traced.name}"
    yield Found(
        message=f"{IN_WORDS[said.speech]} is spoken to {port} because of {traced.title}, and the program behind it "
        f"speaks {IN_WORDS[speech]}",
        path=said.path,
        evidence=(said.why, f"pods: {heard.of_all(places)}", *how(places, heard.attempts(places))),
        fix=Fix(text=f"{said.fix}, or let the program speak {IN_WORDS[said.speech]}"),
        ports=(heard.port,),
        severity=None if said.sure else "note",
    )
