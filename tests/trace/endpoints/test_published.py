import pytest

from kubectl_porttrace.model.endpointslice import HEADLESS, Endpoint, EndpointPort, EndpointSlice
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.endpoints.joining import joined
from kubectl_porttrace.trace.endpoints.published import backends_in_slices, listed_in_slices
from tests.build import (
    cluster,
    container,
    endpoint,
    endpoint_slice,
    headless,
    pod,
    port,
    service,
)

HTTP = EndpointPort(name="http", port=8080)
PLAIN = EndpointPort(port=8080)
WEB = service({"port": 80, "targetPort": "http"})
BARE = service(selector={})
NAMED = service({"name": "http", "port": 80}, selector={})
DUAL = service({"name": "http", "port": 80}, selector={}, ipFamilies=["IPv4", "IPv6"])
IN_FILE = service({"name": "http", "port": 80}, selector={}, ipFamilies=[], clusterIP="")


def backends(of: Service, *objects: EndpointSlice | Pod | Service) -> tuple[Backend, ...]:
    snapshot = cluster(of, *objects, published=False)
    return backends_in_slices(listed_in_slices(snapshot, of), snapshot, of, of.spec.ports[0])


def usable(*found: Backend) -> list[str | None]:
    return [backend.ip for backend in found if backend.usable]


@pytest.mark.parametrize(
    ("of", "slice_", "number"),
    [
        pytest.param(NAMED, endpoint_slice([HTTP]), 8080, id="same-name"),
        pytest.param(BARE, endpoint_slice([PLAIN]), 8080, id="no-name-on-both"),
        pytest.param(BARE, endpoint_slice([HTTP]), None, id="name-on-the-slice-only"),
        pytest.param(NAMED, endpoint_slice([PLAIN]), None, id="name-on-the-service-only"),
        pytest.param(
            NAMED, endpoint_slice([EndpointPort(name="http", port=8080, protocol="UDP")]), None, id="protocol"
        ),
        pytest.param(NAMED, endpoint_slice([HTTP], labels={HEADLESS: ""}), None, id="marked-headless"),
        pytest.param(
            headless({"name": "http", "port": 80}), endpoint_slice([HTTP], labels={HEADLESS: ""}), 8080, id="headless"
        ),
        pytest.param(NAMED, endpoint_slice([HTTP], family="IPv6"), None, id="other-family"),
        pytest.param(DUAL, endpoint_slice([HTTP], family="IPv6"), 8080, id="second-family"),
        pytest.param(IN_FILE, endpoint_slice([HTTP], family="IPv6"), 8080, id="family-not-told-yet"),
        pytest.param(
            service({"name": "http", "port": 80}, ipFamilies=["IPv4"], clusterIP=""),
            endpoint_slice([HTTP], family="IPv6"),
            None,
            id="family-told-without-an-address",
        ),
        pytest.param(
            headless({"name": "http", "port": 80}),
            endpoint_slice([HTTP], family="IPv6"),
            8080,
            id="headless-any-family",
        ),
        pytest.param(NAMED, endpoint_slice([HTTP], family="FQDN"), None, id="host-names"),
        pytest.param(
            headless({"name": "http", "port": 80}), endpoint_slice([HTTP], family="FQDN"), None, id="dns-names"
        ),
    ],
)
def test_joined(of: Service, slice_: EndpointSlice, number: int | None) -> None:
    found = joined(slice_, of, of.spec.ports[0])
    assert (found.port if found else None) == number


@pytest.mark.parametrize(
    ("endpoint_slices", "ips"),
    [
        pytest.param([endpoint("10.0.0.2"), endpoint("10.0.0.1")], ["10.0.0.1", "10.0.0.2"], id="ready"),
        pytest.param([endpoint("10.0.0.1"), endpoint("10.0.0.2", ready=False)], ["10.0.0.1"], id="one-not-ready"),
        pytest.param([endpoint("10.0.0.1", ready=None)], ["10.0.0.1"], id="nil-is-ready"),
        pytest.param([endpoint("10.0.0.1", ready=False)], [], id="serving-but-not-terminating"),
        pytest.param([endpoint("10.0.0.1", ready=False, terminating=True)], ["10.0.0.1"], id="terminating-but-serving"),
        pytest.param(
            [endpoint("10.0.0.1", ready=False, serving=None, terminating=True)], ["10.0.0.1"], id="nil-is-serving"
        ),
        pytest.param([endpoint("10.0.0.1", ready=False, serving=False, terminating=True)], [], id="terminating"),
        pytest.param(
            [endpoint("10.0.0.1"), endpoint("10.0.0.2", ready=False, terminating=True)], ["10.0.0.1"], id="ready-first"
        ),
        pytest.param([endpoint("10.0.0.1", terminating=True)], ["10.0.0.1"], id="published-though-terminating"),
        pytest.param([Endpoint()], [], id="no-address"),
    ],
)
def test_usable_endpoints(endpoint_slices: list[Endpoint], ips: list[str]) -> None:
    assert usable(*backends(NAMED, endpoint_slice([HTTP], *endpoint_slices))) == ips


def test_each_family_falls_back_by_itself() -> None:
    found = backends(
        DUAL,
        endpoint_slice([HTTP], endpoint("10.0.0.1")),
        endpoint_slice([HTTP], endpoint("fd00::1", ready=False, terminating=True), family="IPv6"),
    )
    assert usable(*found) == ["10.0.0.1", "fd00::1"]
    assert [backend.family for backend in found] == ["IPv4", "IPv6"]


def test_dns_gives_out_ready_addresses_only() -> None:
    of = headless({"name": "http", "port": 80}, selector={})
    assert usable(*backends(of, endpoint_slice([HTTP], endpoint("10.0.0.1", ready=False, terminating=True)))) == []


@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(EndpointPort(name="http"), id="nil"),
        pytest.param(EndpointPort(name="http", port=0), id="zero"),
        pytest.param(EndpointPort(name="http", port=-1), id="negative"),
    ],
)
def test_a_port_without_a_number_has_no_endpoint(entry: EndpointPort) -> None:
    assert backends(NAMED, endpoint_slice([entry], endpoint("10.0.0.1"))) == ()


def test_a_virtual_address_is_no_endpoint_but_dns_gives_it_out() -> None:
    other = service(name="db", clusterIP="10.96.0.99", clusterIPs=["10.96.0.99"])
    slice_ = endpoint_slice([HTTP], endpoint("10.96.0.99"), endpoint("10.0.0.1", ready=False, terminating=True))
    assert usable(*backends(NAMED, other, slice_)) == ["10.0.0.1"]
    assert usable(*backends(headless({"name": "http", "port": 80}, selector={}), other, slice_)) == ["10.96.0.99"]


def test_a_number_no_packet_can_carry_is_never_usable() -> None:
    slice_ = endpoint_slice([EndpointPort(name="http", port=70000)], endpoint("10.0.0.1"))
    assert [(backend.port, backend.usable) for backend in backends(NAMED, slice_)] == [(70000, False)]


def test_the_highest_number_is_usable() -> None:
    slice_ = endpoint_slice([EndpointPort(name="http", port=65535)], endpoint("10.0.0.1"))
    assert usable(*backends(NAMED, slice_)) == ["10.0.0.1"]


READY = endpoint("10.0.0.1", node_name="node-0")
UNREADY = endpoint("10.0.0.1", ready=False, serving=False, node_name="node-0")
LEAVING = endpoint("10.0.0.1", ready=False, terminating=True, node_name="node-0")
GONE = endpoint("10.0.0.1", ready=False, serving=False, terminating=True, node_name="node-0")


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        pytest.param([READY, READY], (True, False, False), id="the-same-twice"),
        pytest.param([READY, LEAVING], (True, False, False), id="one-that-stays-wins"),
        pytest.param([LEAVING, READY], (True, False, False), id="whatever-the-order"),
        pytest.param([LEAVING, UNREADY], (False, False, False), id="even-one-that-is-not-ready"),
        pytest.param([READY, UNREADY], (True, False, True), id="contradiction"),
        pytest.param([READY, UNREADY, READY], (True, False, True), id="contradiction-is-remembered"),
        pytest.param([LEAVING, GONE], (False, True, True), id="contradiction-of-two-that-terminate"),
        pytest.param([LEAVING, GONE, READY], (True, False, False), id="settled-by-one-that-stays"),
        pytest.param([READY, endpoint("10.0.0.1", node_name="node-1")], (True, False, True), id="two-nodes"),
    ],
)
def test_entries_of_one_address(entries: list[Endpoint], expected: tuple[bool, bool, bool]) -> None:
    (backend,) = backends(NAMED, *(endpoint_slice([HTTP], entry) for entry in entries))
    assert (backend.ready, backend.terminating, backend.contradicted) == expected


def test_two_numbers_of_one_address_are_two_backends() -> None:
    other = EndpointPort(name="http", port=9090)
    found = backends(NAMED, endpoint_slice([other], READY), endpoint_slice([HTTP], READY))
    assert [backend.port for backend in found] == [8080, 9090]


@pytest.mark.parametrize(
    ("subject", "number", "name"),
    [
        pytest.param(pod(container(port(8080, "http"), name="web")), 8080, "web", id="by-name"),
        pytest.param(
            pod(container(port(9090, "http"), name="a"), container(port(8080), name="b")), 8080, "b", id="by-number"
        ),
        pytest.param(pod(container(port(8080), name="b")), 8080, "b", id="name-not-found"),
        pytest.param(pod(), 8080, None, id="undeclared"),
    ],
)
def test_the_container_a_backend_belongs_to(subject: Pod, number: int, name: str | None) -> None:
    reference = ObjectReference(kind="Pod", name=subject.name, namespace="shop")
    slice_ = endpoint_slice([EndpointPort(port=number)], endpoint("10.0.0.1", target_ref=reference))
    (backend,) = backends(WEB, subject, slice_)
    assert backend.pod == subject
    assert (backend.declaration.container.name if backend.declaration else None) == name


@pytest.mark.parametrize(
    "reference",
    [
        pytest.param(None, id="none"),
        pytest.param(ObjectReference(kind="Node", name="web-0"), id="no-pod"),
        pytest.param(ObjectReference(kind="Pod", name="web-9"), id="not-there"),
    ],
)
def test_a_backend_without_a_pod(reference: ObjectReference | None) -> None:
    slice_ = endpoint_slice([HTTP], endpoint("10.0.0.1", target_ref=reference, node_name="node-1", zone="z1"))
    (backend,) = backends(NAMED, pod(name="web-0"), slice_)
    assert (backend.pod, backend.declaration, backend.node, backend.zone) == (None, None, "node-1", "z1")
    assert backend.slice == slice_
