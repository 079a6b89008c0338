"""What the tables of sockets say, and what is made of a command that cannot be run."""

import json

import pytest

from kubectl_porttrace.model.attempt import Socket
from kubectl_porttrace.probe.proc import parsed, try_proc
from tests.build import LONG_AGO, pod
from tests.probe.scripted import CLOSE, Behaviour, answer, frame, hang, serving, upgrade

RUNNING = {"name": "app", "state": {"running": {"startedAt": LONG_AGO}}}
WEB = pod(name="web-0", namespace="shop", ips=["10.0.0.1"], status={"containerStatuses": [RUNNING]})
TCP = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"
UDP = TCP.replace("inode", "inode ref pointer drops")
TCP6 = TCP.replace("rem_address", "remote_address")
UDP6 = UDP.replace("rem_address", "remote_address")
ROW = "   0: {} {} {} 00000000:00000000 00:00000000 00000000     0        0 1 1 0 100 0 0 10 0\n"
NOBODY, NOBODY6 = "00000000:0000", f"{'0' * 32}:0000"


def row(local: str, state: str = "0A", remote: str = NOBODY) -> str:
    return ROW.format(local, remote, state)


@pytest.mark.parametrize(
    ("printed", "found"),
    [
        pytest.param(TCP + row("00000000:1F90"), [Socket("TCP", "0.0.0.0", 8080)], id="any"),  # noqa: S104
        pytest.param(TCP + row("0100007F:1F90"), [Socket("TCP", "127.0.0.1", 8080)], id="loopback"),
        pytest.param(TCP + row("0600F40A:1F90"), [Socket("TCP", "10.244.0.6", 8080)], id="the-pods-address"),
        pytest.param(TCP + row("0600F40A:1F90", "01", "0700F40A:C350"), [], id="a-connection"),
        pytest.param(TCP6 + row(f"{'0' * 32}:1F90"), [Socket("TCP", "::", 8080)], id="any-of-ipv6"),
        pytest.param(TCP6 + row(f"{'0' * 24}01000000:1F90"), [Socket("TCP", "::1", 8080)], id="loopback-of-ipv6"),
        pytest.param(
            TCP6 + row("000000FD000000000000000001000000:1F90"), [Socket("TCP", "fd00::1", 8080)], id="of-ipv6"
        ),
        pytest.param(
            TCP6 + row("0000000000000000FFFF00000100007F:1F90"),
            [Socket("TCP", "127.0.0.1", 8080)],
            id="ipv4-in-ipv6",
        ),
        pytest.param(UDP + row("00000000:0035", "07"), [Socket("UDP", "0.0.0.0", 53)], id="udp"),  # noqa: S104
        pytest.param(UDP + row("0600F40A:0035", "01"), [], id="udp-that-is-connected"),
        pytest.param(TCP + row("nonsense:1F90") + row("00000000:what"), [], id="nonsense"),
        pytest.param(row("00000000:1F90"), [], id="without-a-head"),
    ],
)
def test_sockets(printed: str, found: list[Socket]) -> None:
    assert list(parsed(printed)[1]) == found


def test_tables() -> None:
    assert parsed(TCP + TCP6 + UDP + UDP6)[0] == ("tcp", "tcp6", "udp", "udp6")
    assert parsed("cat: not found")[0] == ()


DONE = json.dumps({"metadata": {}, "status": "Success"}).encode()
ENDED = json.dumps({"status": "Failure", "reason": "NonZeroExitCode"}).encode()
PRINTED = frame(1, (TCP + row("00000000:1F90")).encode())
NO_CAT = json.dumps({"status": "Failure", "message": 'exec: "cat": executable file not found in $PATH'}).encode()


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [
        pytest.param(upgrade(PRINTED, frame(3, DONE), CLOSE), "read", id="printed"),
        pytest.param(upgrade(PRINTED[:40], 0.1, PRINTED[40:], frame(3, DONE), CLOSE), "read", id="in-pieces"),
        pytest.param(
            upgrade(PRINTED, frame(2, b"cat: /proc/net/tcp6: No such file or directory\n"), frame(3, ENDED), CLOSE),
            "read",
            id="without-ipv6",
        ),
        pytest.param(
            upgrade(PRINTED, frame(2, b"cat: /proc/net/tcp6: Permission denied\n"), frame(3, ENDED), CLOSE),
            "failed",
            id="not-all-may-be-read",
        ),
        pytest.param(upgrade(PRINTED, CLOSE), "failed", id="ended-before-the-command-did"),
        pytest.param(upgrade(PRINTED), "failed", id="broken-off"),
        pytest.param(upgrade(frame(3, NO_CAT), CLOSE), "failed", id="without-cat"),
        pytest.param(upgrade(frame(1, b"nonsense"), frame(3, DONE), CLOSE), "failed", id="no-tables"),
        pytest.param(upgrade(PRINTED, 5.0), "late", id="hangs-half-way"),
        pytest.param(hang, "late", id="hangs"),
        pytest.param(
            answer("403 Forbidden", b'{"kind": "Status", "message": "cannot create pods/exec"}'), "forbidden", id="403"
        ),
    ],
)
def test_what_comes_of_it(behaviour: Behaviour, outcome: str) -> None:
    with serving(behaviour) as (connection, requests):
        found = try_proc(connection, WEB, 1.0)
    assert found.outcome == outcome, found
    assert (found.sockets != ()) is (outcome == "read")
    (request,) = requests
    assert "/pods/web-0/exec?command=cat&command=%2Fproc%2Fnet%2Ftcp&" in request
    assert "container=app" in request


def test_a_pod_without_a_container_that_runs_is_not_asked() -> None:
    with serving(hang) as (connection, requests):
        assert try_proc(connection, pod(), 1.0).outcome == "failed"
    assert requests == []
