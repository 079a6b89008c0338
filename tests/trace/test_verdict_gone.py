"""What a pod that is gone, or that is in no slice, does to a verdict."""

from datetime import timedelta
from typing import Any

import pytest

from kubectl_porttrace.model.endpointslice import CONTROLLER, Endpoint
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.trace.verdict import Verdict
from tests.build import NOW, container, endpoint, endpoint_slice, headless, pod, port, service, traced
from tests.trace.bare import BALANCED, INSIDE, LEAVING_0, ON_0, PLAIN


def naming(number: int, **fields: Any) -> Endpoint:
    """A ready endpoint of a pod that was not read."""
    reference = ObjectReference(kind="Pod", name=f"gone-{number}", namespace="shop")
    return endpoint(f"10.0.1.{number}", target_ref=reference, **{"node_name": "node-0", **fields})


@pytest.mark.parametrize(
    ("entries", "spec", "word"),
    [
        pytest.param([naming(1)], {}, "broken", id="all-gone"),
        pytest.param([naming(1), ON_0], {}, "partial", id="one-gone"),
        pytest.param([naming(1, ready=False), ON_0], {}, "wired", id="one-gone-that-was-not-ready"),
        pytest.param([naming(1), LEAVING_0], {}, "broken", id="a-ready-one-that-is-gone-keeps-the-fallback-away"),
        pytest.param([naming(1)], INSIDE, "broken", id="all-gone-local"),
        pytest.param([naming(1), ON_0], INSIDE, "partial", id="one-gone-on-the-same-node"),
        pytest.param([naming(1), ON_0], BALANCED, "partial", id="one-gone-behind-a-load-balancer"),
        pytest.param([naming(1)], {"clusterIP": "None"}, "broken", id="all-gone-headless"),
        pytest.param([naming(1), ON_0], {"clusterIP": "None"}, "partial", id="one-gone-headless"),
    ],
)
def test_a_pod_that_is_gone_serves_nobody(entries: list[Endpoint], spec: dict[str, Any], word: str) -> None:
    asked = service({"port": 8080}, selector={}, **spec)
    subject = traced(asked, endpoint_slice([PLAIN], *entries), complete_namespaces=frozenset({"shop"}))
    assert subject.ports[0].verdict.word == word
    assert traced(asked, endpoint_slice([PLAIN], *entries)).ports[0].verdict.word == "wired"


@pytest.mark.parametrize(
    ("entries", "word"), [([naming(1)], "broken"), ([naming(1), ON_0], "partial"), ([ON_0], "wired")]
)
def test_a_headless_service_without_ports_and_pods_that_are_gone(entries: list[Endpoint], word: str) -> None:
    asked = headless(ports=[], selector={})
    subject = traced(asked, endpoint_slice([], *entries), complete_namespaces=frozenset({"shop"}))
    assert subject.verdict.word == word


@pytest.mark.parametrize(("seconds", "word"), [(3, "wired"), (3600, "broken")])
def test_the_controller_gets_a_moment_to_take_a_pod_out_that_is_gone(seconds: int, word: str) -> None:
    left = endpoint_slice([PLAIN], naming(1), managed_by=CONTROLLER)
    new = pod(created=NOW - timedelta(seconds=seconds))
    complete = frozenset({"shop"})
    subject = traced(service({"port": 80}), new, left, published=False, complete_namespaces=complete)
    assert subject.ports[0].verdict.word == word


def test_what_a_selector_left_over_leaves_nobody_out() -> None:
    before = traced(service({"port": 80, "targetPort": "http"}), pod(container(port(8080, "http"))), pod())
    after = traced(service({"port": 80, "targetPort": "http"}, selector={}), *(before.slices or ()))
    assert (before.verdict.word, after.verdict.word) == ("partial", "wired")


def test_a_pod_left_out_is_partial_and_all_left_out_is_broken() -> None:
    of = service({"port": 80, "targetPort": "http"})
    having = pod(container(port(8080, "http")))
    assert traced(of, having, pod()).verdict is Verdict.PARTIAL
    assert traced(of, pod()).verdict is Verdict.BROKEN
    assert traced(of, having, pod(ready=False)).verdict is Verdict.WIRED
