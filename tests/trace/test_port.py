from typing import Any

import pytest

from kubectl_porttrace.model.endpoints import SKIP_MIRROR
from kubectl_porttrace.model.endpointslice import HEADLESS, EndpointPort
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.port import TracedPort
from kubectl_porttrace.trace.service import trace_service
from tests.build import (
    cluster,
    container,
    endpoint,
    endpoint_slice,
    endpoints,
    forbidden,
    headless,
    manifests,
    pod,
    port,
    service,
    subset,
    template,
    traced,
)

NAMED = {"name": "http", "port": 80, "targetPort": "http"}
HTTP = EndpointPort(name="http", port=8080)
SIX = endpoint_slice([HTTP], endpoint("fd00::1"), family="IPv6")


def first(snapshot: Snapshot) -> TracedPort:
    return trace_service(snapshot, snapshot.services[0]).ports[0]


def test_an_external_name_has_no_backends() -> None:
    subject = traced(service(NAMED, selector={}, type="ExternalName", externalName="a.example")).ports[0]
    assert (subject.backends, subject.resolutions, subject.verdict.word) == ((), (), "external")


def test_only_pods_that_can_be_endpoints_are_resolved() -> None:
    having = pod(container(port(8080, "http")))
    subject = first(cluster(service(NAMED), having, pod(phase="Failed"), pod(ips=()), pod(name="without")))
    assert [entry.pod for entry in subject.resolved] == [having]
    assert [without.name for without in subject.unresolved] == ["without"]


def test_pods_of_two_templates_keep_their_order() -> None:
    old, new = container(port(8080, "http")), container(port(9090, "http"))
    pods = [pod(each, name=name) for name, each in (("a", old), ("b", new), ("c", old), ("d", container()))]
    subject = first(cluster(service(NAMED), *pods))
    assert [entry.pod.name for entry in subject.resolutions] == ["a", "b", "c", "d"]
    assert [[each.name for each in outcome.pods] for outcome in subject.outcomes] == [["a", "c"], ["b"], ["d"]]
    assert [outcome.resolution and outcome.resolution.number for outcome in subject.outcomes] == [8080, 9090, None]
    assert subject.numbers == {8080, 9090}


def test_the_actual_slices_decide() -> None:
    subject = first(cluster(service(NAMED), pod(container(port(8080, "http"))), published=False))
    assert (len(subject.resolved), subject.backends, subject.verdict.word) == (1, (), "broken")


def test_backends_come_from_slices_even_where_pods_were_not_read() -> None:
    subject = first(cluster(service(NAMED), pod(container(port(8080, "http"))), unread=[forbidden("pods")]))
    assert (subject.resolutions, len(subject.usable), subject.verdict.word) == ((), 1, "wired")


@pytest.mark.parametrize(
    ("objects", "ips"),
    [
        pytest.param([], [], id="nothing"),
        pytest.param([endpoints(subset(HTTP, "10.0.0.1"))], ["10.0.0.1"], id="endpoints-stand-in"),
    ],
)
def test_without_slices_the_verdict_is_unknown(objects: list[Any], ips: list[str]) -> None:
    subject = first(cluster(service(NAMED), *objects, unread=[forbidden("endpointslices")], published=False))
    assert ([backend.ip for backend in subject.backends], subject.verdict.word) == (ips, "unknown")


WITH = template(container(port(8080, "http")))
WITHOUT = template(container(), of="Job/migrate", labels={"app": "web"})
BARE = service(NAMED, selector={})


@pytest.mark.parametrize(
    ("snapshot", "word"),
    [
        pytest.param(manifests(service(NAMED), WITH), "wired", id="resolved"),
        pytest.param(manifests(service(NAMED, ipFamilies=[], clusterIP=""), WITH), "wired", id="families-not-told"),
        pytest.param(manifests(service(NAMED), WITHOUT), "broken", id="name-not-found"),
        pytest.param(manifests(service(NAMED), WITH, WITHOUT), "partial", id="found-on-one"),
        pytest.param(manifests(service(NAMED)), "unknown", id="nobody-selected"),
        pytest.param(
            manifests(service(NAMED), endpoint_slice([EndpointPort(port=1)], endpoint("10.0.0.1"))),
            "unknown",
            id="nobody-selected-and-a-slice-of-another-port",
        ),
        pytest.param(
            manifests(service(NAMED), endpoint_slice([HTTP], endpoint("10.0.0.1"))),
            "wired",
            id="nobody-selected-and-a-slice",
        ),
        pytest.param(manifests(headless(NAMED), WITH), "partial", id="headless-another-number"),
        pytest.param(
            manifests(headless({"name": "http", "port": 8080, "targetPort": "http"}), WITH), "wired", id="headless"
        ),
        pytest.param(manifests(headless(NAMED), WITHOUT), "partial", id="headless-name-not-found"),
        pytest.param(manifests(BARE), "unknown", id="no-selector-and-nothing"),
        pytest.param(manifests(BARE, endpoint_slice([HTTP], endpoint("10.0.0.1"))), "wired", id="slice"),
        pytest.param(manifests(BARE, endpoint_slice([], endpoint("10.0.0.1"))), "broken", id="slice-of-another-port"),
        pytest.param(manifests(BARE, endpoints(subset(HTTP, "10.0.0.1"))), "wired", id="endpoints"),
        pytest.param(manifests(BARE, endpoints(subset(HTTP, not_ready=("10.0.0.1",)))), "broken", id="not-ready"),
        pytest.param(
            manifests(BARE, endpoints(subset(HTTP, "10.0.0.1"), labels={SKIP_MIRROR: "true"})),
            "unknown",
            id="endpoints-nobody-mirrors",
        ),
        pytest.param(
            manifests(service(NAMED), WITHOUT, endpoints(subset(HTTP, "10.0.0.1"))),
            "broken",
            id="endpoints-beside-a-selector-are-overwritten",
        ),
        pytest.param(
            manifests(service(NAMED, selector={}, ipFamilies=[], clusterIP=""), SIX), "wired", id="any-family-will-do"
        ),
        pytest.param(
            manifests(headless({"name": "http", "port": 8080}, selector={}), endpoint_slice([], endpoint("10.0.0.1"))),
            "partial",
            id="headless-slice-without-the-port",
        ),
        pytest.param(
            manifests(service(NAMED, internalTrafficPolicy="Local"), WITH), "unknown", id="local-templates-have-no-node"
        ),
    ],
)
def test_files(snapshot: Snapshot, word: str) -> None:
    assert first(snapshot).verdict.word == word


def test_a_hand_made_slice_of_another_port_leaves_no_pod_out() -> None:
    of = service(NAMED)
    other = endpoint_slice([], endpoint("10.9.9.9"))
    assert first(cluster(of, pod(container(port(8080, "http"))), other)).verdict.word == "wired"


def test_templates_beside_hand_made_endpoints_are_on_no_node_yet() -> None:
    snapshot = manifests(
        service(NAMED, internalTrafficPolicy="Local"), WITH, endpoint_slice([HTTP], endpoint("10.0.0.1", node_name="n"))
    )
    assert first(snapshot).verdict.word == "unknown"


def test_slices_marked_headless_are_seen_by_dns_alone() -> None:
    slice_ = endpoint_slice([], endpoint("10.0.0.1"), labels={HEADLESS: ""})
    assert first(cluster(BARE, slice_)).verdict.word == "broken"
    assert first(cluster(headless(NAMED, selector={}), slice_)).verdict.word == "partial"


@pytest.mark.parametrize(
    ("written", "title", "name"),
    [
        pytest.param(NAMED, "http 80/TCP", "http", id="named"),
        pytest.param({"port": 53, "protocol": "UDP"}, "53/UDP", None, id="plain"),
    ],
)
def test_how_a_port_is_spoken_of(written: dict[str, Any], title: str, name: str | None) -> None:
    subject = first(cluster(service(written)))
    assert (subject.path, subject.title, subject.named_target) == ("spec.ports[0]", title, name)
