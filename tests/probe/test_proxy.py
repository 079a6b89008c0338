"""What each answer of the API server's proxy says."""

import json
from time import monotonic

import pytest

from kubectl_porttrace.probe.proxy import try_proxy, understood
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from tests.build import pod
from tests.probe.scripted import Behaviour, answer, hang, serving

WEB = pod(name="web-0", namespace="shop", ips=["10.0.0.1"])
TRIED = "error trying to reach service: "
DIALLED = f"{TRIED}dial tcp 10.0.0.1:8080: "


def said(message: str, code: int = 503) -> HttpAnswer:
    body = json.dumps({"kind": "Status", "apiVersion": "v1", "message": message, "code": code}).encode()
    return HttpAnswer(code, body, "application/json", audited=True)


@pytest.mark.parametrize(
    ("message", "outcome"),
    [
        (f"{DIALLED}connect: connection refused", "refused"),
        (f"{DIALLED}connect: connection reset by peer", "closed"),
        (f"{DIALLED}i/o timeout", "unreachable"),
        (f"{DIALLED}connect: no route to host", "unreachable"),
        (f"{DIALLED}connect: network is unreachable", "unreachable"),
        (f"{DIALLED}connect: invalid argument", "failed"),
        (f"{TRIED}dial tcp 10.0.0.2:8080: connect: connection refused", "failed"),
        (f"{TRIED}dial tcp 10.0.0.1:8081: connect: connection refused", "failed"),
        (f"{TRIED}dial tcp 127.0.0.1:8131: connect: connection refused", "failed"),
        (f"{TRIED}proxyconnect tcp: dial tcp 10.0.0.1:3128: connect: connection refused", "failed"),
        (f"{TRIED}proxy error from 127.0.0.1:8131 while dialing 10.0.0.1:8080, code 503: connection refused", "failed"),
        (f"{TRIED}tls: first record does not look like a TLS handshake", "plain"),
        (f"{TRIED}http: server gave HTTP response to HTTPS client", "http"),
        (f"{TRIED}net/http: TLS handshake timeout", "silent"),
        (f'{TRIED}net/http: HTTP/1.x transport connection broken: malformed HTTP response "x"', "tls"),
        (f"{TRIED}remote error: tls: handshake failure", "tls"),
        (f"{TRIED}EOF", "closed"),
        (f"{TRIED}read tcp 10.0.0.9:1->10.0.0.1:8080: read: connection reset by peer", "closed"),
        (f"{TRIED}something new", "failed"),
        (f"a program says: {DIALLED}connect: connection refused", "failed"),
        ('pods "web-0" not found', "failed"),
        ("address not allowed", "failed"),
    ],
)
def test_errors_of_the_connection(message: str, outcome: str) -> None:
    assert understood(said(message), "10.0.0.1", 8080).outcome == outcome


def test_an_address_of_ipv6() -> None:
    message = f"{TRIED}dial tcp [fd00::1]:8080: connect: connection refused"
    assert understood(said(message), "fd00::1", 8080).outcome == "refused"


@pytest.mark.parametrize(
    ("answered", "outcome"),
    [
        pytest.param(HttpAnswer(200, b"ok", "text/plain", audited=True), "tls", id="200"),
        pytest.param(HttpAnswer(404, b"", "text/html", audited=True), "tls", id="404"),
        pytest.param(HttpAnswer(302, b"", "", audited=True), "tls", id="302"),
        pytest.param(HttpAnswer(200, b'{"kind": "List"}', "application/json", audited=True), "tls", id="JSON"),
        pytest.param(HttpAnswer(429, b"Too many requests", "text/plain", audited=True), "failed", id="overloaded"),
        pytest.param(HttpAnswer(503, b"shutting down", "text/plain", audited=True), "failed", id="shutting-down"),
        pytest.param(HttpAnswer(400, b'{"kind": "Sta', "application/json", audited=True), "failed", id="cut-short"),
        pytest.param(HttpAnswer(504, b"<html>", "text/html"), "failed", id="a-proxy-in-front"),
        pytest.param(HttpAnswer(200, b"login", "text/html"), "failed", id="a-login-page-in-front"),
        pytest.param(
            said('pods "web-0" is forbidden: User "x" cannot get resource "pods/proxy" in API group ""', 403),
            "forbidden",
            id="403",
        ),
        pytest.param(said('forbidden: User "system:anonymous" cannot get path "/"', 403), "tls", id="403-of-a-program"),
        pytest.param(said('admission webhook "guard" denied the request: no', 403), "forbidden", id="403-of-a-webhook"),
        pytest.param(said("Unauthorized", 401), "failed", id="401"),
    ],
)
def test_answers(answered: HttpAnswer, outcome: str) -> None:
    assert understood(answered, "10.0.0.1", 8080).outcome == outcome


@pytest.mark.parametrize(
    ("behaviour", "outcome"),
    [
        pytest.param(answer("200 OK", b"fine", "text/plain"), "tls", id="a-program"),
        pytest.param(answer("307 Temporary Redirect", b"", "text/plain"), "tls", id="a-redirect-is-not-followed"),
        pytest.param(answer("200 OK", b"fine", "text/plain", audited=False), "failed", id="somebody-else"),
        pytest.param(lambda client, _: client.close(), "failed", id="closes-at-once"),
        pytest.param(lambda client, _: client.sendall(b"nonsense\r\n\r\n"), "failed", id="no-HTTP"),
        pytest.param(hang, "late", id="hangs"),
    ],
)
def test_v58_one_request_by_the_number_of_the_port_and_no_other(behaviour: Behaviour, outcome: str) -> None:
    begun = monotonic()
    with serving(behaviour) as (connection, requests):
        found = try_proxy(connection, WEB, 8080, 1.0 if outcome == "late" else 120.0)
    assert found.outcome == outcome, found
    assert monotonic() - begun < 60.0
    assert requests == ["GET /api/v1/namespaces/shop/pods/https:web-0:8080/proxy/ HTTP/1.1"]
