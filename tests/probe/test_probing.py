"""In which order, how often and for how long is tried, and what becomes of it in the Snapshot."""

import json
import threading
from collections.abc import Callable
from time import monotonic
from typing import Any

import pytest

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.probe.attempts import announcement, with_attempts
from kubectl_porttrace.probe.probing import Mode, probe
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.files.documents import Document
from kubectl_porttrace.read.files.recording import recorded_snapshot, saved
from kubectl_porttrace.read.login.channels import Channels
from kubectl_porttrace.trace.listening.wanted import NumberWanted
from tests.build import cluster, pod, service
from tests.probe.test_proxy import DIALLED, TRIED, said

WEB = pod(name="web-0", ips=["10.0.0.1"])
REFUSED = said(f"{DIALLED}connect: connection refused")
PLAIN = said(f"{TRIED}tls: first record does not look like a TLS handshake")
BARRED = said('pods "web-0" is forbidden: User "x" cannot get resource "pods/proxy"', 403)


class Fake:
    """A server whose proxy answers by number, and whose port-forward has no words but those of a refusal."""

    def __init__(self, *answers: HttpAnswer, forward: HttpAnswer | None = None) -> None:
        self.answers = list(answers)
        self.forward = forward or said("connection refused", 500)
        self.asked: list[str] = []
        self.at_once = 0
        self.most = 0
        self._lock = threading.Lock()
        self.wait: Callable[[], object] = lambda: None

    def try_once(self, path: str, _seconds: float) -> HttpAnswer:
        self._enter(path)
        try:
            return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        finally:
            self._leave()

    def open_channels(self, path: str, _seconds: float) -> Channels | HttpAnswer:
        self._enter(path)
        self._leave()
        return self.forward

    def _enter(self, path: str) -> None:
        with self._lock:
            self.asked.append(path.removeprefix("/api/v1/namespaces/shop/pods/"))
            self.at_once += 1
            self.most = max(self.most, self.at_once)
        self.wait()

    def _leave(self) -> None:
        with self._lock:
            self.at_once -= 1


def want(number: int = 8080, of: Pod = WEB, others: tuple[int, ...] = ()) -> NumberWanted:
    return NumberWanted(of, number, "TCP", others)


PROXY, FORWARD = "https:web-0:8080/proxy/", "web-0/portforward?ports=8080"


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        pytest.param([PLAIN], [PROXY], id="settled-at-once"),
        pytest.param([said(f"{TRIED}EOF")], [PROXY, FORWARD], id="closed"),
        pytest.param([REFUSED], [PROXY, FORWARD], id="refused"),
        pytest.param([BARRED], [PROXY, FORWARD], id="forbidden"),
    ],
)
def test_the_order(answers: list[HttpAnswer], asked: list[str]) -> None:
    server = Fake(*answers)
    probe(server, [want()], "proxy")
    assert server.asked == asked


def test_what_may_not_be_tried_is_tried_once() -> None:
    server = Fake(BARRED)
    attempts = probe(server, [want(), want(8081), want(8082), want(8083), want(8084), want(8085)], "proxy")
    assert sum(each.method == "proxy" for each in attempts) <= 4


def test_port_forward_alone() -> None:
    server = Fake(PLAIN)
    probe(server, [want()], "forward")
    assert server.asked == [FORWARD]


def test_four_at_once() -> None:
    server = Fake(PLAIN)
    gate = threading.Barrier(4, timeout=120)
    server.wait = gate.wait
    probe(server, [want(number) for number in range(1, 9)], "proxy")
    assert server.most == 4


@pytest.mark.parametrize("mode", ["proxy", "forward", "proc"])
def test_it_ends_in_time(mode: Mode) -> None:
    server = Fake(PLAIN)
    server.wait = lambda: threading.Event().wait(600)
    begun = monotonic()
    running = pod(name="web-0", status={"containerStatuses": [{"name": "app", "state": {"running": {}}}]})
    attempts = probe(server, [want(number, running) for number in range(1, 20)], mode, 0.5)
    assert monotonic() - begun < 60.0
    assert {each.outcome for each in attempts} == {"late"}


def test_a_server_that_breaks_off_is_no_answer() -> None:
    server = Fake(PLAIN)

    def fail() -> None:
        raise UnreachableError("it broke off", "try again")

    server.wait = fail
    assert {each.outcome for each in probe(server, [want()], "proxy")} == {"failed"}


def with_facts(server: Fake, *wanted: NumberWanted, mode: Mode = "proxy") -> tuple[Any, list[str]]:
    lines: list[str] = []
    return with_attempts(server, cluster(service(), WEB), wanted, mode, lines.append), lines


def test_what_is_forbidden_is_told_with_verb_and_role() -> None:
    snapshot, _ = with_facts(Fake(BARRED, forward=said("cannot create pods/portforward", 403)), want())
    told = {each.resource: each.message for each in snapshot.unread}
    assert told == {
        "pods/proxy": "the right to get pods/proxy is missing: ask for the ClusterRole porttrace-probe of the README",
        "pods/portforward": "the right to create pods/portforward is missing: ask for the ClusterRole porttrace-probe "
        "of the README",
    }
    assert {(each.namespace, each.reason) for each in snapshot.unread} == {("shop", "forbidden")}


def test_it_is_said_before_it_is_done() -> None:
    server = Fake(PLAIN)
    asked_before: list[int] = []
    with_attempts(server, cluster(WEB), [want()], "proxy", lambda _line: asked_before.append(len(server.asked)))
    assert asked_before == [0]


@pytest.mark.parametrize("mode", ["proxy", "forward", "proc"])
def test_what_is_said(mode: Mode) -> None:
    line = announcement([want(), want(3000)], mode)
    assert line.startswith("--probe")
    assert "1 pod" in line
    assert "\n" not in line


def test_nothing_is_said_or_done_where_nothing_is_open() -> None:
    snapshot, lines = with_facts(Fake(PLAIN))
    assert (lines, snapshot.attempts) == ([], ())


def test_what_was_tried_is_saved_and_read_back() -> None:
    snapshot, _ = with_facts(Fake(REFUSED), want())
    document = Document(file="saved", number=0, value=json.loads(saved(snapshot)))
    assert recorded_snapshot(document, snapshot.source).attempts == snapshot.attempts
    assert len(snapshot.attempts) == 2
