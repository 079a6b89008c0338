from datetime import timedelta
from typing import Any

import pytest

from kubectl_porttrace.model.endpointslice import CONTROLLER, Endpoint, EndpointPort, EndpointSlice
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict, nodes_without_local, worst
from tests.build import NOW, container, endpoint, endpoint_slice, forbidden, headless, node, pod, port, service, traced

PLAIN = EndpointPort(port=8080)
PORT = {"port": 80, "targetPort": 8080}
INSIDE: dict[str, Any] = {"internalTrafficPolicy": "Local"}
OUTSIDE: dict[str, Any] = {"type": "NodePort", "externalTrafficPolicy": "Local"}
BALANCED: dict[str, Any] = {"type": "LoadBalancer", "externalTrafficPolicy": "Local"}
BOTH = ["IPv4", "IPv6"]


def bare(*entries: Endpoint | EndpointSlice, nodes: int = 1, unread: str = "", **spec: Any) -> TracedService:
    """A Service without a selector in front of these endpoints."""
    endpoint_slices = [entry for entry in entries if isinstance(entry, EndpointSlice)]
    loose = [entry for entry in entries if isinstance(entry, Endpoint)]
    return traced(
        service({"port": 80}, selector={}, **spec),
        *(node(f"node-{number}") for number in range(nodes)),
        *endpoint_slices,
        endpoint_slice([PLAIN], *loose),
        unread=[forbidden(unread)] if unread else [],
    )


ON_0 = endpoint("10.0.0.1", node_name="node-0")
ON_1 = endpoint("10.0.0.2", node_name="node-1")
NOWHERE = endpoint("10.0.0.3")
LEAVING_0 = endpoint("10.0.0.4", node_name="node-0", ready=False, terminating=True)
UNREADY = endpoint("10.0.0.5", node_name="node-0", ready=False, serving=False)
SIX = endpoint_slice([PLAIN], endpoint("fd00::1", node_name="node-0"), family="IPv6")


@pytest.mark.parametrize(
    ("subject", "word"),
    [
        pytest.param(bare(ON_0), "wired", id="a-usable-endpoint"),
        pytest.param(bare(ON_0, UNREADY), "wired", id="an-unready-one-beside-it"),
        pytest.param(bare(LEAVING_0), "wired", id="terminating-but-serving"),
        pytest.param(bare(UNREADY), "broken", id="none-usable"),
        pytest.param(bare(), "broken", id="none-at-all"),
        pytest.param(bare(ON_0, SIX, ipFamilies=BOTH), "wired", id="both-families"),
        pytest.param(bare(ON_0, ipFamilies=BOTH), "partial", id="one-family-of-two"),
        pytest.param(bare(ipFamilies=BOTH), "broken", id="neither-family"),
        pytest.param(bare(ON_0, **INSIDE), "wired", id="local-on-the-only-node"),
        pytest.param(bare(ON_0, nodes=2, **INSIDE), "partial", id="local-on-one-node-of-two"),
        pytest.param(bare(ON_0, ON_1, nodes=2, **INSIDE), "wired", id="local-on-both-nodes"),
        pytest.param(bare(LEAVING_0, ON_1, nodes=2, **INSIDE), "wired", id="local-and-terminating-counts-on-its-node"),
        pytest.param(bare(NOWHERE, **INSIDE), "broken", id="local-and-on-no-node"),
        pytest.param(bare(NOWHERE, **OUTSIDE), "partial", id="only-dead-from-outside"),
        pytest.param(
            bare(NOWHERE, **INSIDE, **OUTSIDE), "partial", id="local-to-no-node-but-for-pods-that-dial-theirs"
        ),
        pytest.param(bare(UNREADY, **INSIDE, **OUTSIDE), "broken", id="dead-from-both-sides"),
        pytest.param(bare(ON_1, **INSIDE), "broken", id="local-to-a-node-that-is-gone"),
        pytest.param(bare(ON_1, **OUTSIDE), "partial", id="outside-local-to-a-node-that-is-gone"),
        pytest.param(bare(ON_0, nodes=2, **OUTSIDE), "partial", id="outside-local-on-one-node-of-two"),
        pytest.param(bare(ON_0, nodes=2, externalTrafficPolicy="Local"), "wired", id="outside-without-an-outside"),
        pytest.param(bare(ON_0, nodes=2, **BALANCED), "wired", id="a-load-balancer-leaves-the-other-node-out"),
        pytest.param(bare(ON_0, nodes=2, externalIPs=["192.0.2.1"], **BALANCED), "partial", id="external-ips-do-not"),
        pytest.param(bare(NOWHERE, nodes=2, **BALANCED), "partial", id="a-load-balancer-finds-no-node"),
        pytest.param(bare(LEAVING_0, nodes=2, **BALANCED), "partial", id="its-health-check-counts-ready-ones-only"),
        pytest.param(
            bare(ON_0, endpoint_slice([EndpointPort(name="b", port=1)], ON_1), nodes=2, **BALANCED),
            "wired",
            id="its-health-check-counts-no-port-that-joins-none",
        ),
        pytest.param(bare(ON_0, nodes=2, unread="nodes", **BALANCED), "unknown", id="a-load-balancer-and-nodes-unread"),
        pytest.param(
            bare(
                ON_0, nodes=2, type="LoadBalancer", externalTrafficPolicy="Local", allocateLoadBalancerNodePorts=False
            ),
            "wired",
            id="outside-local-where-kube-proxy-opens-nothing",
        ),
        pytest.param(bare(ON_0, unread="nodes", **INSIDE), "unknown", id="local-with-nodes-unread"),
        pytest.param(bare(UNREADY, unread="nodes", **INSIDE), "broken", id="dead-whatever-the-nodes"),
        pytest.param(
            bare(UNREADY, endpoint("10.0.0.6", node_name="node-1", ready=False), NOWHERE, nodes=2, **INSIDE),
            "broken",
            id="a-node-of-an-unready-one-does-not-count",
        ),
        pytest.param(bare(NOWHERE, ON_0, **INSIDE), "wired", id="one-of-two-has-a-node"),
        pytest.param(bare(endpoint_slice([EndpointPort(port=65535)], ON_0)), "wired", id="the-highest-port"),
        pytest.param(
            bare(ON_0, endpoint_slice([EndpointPort(port=70000)], endpoint("10.0.0.9"))), "unknown", id="port-too-high"
        ),
        pytest.param(
            bare(ON_0, endpoint_slice([PLAIN], endpoint("10.0.0.1", node_name="node-0", ready=False))),
            "unknown",
            id="contradictory-duplicates",
        ),
        pytest.param(
            bare(ON_0, labels={"service.kubernetes.io/service-proxy-name": ""}), "unknown", id="not-kube-proxys"
        ),
    ],
)
def test_proxied(subject: TracedService, word: str) -> None:
    assert subject.ports[0].verdict.word == word


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


@pytest.mark.parametrize(
    ("subject", "word"),
    [
        pytest.param(traced(headless(port_), pod()), word, id=name)
        for port_, word, name in (
            ({"port": 8080}, "wired", "same-number"),
            ({"port": 80, "targetPort": 8080}, "partial", "no-proxy-translates"),
            ({"port": 80, "targetPort": "http"}, "partial", "name-not-found"),
        )
    ]
    + [
        pytest.param(traced(headless({"port": 8080}), pod(ready=False)), "broken", id="none-ready"),
        pytest.param(traced(headless({"port": 8080}, ipFamilies=BOTH), pod()), "partial", id="one-family-of-two"),
        pytest.param(
            traced(headless({"port": 8080}, ipFamilies=BOTH), pod(ips=["10.0.0.1", "fd00::1"])),
            "wired",
            id="both-families",
        ),
        pytest.param(
            traced(headless({"port": 8080}, selector={}, ipFamilies=BOTH), endpoint_slice([PLAIN], ON_0)),
            "wired",
            id="without-a-selector-families-say-nothing",
        ),
        pytest.param(
            traced(headless({"port": 8080}, selector={}), endpoint_slice([], ON_0)),
            "partial",
            id="an-address-without-port",
        ),
        pytest.param(
            traced(headless({"port": 80, "targetPort": "http"}), pod(container(port(80, "http"))), pod()),
            "partial",
            id="one-pod-left-out",
        ),
        pytest.param(
            traced(
                headless({"port": 80, "targetPort": "http"}),
                pod(container(port(80, "http"))),
                pod(container(port(81, "http"))),
            ),
            "partial",
            id="one-pod-on-another-number",
        ),
    ],
)
def test_headless(subject: TracedService, word: str) -> None:
    assert subject.ports[0].verdict.word == word


def test_nodes_without_local() -> None:
    def backend(name: str | None, *, ready: bool, serving: bool = True, terminating: bool = False) -> Backend:
        return Backend("IPv4", "10.0.0.1", 80, ready=ready, serving=serving, terminating=terminating, node=name)

    found = nodes_without_local(
        [
            backend("ready", ready=True),
            backend("leaving", ready=False, terminating=True),
            backend("gone", ready=False, serving=False, terminating=True),
            backend("unready", ready=False),
            backend(None, ready=True),
        ],
        ["ready", "leaving", "gone", "unready", "empty"],
    )
    assert found == ("gone", "unready", "empty")


def test_the_worst_of_several() -> None:
    assert worst([Verdict.WIRED, Verdict.BROKEN, Verdict.PARTIAL], Verdict.UNKNOWN) is Verdict.BROKEN
    assert worst([], Verdict.UNKNOWN) is Verdict.UNKNOWN
    assert [verdict.word for verdict in sorted(Verdict)] == ["external", "wired", "unknown", "partial", "broken"]


def test_a_virtual_address_alone_is_broken() -> None:
    other = service(name="db", clusterIP="10.96.0.99", clusterIPs=["10.96.0.99"])
    subject = traced(service({"port": 80}, selector={}), other, endpoint_slice([PLAIN], endpoint("10.96.0.99")))
    assert subject.verdict is Verdict.BROKEN


def test_a_reference_to_a_pod_changes_no_verdict() -> None:
    reference = ObjectReference(kind="Pod", name="web-9", namespace="shop")
    assert bare(endpoint("10.0.0.1", target_ref=reference)).verdict is Verdict.WIRED


def test_the_port_decides_not_the_declaration() -> None:
    assert traced(service(PORT), pod()).verdict is Verdict.WIRED
