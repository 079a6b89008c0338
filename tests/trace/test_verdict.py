"""What becomes of traffic to a Service port."""

import pytest

from kubectl_porttrace.model.endpointslice import Endpoint, EndpointPort
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.model.service import IDLED_AT
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.service import TracedService
from kubectl_porttrace.trace.verdict import Verdict, nodes_without_local, worst
from tests.build import container, endpoint, endpoint_slice, headless, pod, port, service, traced
from tests.trace.bare import (
    BALANCED,
    BOTH,
    INSIDE,
    LEAVING_0,
    NOWHERE,
    ON_0,
    ON_1,
    OUTSIDE,
    PLAIN,
    PORT,
    SIX,
    UNREADY,
    bare,
)


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
        pytest.param(
            bare(NOWHERE, ipFamilies=BOTH, externalIPs=["192.0.2.1"], **INSIDE),
            "partial",
            id="served-at-an-external-ip-alone",
        ),
        pytest.param(
            bare(NOWHERE, ipFamilies=BOTH, externalIPs=["2001:db8::1"], **INSIDE),
            "broken",
            id="no-external-ip-in-the-family-that-is-served",
        ),
        pytest.param(
            bare(
                endpoint_slice([PLAIN], endpoint("fd00::3"), family="IPv6"),
                type="LoadBalancer",
                allocateLoadBalancerNodePorts=False,
                ipFamilies=BOTH,
                **INSIDE,
            ),
            "broken",
            id="no-address-of-the-load-balancer-in-the-family-that-is-served",
        ),
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


@pytest.mark.parametrize(
    ("entries", "verdict"),
    [((), Verdict.UNKNOWN), ((UNREADY,), Verdict.UNKNOWN), ((ON_0,), Verdict.WIRED)],
    ids=["no-endpoint", "none-usable", "woken"],
)
def test_without_a_usable_endpoint_nobody_knows_what_openshift_idled(
    entries: tuple[Endpoint, ...], verdict: Verdict
) -> None:
    assert bare(*entries, annotations={IDLED_AT: "2026-11-21T03:10:00Z"}).verdict is verdict


def test_a_reference_to_a_pod_changes_no_verdict() -> None:
    reference = ObjectReference(kind="Pod", name="web-9", namespace="shop")
    assert bare(endpoint("10.0.0.1", target_ref=reference)).verdict is Verdict.WIRED


def test_the_port_decides_not_the_declaration() -> None:
    assert traced(service(PORT), pod()).verdict is Verdict.WIRED
