"""Backends from v1 Endpoints, and from pods whose slices do not exist yet."""

from typing import Any

import pytest

from kubectl_porttrace.model.endpoints import Endpoints
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.endpoints.backend import Backend
from kubectl_porttrace.trace.endpoints.stand_in import backends_in_endpoints, backends_of_pods
from tests.build import (
    cluster,
    container,
    endpoints,
    headless,
    manifests,
    pod,
    port,
    service,
    subset,
    template,
)

HTTP = EndpointPort(name="http", port=8080)
PLAIN = EndpointPort(port=8080)
WEB = service({"port": 80, "targetPort": "http"})
NAMED = service({"name": "http", "port": 80}, selector={})
DUAL = service({"name": "http", "port": 80}, selector={}, ipFamilies=["IPv4", "IPv6"])
IN_FILE = service({"name": "http", "port": 80}, selector={}, ipFamilies=[], clusterIP="")


def in_endpoints(of: Endpoints, *objects: Pod, behind: Service = NAMED) -> tuple[Backend, ...]:
    return backends_in_endpoints(cluster(behind, *objects), behind, of, behind.spec.ports[0])


def test_endpoints_tell_ready_from_not_ready() -> None:
    found = in_endpoints(endpoints(subset(HTTP, "10.0.0.1", not_ready=("10.0.0.2",))))
    assert [(b.ip, b.port, b.ready, b.serving, b.usable) for b in found] == [
        ("10.0.0.1", 8080, True, True, True),
        ("10.0.0.2", 8080, False, False, False),
    ]


@pytest.mark.parametrize(
    "of",
    [
        pytest.param(endpoints(subset(PLAIN, "10.0.0.1")), id="name"),
        pytest.param(
            endpoints(subset(EndpointPort(name="http", port=8080, protocol="UDP"), "10.0.0.1")), id="protocol"
        ),
        pytest.param(endpoints(subset(EndpointPort(name="http"), "10.0.0.1")), id="no-number"),
        pytest.param(endpoints(subset(HTTP, EndpointPort(name="http", port=9090), "10.0.0.1")), id="name-twice"),
        pytest.param(endpoints(), id="empty"),
    ],
)
def test_endpoints_that_do_not_join(of: Endpoints) -> None:
    assert in_endpoints(of) == ()


@pytest.mark.parametrize(
    ("behind", "ips"),
    [
        pytest.param(NAMED, ["10.0.0.1"], id="one-family"),
        pytest.param(DUAL, ["10.0.0.1", "fd00::1"], id="both"),
        pytest.param(headless({"name": "http", "port": 80}), ["10.0.0.1", "fd00::1"], id="headless"),
        pytest.param(IN_FILE, ["10.0.0.1", "fd00::1"], id="family-not-told-yet"),
    ],
)
def test_endpoints_of_a_family_the_service_has_not(behind: Service, ips: list[str]) -> None:
    found = in_endpoints(endpoints(subset(HTTP, "10.0.0.1", "fd00::1")), behind=behind)
    assert [backend.ip for backend in found] == ips


def test_endpoints_name_their_pods() -> None:
    subject = pod(container(port(8080), name="web"), name="web-0")
    slice_ = endpoints(subset(HTTP, "10.0.0.1"))
    raw = slice_.subsets[0].addresses[0]
    reference = ObjectReference(kind="Pod", name="web-0", namespace="shop")
    address = type(raw)(ip=raw.ip, node_name="node-0", target_ref=reference)
    named = endpoints(type(slice_.subsets[0])(addresses=(address,), ports=(HTTP,)))
    (backend,) = in_endpoints(named, subject)
    assert (backend.pod, backend.node, backend.slice) == (subject, "node-0", None)
    assert backend.declaration is not None
    assert backend.declaration.container.name == "web"


@pytest.mark.parametrize(
    ("subject", "spec", "expected"),
    [
        pytest.param(pod(ips=["10.0.0.1"]), {}, [("10.0.0.1", True, True)], id="ready"),
        pytest.param(pod(ips=["10.0.0.1"], ready=False), {}, [("10.0.0.1", False, False)], id="not-ready"),
        pytest.param(
            pod(ips=["10.0.0.1"], ready=False),
            {"publishNotReadyAddresses": True},
            [("10.0.0.1", True, True)],
            id="published-all-the-same",
        ),
        pytest.param(pod(ips=["10.0.0.1"], terminating=True), {}, [("10.0.0.1", False, True)], id="terminating"),
        pytest.param(pod(ips=["fd00::1"]), {}, [], id="no-address-of-the-family"),
        pytest.param(
            pod(ips=["10.0.0.1", "fd00::1"]),
            {"ipFamilies": ["IPv4", "IPv6"]},
            [("10.0.0.1", True, True), ("fd00::1", True, True)],
            id="two-families",
        ),
        pytest.param(template(), {}, [(None, True, True)], id="template"),
        pytest.param(template(), {"ipFamilies": ["IPv4", "IPv6"]}, [(None, True, True)], id="template-once"),
    ],
)
def test_backends_of_pods(subject: Pod, spec: dict[str, Any], expected: list[tuple[str | None, bool, bool]]) -> None:
    of = service({"port": 8080}, **spec)
    found = backends_of_pods(manifests(of, subject), of, of.spec.ports[0], (subject,))
    assert [(backend.ip, backend.ready, backend.usable) for backend in found] == expected


def test_pods_on_which_the_name_is_not_found_are_no_backends() -> None:
    having = pod(container(port(8080, "http")))
    found = backends_of_pods(manifests(WEB), WEB, WEB.spec.ports[0], (pod(), having))
    assert [(backend.pod, backend.port, backend.node) for backend in found] == [(having, 8080, "node-0")]
