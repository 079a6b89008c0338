"""Random programs in pods: no wrong "nothing listens" and no wrong "listens", whichever way is tried.

What is true is what connections of our own come to: from this machine to the pod's address, as a client's, and inside
the pod to localhost. `PORTTRACE_PROBE_ROUNDS` makes more rounds than the suite does, each of all pods there are.
"""

from __future__ import annotations

import os
import random
from collections import Counter
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from kubectl_porttrace.checked_options import checked
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.options import Options
from kubectl_porttrace.probe.probing import Mode, probe
from kubectl_porttrace.read.login.connection import Connection, connect
from kubectl_porttrace.read.login.flags import ConnectionFlags
from kubectl_porttrace.sessions.opening import open_session
from kubectl_porttrace.trace.listening.evidence import listening_at
from kubectl_porttrace.trace.listening.wanted import Probed, all_wanted
from kubectl_porttrace.trace.service import trace_service
from tests.probe.cases import RANDOM_PODS
from tests.probe.kubelet import NAMESPACE
from tests.probe.network import ProbedPod
from tests.probe.stage import Listener, Stage, connects

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("probe")]

ROUNDS = int(os.environ.get("PORTTRACE_PROBE_ROUNDS", "4"))
KINDS = ("http", "http", "tls", "speaks-first", "closes", "resets", "slow", "silent")
HALF_A_MINUTE = 30.0


def random_listeners(random_: random.Random, place: ProbedPod) -> tuple[Listener, ...]:
    """Programs on the number that the Service sends to, beside it, on other addresses, of another protocol, or none."""
    found: dict[tuple[str, int], Listener] = {}
    for _ in range(random_.choice((0, 1, 1, 1, 2))):
        number = random_.choice((8080, 8080, 3000, 9090))
        kind = random_.choice((*KINDS, "udp"))
        # A program of another address of the same number would be in the way of one for any address.
        if any(each.number == number and (each.kind == "udp") == (kind == "udp") for each in found.values()):
            continue
        address = random_.choice(("0.0.0.0", "0.0.0.0", "::", "127.0.0.1", place.ipv4, place.ipv6))  # noqa: S104
        only6 = address == "::" and random_.random() < 0.5
        found[address, number] = Listener(kind, address, number, only6)
    return tuple(found.values())


def read(stage: Stage) -> tuple[Connection, Snapshot]:
    """The cluster as it is, once: what listens is not in it."""
    flags = ConnectionFlags(kubeconfig=stage.kubeconfig)
    session = open_session(checked(Options(connection=flags), ()))
    snapshot = session.settle().snapshot
    session.close()
    return connect(flags, {}), snapshot


def disagreements(snapshot: Snapshot, places: Sequence[ProbedPod]) -> tuple[list[str], Counter[str]]:
    """What is said of the number 8080 of some pods and is not so, and how often each word was said."""
    wrong, words = [], Counter[str]()
    for place in places:
        service = snapshot.service(NAMESPACE, place.name)
        assert service is not None
        traced = trace_service(snapshot, service)
        (backend,) = traced.ports[0].backends
        said = listening_at(snapshot, backend, "TCP")
        words[said.word] += 1
        address, localhost = connects(place.ipv4, 8080), connects("127.0.0.1", 8080, place.path)
        allowed = {
            # A program that is slow to accept answers no connection, and refuses none.
            "yes": address in {"open", "late"},
            "no": address == "refused",
            "loopback": address == "refused" and localhost in {"open", "late"},
            "unreachable": False,
            "unknown": True,
        }
        if not allowed[said.word] or (said.localhost is True and localhost == "refused"):
            tried = [(each.method, each.outcome, each.told) for each in snapshot.attempts_on(backend.pod)]  # type: ignore[arg-type]
            wrong.append(f"{place.name}: said {said}, and the address is {address}, localhost {localhost}: {tried}")
    return wrong, words


@pytest.mark.parametrize("mode", ["proxy", "forward", "proc"])
def test_nothing_wrong_is_said(stage: Stage, mode: Mode) -> None:
    random_ = random.Random(f"{mode} {os.environ.get('PORTTRACE_PROBE_SEED', '2026')}")  # noqa: S311 - the same each time
    connection, snapshot = read(stage)
    places = [stage[name] for name in RANDOM_PODS]
    services = [snapshot.service(NAMESPACE, place.name) for place in places]
    words: Counter[str] = Counter()
    for _ in range(ROUNDS):
        for place in places:
            stage.listen(place, *random_listeners(random_, place))
        traced = [trace_service(snapshot, service) for service in services if service is not None]
        wanted = tuple(all_wanted((Probed(each, each.ports) for each in traced), frozenset({"TCP"})))
        assert len(wanted) == len(places)
        attempts = probe(connection, wanted, mode, HALF_A_MINUTE)
        wrong, said = disagreements(replace(snapshot, attempts=attempts), places)
        assert wrong == []
        words += said
    assert words.total() == ROUNDS * len(places)
    if mode != "forward":
        # Or nothing would be proven by nothing being wrong.
        assert words["yes"] > ROUNDS
        assert words["no"] > ROUNDS
        assert words["loopback"] > 0
    for place in places:
        stage.listen(place)
