"""When the API server is asked to pack what it sends."""

import pytest

from kubectl_porttrace.read.login.compression import LONG, NARROW, NEAR, Compression

HERE = "https://127.0.0.1:6443"


@pytest.mark.parametrize("url", [HERE, "https://[::1]:6443", "https://localhost", "http://127.1.2.3:8001/k8s"])
def test_what_this_machine_sends_itself_is_not_packed(url: str) -> None:
    asked = Compression(url)
    assert asked.accepted == "gzip", "it has yet to be seen that there is no tunnel behind it"
    asked.answered(NEAR / 2)
    assert asked.accepted == "identity"
    asked.answered(10 * NEAR)
    assert asked.accepted == "identity", "it was busy"
    asked.received(LONG, LONG / NARROW, packed=False)
    assert asked.accepted == "identity", "as much comes in a second as packing lets through"
    asked.received(LONG - 1, 10.0, packed=False)
    assert asked.accepted == "identity", "what is short says nothing of the way"


def test_what_comes_slowly_from_nearby_is_packed_from_then_on() -> None:
    asked = Compression(HERE)
    asked.answered(NEAR / 2)
    asked.received(LONG, 1.1 * LONG / NARROW, packed=True)
    assert asked.accepted == "identity", "it took the server long to pack it"
    asked.received(LONG, 1.1 * LONG / NARROW, packed=False)
    assert asked.accepted == "gzip"
    asked.answered(NEAR / 2)
    assert asked.accepted == "gzip", "the way is as narrow as it was"


def test_the_fastest_answer_tells_how_wide_the_way_is() -> None:
    asked = Compression(HERE)
    asked.answered(NEAR / 2)
    asked.received(LONG, LONG / NARROW / 3, packed=False)
    asked.received(LONG, 10 * LONG / NARROW, packed=False)
    assert asked.accepted == "identity", "the program was busy when the second came"

    asked = Compression(HERE)
    asked.answered(NEAR / 2)
    asked.received(LONG, 2 * LONG / NARROW, packed=False)
    assert asked.accepted == "gzip"
    asked.received(LONG, LONG / NARROW / 3, packed=False)
    assert asked.accepted == "identity", "this was on its way when the first had come"


@pytest.mark.parametrize(
    ("url", "seconds"),
    [
        pytest.param(HERE, NEAR, id="a-tunnel"),
        pytest.param("https://10.0.0.1:6443", 0.0, id="another-machine"),
        pytest.param("https://example.com", 0.0, id="a-name"),
        pytest.param("https://localhost.example.com", 0.0, id="another-name"),
    ],
)
def test_what_comes_from_elsewhere_is_packed(url: str, seconds: float) -> None:
    asked = Compression(url)
    asked.answered(seconds)
    assert asked.accepted == "gzip"


def test_a_kubeconfig_may_rule_it_out() -> None:
    assert Compression("https://example.com", disabled=True).accepted == "identity"
