"""PTL09: it was tried, and does not show whether anything listens."""

from collections.abc import Iterator

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.heard import HeardAt, HeardPort, heard_ports, how
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.trace.listening.kubelet import is_intercepted
from kubectl_porttrace.trace.listening.tried import last_on
from kubectl_porttrace.trace.service import TracedService

PROC = "try --probe=proc, which reads the sockets of the pod"
FORWARD = "try --probe, which asks on the pod's own address too"

_REASONS = {
    "unreachable": ("the control plane does not reach it", "a client in the cluster may: " + PROC),
    "policy": ("a NetworkPolicy selects the pod, and some network plugins refuse what they block", PROC),
    "intercepted": ("a proxy in the pod takes every connection", PROC),
    "late": ("no answer came in time, which proves nothing", "try again, or " + PROC),
    "localhost": ("it takes connections on localhost, and maybe not on the pod's address", FORWARD),
    "no-localhost": ("nothing takes connections on localhost, and maybe on the pod's address", FORWARD),
    "closed": ("it takes connections on the pod's address, and closes them at once", PROC),
    "ipv6": ("it listens on [::], and the sockets do not tell whether that serves IPv4", "try --probe"),
}


@check(
    "PTL09",
    "listening-not-shown",
    severity="note",
    certainty="certain",
    needs=("pods",),
    uses=("networkpolicies",),
    scope="cluster",
)
def listening_not_shown(traced: TracedService) -> Iterator[Found]:
    """With `--probe`: the answers do not show whether anything listens for the Service.

    Why: only a connection that the pod itself accepts or refuses proves something. A time-out may be a policy or a
    firewall between the control plane and the pod, and says nothing against the Service.

    See: `-o wide` lists each request and what came of it.

    Fix: try another way: `--probe`, `--probe=forward`, `--probe=proc`; or a client inside the cluster.
    """
    for heard in heard_ports(traced):
        reasons: dict[tuple[str, str], list[HeardAt]] = {}
        for each in heard.places:
            reason = _reason(heard, each)
            if reason is not None:
                reasons.setdefault(reason, []).append(each)
        for (why, then), places in reasons.items():
            yield Found(
                message=f"whether anything listens at {places[0].address}, behind port {heard.port.title}, is not "
                f"shown: {why}",
                path=f"{heard.port.path}.targetPort",
                evidence=(f"pods: {heard.of_all(places)}", *how(places, heard.attempts(places))),
                fix=Fix(text=then),
                ports=(heard.port,),
            )


def _reason(heard: HeardPort, each: HeardAt) -> tuple[str, str] | None:
    """Why it is unknown, and what to try; None where it is known, was not tried, or may not be tried."""
    word, localhost = each.listening.word, each.listening.localhost
    attempts = heard.traced.snapshot.attempts_on(each.pod)
    last = last_on(attempts, each.backend.port)
    if word == "unreachable":
        return _REASONS["unreachable"]
    if word != "unknown" or last is None or each.backend.ip != each.pod.status.pod_ip:
        return None
    outcomes = {attempt.method: attempt.outcome for attempt in attempts if attempt.number in {0, each.backend.port}}
    proxy = outcomes.get("proxy")
    if is_intercepted(each.pod) and proxy not in {None, "forbidden"}:
        return _REASONS["intercepted"]
    if proxy == "refused":
        return _REASONS["policy"]
    if proxy == "closed":
        return _REASONS["closed"]
    if localhost is not None:
        return _REASONS["localhost" if localhost else "no-localhost"]
    if "late" in outcomes.values():
        return _REASONS["late"]
    if outcomes.get("proc") == "read":
        return _REASONS["ipv6"]
    if last.outcome == "failed":
        return f"it could not be tried: {last.told}", "try again, or in another way"
    return None
