"""Whole Services, judged by all checks together: one root cause for a failure, nothing for a healthy one."""

import pytest

from kubectl_porttrace.model.endpoints import SKIP_MIRROR
from kubectl_porttrace.model.endpointslice import CONTROLLER, MIRRORING_CONTROLLER, EndpointPort
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    container,
    endpoint,
    endpoint_slice,
    endpoints,
    headless,
    judged,
    pod,
    port,
    problems,
    service,
    subset,
    traced,
)

PLAIN = EndpointPort(port=5432)
NAMED = EndpointPort(name="pg", port=5432)
DB = service({"port": 5432}, name="db", selector={})
DB_ENDPOINTS = endpoints(subset(PLAIN, "192.0.2.7"), name="db")
MIRRORED = endpoint_slice([PLAIN], endpoint("192.0.2.7", serving=None), service="db", managed_by=MIRRORING_CONTROLLER)
API_SERVER = service(
    {"name": "https", "port": 443, "targetPort": 6443}, name="kubernetes", namespace="default", selector={}
)
API_SLICE = endpoint_slice(
    [EndpointPort(name="https", port=6444)], endpoint("172.18.0.2"), service="kubernetes", namespace="default"
)
API_ENDPOINTS = endpoints(
    subset(EndpointPort(name="https", port=6444), "172.18.0.2"),
    name="kubernetes",
    namespace="default",
    labels={SKIP_MIRROR: "true"},
)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(service({"port": 80, "targetPort": 8080}), pod(container(port(8080)))), id="selected-pods"),
        pytest.param(traced(DB, DB_ENDPOINTS, MIRRORED), id="mirrored"),
        pytest.param(
            traced(DB, endpoint_slice([PLAIN], endpoint("192.0.2.7"), service="db", managed_by="me")), id="hand-made"
        ),
        pytest.param(
            traced(
                headless({"port": 5432}, selector={}, name="db"),
                endpoint_slice([PLAIN], endpoint("192.0.2.7"), service="db"),
            ),
            id="headless-hand-made",
        ),
        pytest.param(
            traced(service(selector={}, type="ExternalName", externalName="db.example.com", ports=[])), id="external"
        ),
        pytest.param(traced(headless(ports=[]), pod()), id="headless-without-ports"),
        pytest.param(
            traced(
                service({"port": 5432}, selector={}, ipFamilies=["IPv4", "IPv6"], name="db"),
                MIRRORED,
                endpoint_slice([PLAIN], endpoint("fd00::7"), service="db", family="IPv6"),
            ),
            id="both-families",
        ),
    ],
)
def test_a_healthy_service_has_no_problem(subject: TracedService) -> None:
    assert problems(subject) == []


def test_the_api_servers_own_service_has_nothing_at_all() -> None:
    assert judged(traced(API_SERVER, API_SLICE, API_ENDPOINTS)) == {}


FROZEN = endpoint_slice(
    [PLAIN],
    endpoint("10.0.0.9", target_ref=ObjectReference(kind="Pod", name="db-0", namespace="shop")),
    service="db",
    managed_by=CONTROLLER,
    owner=DB,
)


@pytest.mark.parametrize(
    ("subject", "codes"),
    [
        pytest.param(traced(DB), ["PTE02"], id="nothing-behind-it"),
        pytest.param(
            traced(DB, endpoint_slice([NAMED], endpoint("192.0.2.7"), service="db")), ["PTE01"], id="port-name"
        ),
        pytest.param(
            traced(DB, endpoint_slice([EndpointPort(port=5432, protocol="UDP")], endpoint("192.0.2.7"), service="db")),
            ["PTE03"],
            id="protocol",
        ),
        pytest.param(
            traced(DB, endpoints(subset(PLAIN, "192.0.2.7"), name="db", labels={SKIP_MIRROR: "true"})),
            ["PTE04"],
            id="not-mirrored",
        ),
        pytest.param(
            traced(DB, endpoint_slice([PLAIN], endpoint("192.0.2.7", ready=False), service="db")),
            ["PTE23"],
            id="not-ready",
        ),
        pytest.param(
            traced(DB, FROZEN, pod(name="db-0", labels={}, ips=["10.0.0.10"])), ["PTE14"], id="selector-removed"
        ),
        pytest.param(traced(headless({"port": 5432}, selector={}, name="db")), ["PTE02"], id="headless-and-nothing"),
        pytest.param(traced(service(), pod(), published=False), ["PTE13"], id="controller-stopped"),
        pytest.param(
            traced(service(), pod(), endpoint_slice([EndpointPort(port=80)], endpoint("192.0.2.9"))),
            ["PTE15"],
            id="added-by-hand",
        ),
        pytest.param(
            traced(
                service({"port": 5432}, selector={}, name="db", type="NodePort", externalTrafficPolicy="Local"),
                MIRRORED,
            ),
            ["PTE20"],
            id="local-and-on-no-node",
        ),
    ],
)
def test_a_failure_has_one_root_cause(subject: TracedService, codes: list[str]) -> None:
    assert [issue.code for issue in problems(subject)] == codes
