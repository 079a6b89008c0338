"""Every kind of listener in a pod, told by each way of trying through a real API server, and what each sends."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest

from kubectl_porttrace.checked_options import checked
from kubectl_porttrace.cli import _spelt_out
from kubectl_porttrace.options import Options
from kubectl_porttrace.read.login.flags import ConnectionFlags
from kubectl_porttrace.render import render
from kubectl_porttrace.render.screen import Screen
from kubectl_porttrace.sessions.opening import open_session
from tests.probe.cases import CASES, POD, RANDOM_PODS, Case
from tests.probe.kubelet import NAMESPACE
from tests.probe.stage import UDP, Listener, Stage

pytestmark = [pytest.mark.cluster, pytest.mark.xdist_group("probe")]

EACH = pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
MODES = ("proxy", "forward", "proc")


@dataclass(frozen=True)
class Seen:
    """The report on one case, and what its programs received."""

    report: dict[str, Any]
    received: dict[int, tuple[int, str]]

    def backend(self, protocol: str = "TCP") -> dict[str, Any]:
        """The backend of IPv4 behind the port of a protocol."""
        (port,) = [each for each in self.report["services"][0]["ports"] if each["protocol"] == protocol]
        (backend,) = port["backends"]
        return dict(backend)

    @property
    def codes(self) -> frozenset[str]:
        """The codes of family L that concern port 80, what follows from others among them."""
        concerned = (each for each in self.report["findings"] if any(port["port"] == 80 for port in each["ports"]))
        told = (below["code"] for each in concerned for below in (each, *each["consequences"]))
        return frozenset(code for code in told if code.startswith("PTL"))


def policy(case: Case) -> dict[str, Any]:
    selector = {"matchLabels": {"app": case.name}}
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": case.name},
        "spec": {"podSelector": selector, "policyTypes": ["Ingress"]},
    }


def ingress(service: str, protocol: str) -> dict[str, Any]:
    """An Ingress of a controller that is not known, whose annotation says what is spoken to the pods."""
    annotations = {"nginx.ingress.kubernetes.io/backend-protocol": protocol}
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "Ingress",
        "metadata": {"name": "speaking", "annotations": annotations},
        "spec": {"defaultBackend": {"service": {"name": service, "port": {"number": 80}}}},
    }


@pytest.fixture(scope="module")
def playing(stage: Stage) -> Iterator[Stage]:
    """The stage with every case in its pod."""
    for case in CASES:
        place = stage[case.name]
        stage.set_filter(place, case.filtered)
        if case.policy:
            path = f"/apis/networking.k8s.io/v1/namespaces/{NAMESPACE}/networkpolicies"
            stage.cluster.api().request("POST", path, policy(case))
    yield stage
    for case in CASES:
        stage.set_filter(stage[case.name], None)


def seen(stage: Stage, case: Case, mode: str | None) -> Seen:
    """What is said of a case after trying it, with programs that have received nothing yet."""
    place = stage[case.name]
    addressed = [(each, place.ipv4 if each.address == POD else each.address) for each in case.listeners]
    stage.listen(place, *(type(each)(each.kind, address, each.number, each.only6) for each, address in addressed))
    flags = ConnectionFlags(kubeconfig=stage.kubeconfig)
    options = checked(Options(probe=mode, quiet=True, connection=flags), (case.name,))
    session = open_session(options)
    report = session.diagnose(session.probe(session.settle()))
    session.close()
    document = json.loads(render(report, "json", Screen(width=80)))
    return Seen(document, stage.received(place))


@pytest.fixture(scope="module")
def all_seen(playing: Stage) -> Mapping[tuple[str, str], Seen]:
    """Every case by every way, a few at a time."""
    wanted = [(case, mode) for mode in MODES for case in CASES]
    found: dict[tuple[str, str], Seen] = {}
    for mode in MODES:
        # What a program received is of one way: the next begins when all of this one are seen.
        with ThreadPoolExecutor(4) as pool:
            tasks = {(case.name, mode): pool.submit(partial(seen, playing, case, mode)) for case in CASES}
        found |= {key: task.result() for key, task in tasks.items()}
    assert len(found) == len(wanted)
    return found


@EACH
def test_by_the_proxy(all_seen: Mapping[tuple[str, str], Seen], case: Case) -> None:
    told = all_seen[case.name, "proxy"]
    backend = told.backend()
    assert (backend["listening"], backend["listeningOnLocalhost"]) == case.proxy, told.report["probes"]
    assert told.codes == case.codes


@EACH
def test_by_port_forward(all_seen: Mapping[tuple[str, str], Seen], case: Case) -> None:
    told = all_seen[case.name, "forward"]
    backend = told.backend()
    assert (backend["listening"], backend["listeningOnLocalhost"]) == ("unknown", case.forward), told.report["probes"]


@EACH
def test_by_sockets(all_seen: Mapping[tuple[str, str], Seen], case: Case) -> None:
    told = all_seen[case.name, "proc"]
    assert told.backend()["listening"] == case.proc, told.report["probes"]
    assert told.codes - {"PTL09"} == (case.codes if case.proc_codes is None else case.proc_codes) - {"PTL09"}


@EACH
def test_udp_is_told_by_sockets_alone(all_seen: Mapping[tuple[str, str], Seen], case: Case) -> None:
    listens = any(each.kind == "udp" and each.number == UDP for each in case.listeners)
    told = "unknown" if case.proc == "unknown" else "yes" if listens else "no"
    assert all_seen[case.name, "proc"].backend("UDP")["listening"] == told
    assert all_seen[case.name, "proxy"].backend("UDP")["listening"] == "unknown"
    assert all_seen[case.name, "forward"].backend("UDP")["listening"] == "unknown"


@EACH
def test_no_program_gets_a_request_unless_it_speaks_tls(all_seen: Mapping[tuple[str, str], Seen], case: Case) -> None:
    for connections, came in all_seen[case.name, "proxy"].received.values():
        handshake = not came or came[:2] == "\x16\x03"
        assert came.startswith("GET / ") if case.name == "tls" else handshake, (connections, came)


@EACH
def test_a_port_forward_sends_nothing(all_seen: Mapping[tuple[str, str], Seen], case: Case) -> None:
    for connections, came in all_seen[case.name, "forward"].received.values():
        assert connections <= 1
        assert came == ""


def test_what_is_open_instead_is_named(all_seen: Mapping[tuple[str, str], Seen]) -> None:
    (finding,) = [each for each in all_seen["elsewhere", "proxy"].report["findings"] if each["code"] == "PTL05"]
    assert finding["severity"] == "error"
    assert "3000 is open" in finding["message"]


@pytest.mark.parametrize(
    ("kind", "written", "told"),
    [("tls", "HTTP", True), ("tls", "HTTPS", False), ("http", "HTTPS", True), ("http", "HTTP", False)],
)
def test_an_ingress_that_speaks_otherwise_is_told(playing: Stage, kind: str, written: str, told: bool) -> None:  # noqa: FBT001
    case = Case(RANDOM_PODS[1], (Listener(kind, "0.0.0.0"),), ("yes", None), "yes")  # noqa: S104
    playing.namespace.create(ingress(case.name, written))
    try:
        report = seen(playing, case, "proxy").report
    finally:
        playing.namespace.delete("Ingress", "speaking")
    found = [each for each in report["findings"] if each["code"] == "PTL10"]
    assert [each["subject"]["kind"] for each in found] == (["Ingress"] if told else [])


def test_only_sockets_tell_loopback_from_a_firewall(all_seen: Mapping[tuple[str, str], Seen]) -> None:
    found = {
        (name, mode): each["certainty"]
        for (name, mode), seen_ in all_seen.items()
        for each in seen_.report["findings"]
        if each["code"] == "PTL06"
    }
    assert found == {
        **{(name, "proxy"): "likely" for name in ("loopback", "loopback-ipv6", "rejected-unsaid")},
        **{(name, "proc"): "certain" for name in ("loopback", "loopback-ipv6")},
    }


@pytest.mark.parametrize(("name", "said"), [("no-cat", "executable file not found"), ("cat-hangs", "no answer came")])
def test_what_keeps_sockets_from_being_read_is_said(
    all_seen: Mapping[tuple[str, str], Seen], name: str, said: str
) -> None:
    told = all_seen[name, "proc"]
    (finding,) = [each for each in told.report["findings"] if each["code"] == "PTL09" and _is_of(each, 80)]
    assert said in finding["message"]


def _is_of(finding: dict[str, Any], number: int) -> bool:
    return any(port["port"] == number for port in finding["ports"])


def test_a_pod_on_the_hosts_network_answers_for_its_node(all_seen: Mapping[tuple[str, str], Seen]) -> None:
    assert all_seen["host", "proxy"].backend()["hostNetwork"] is True


def test_probe_alone_is_the_default_way() -> None:
    assert _spelt_out(["web", "--probe", "--", "--probe"]) == ["web", "--probe=proxy", "--", "--probe"]
