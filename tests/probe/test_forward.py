"""What a port-forward shows, and what is made of a server that misbehaves: bounded in time, and one word."""

import json
from time import monotonic

import pytest

from kubectl_porttrace.probe.forward import try_forward
from kubectl_porttrace.read.login.connection import connect
from kubectl_porttrace.read.login.flags import ConnectionFlags
from tests.build import pod
from tests.probe.scripted import CLOSE, PING, Behaviour, answer, frame, greeting, hang, serving, upgrade

WEB = pod(name="web-0", namespace="shop", ips=["10.0.0.1"])
REFUSED = b"failed to connect to localhost:8080 inside namespace: connect: connection refused"


def status(code: int, message: str) -> bytes:
    return json.dumps({"kind": "Status", "code": code, "message": message}).encode()


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [
        pytest.param(upgrade(greeting(), frame(0, b"220 mail")), "opened", id="the-program-speaks-first"),
        pytest.param(upgrade(greeting(), CLOSE), "opened", id="the-program-hangs-up"),
        pytest.param(upgrade(greeting(), frame(1, REFUSED), CLOSE), "refused", id="refused"),
        pytest.param(upgrade(greeting(), 0.5, frame(1, REFUSED)), "refused", id="refused-after-a-moment"),
        pytest.param(upgrade(greeting(), frame(1, b"E socat: Connection refused")), "refused", id="as-socat-says-it"),
        pytest.param(upgrade(greeting(), frame(1, b"x" * 300 + REFUSED)), "refused", id="in-many-words"),
        pytest.param(
            upgrade(greeting(), frame(1, b"read: connection reset by peer")), "opened", id="the-program-resets"
        ),
        pytest.param(upgrade(greeting(), frame(1, b"no such sandbox")), "failed", id="another-failure-of-the-node"),
        pytest.param(upgrade(frame(1, REFUSED)), "refused", id="without-a-greeting"),
        pytest.param(upgrade(), "failed", id="closed-at-once"),
        pytest.param(upgrade(CLOSE), "failed", id="farewell-at-once"),
        pytest.param(upgrade(greeting()), "failed", id="broken-off-after-the-greeting"),
        pytest.param(upgrade(frame(0, b"\x90\x1f"), CLOSE), "failed", id="half-a-greeting"),
        pytest.param(upgrade(600.0), "late", id="no-greeting"),
        pytest.param(upgrade(b"\x82\xff" + b"\xff" * 20), "failed", id="no-such-stream"),
        pytest.param(upgrade(b"\x82\x7f" + b"\x00\x00\x00\x10" * 2), "failed", id="more-than-there-can-be"),
        pytest.param(upgrade(greeting(), protocol="other"), "failed", id="another-protocol"),
        pytest.param(upgrade(greeting(), key="other"), "failed", id="an-answer-to-somebody-else"),
        pytest.param(hang, "late", id="hangs"),
        pytest.param(answer("403 Forbidden", status(403, "cannot create pods/portforward")), "forbidden", id="403"),
        pytest.param(answer("403 Forbidden", b"<html>", "text/html"), "failed", id="403-of-somebody-else"),
        pytest.param(answer("404 Not Found", status(404, "pods web-0 not found")), "failed", id="404"),
        pytest.param(answer("500 Internal Server Error", status(500, "no kubelet")), "failed", id="500"),
        pytest.param(answer("302 Found"), "failed", id="a-redirect-is-not-followed"),
    ],
)
def test_what_comes_of_it(behaviour: Behaviour, outcome: str, monkeypatch: pytest.MonkeyPatch) -> None:
    # Nothing here is silent for long but what never says a word, so what is slow is not taken for silent.
    monkeypatch.setattr("kubectl_porttrace.probe.forward.WAIT", 100.0)
    begun = monotonic()
    with serving(behaviour) as (connection, requests):
        found = try_forward(connection, WEB, 8080, 2.5 if outcome == "late" else 120.0)
    assert found.outcome == outcome, found
    assert monotonic() - begun < 60.0
    assert requests == ["GET /api/v1/namespaces/shop/pods/web-0/portforward?ports=8080 HTTP/1.1"]


@pytest.mark.parametrize("more", [(), (PING,)], ids=["silence", "a-ping-is-no-word"])
def test_silence_is_success(more: tuple[bytes, ...]) -> None:
    with serving(upgrade(greeting(), *more, 600.0)) as (connection, _):
        assert try_forward(connection, WEB, 8080, 120.0).outcome == "opened"


def test_a_server_that_is_not_there() -> None:
    connection = connect(ConnectionFlags(server="http://127.0.0.1:1"), {"KUBECONFIG": "/nowhere"})
    assert try_forward(connection, WEB, 8080, 1.0).outcome == "failed"
