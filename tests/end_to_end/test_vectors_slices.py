"""Vectors V19-V29: headless Services, Endpoints and slices by hand, and what kube-proxy never sees."""

from __future__ import annotations

import pytest

from tests.cluster.namespace import Namespace, addresses
from tests.cluster.objects import container, container_port, endpoint_slice, service, service_port
from tests.end_to_end.case import Case, case, hand_pod, labelled
from tests.end_to_end.handmade import SKIP_MIRROR, endpoints, remove_selector, selectorless
from tests.end_to_end.seen import Seen

HTTP = container("app", container_port(8080, "http"))
TO_HTTP = service_port(80, "http")
IGNORED = service_port(80, 1234, "http")


def remove_selector_of_v26(namespace: Namespace) -> None:
    """Take the selector away once both controllers have published the pod."""
    namespace.wait_for_endpoints("v26", ready=1)
    remove_selector(namespace, "v26")


CASES = (
    case(
        service("v19", service_port(80, 8080), clusterIP="None"),
        "headless with another target port",
        hand_pod(HTTP),
        slices=["headless 8080/TCP: 0 ready"],
        traffic=["80/TCP partial 0:8080"],
        warnings=["PTS07"],
    ),
    case(
        service("v20", clusterIP="None", ports=[]),
        "headless without ports",
        hand_pod(HTTP),
        slices=["headless no ports: 0 ready"],
        traffic=["wired"],
    ),
    case(
        selectorless("v21", service_port(80)),
        "Endpoints of another port name",
        endpoints("v21", "10.9.21.1"),
        slices=["mirrored http:8080/TCP: 10.9.21.1 ready"],
        traffic=["80/TCP broken"],
        errors=["PTE01"],
    ),
    case(
        selectorless("v22", IGNORED),
        "Endpoints of another number",
        endpoints("v22", "10.9.22.1"),
        slices=["mirrored http:8080/TCP: 10.9.22.1 ready"],
        traffic=["http:80/TCP wired 10.9.22.1:8080"],
        notes=["PTE21"],
    ),
    case(
        selectorless("v23", IGNORED),
        "Endpoints not to be mirrored",
        endpoints("v23", "10.9.23.1", labels={SKIP_MIRROR: "true"}),
        traffic=["http:80/TCP broken"],
        errors=["PTE04"],
    ),
    case(
        selectorless("v24", IGNORED),
        "skip-mirror is not exactly true",
        endpoints("v24", "10.9.24.1", labels={SKIP_MIRROR: "True"}),
        slices=["mirrored http:8080/TCP: 10.9.24.1 ready"],
        traffic=["http:80/TCP wired 10.9.24.1:8080"],
        notes=["PTE21"],
    ),
    case(
        service("v25", TO_HTTP),
        "custom slice beside a selector",
        hand_pod(HTTP),
        endpoint_slice("v25-custom", "v25", "10.9.9.9", ports=({"name": "", "port": 9999},)),
        slices=["8080/TCP: 0 ready", "custom 9999/TCP: 10.9.9.9 ready"],
        traffic=["80/TCP wired 10.9.9.9:9999 0:8080"],
        warnings=["PTE15"],
    ),
    case(
        service("v26", TO_HTTP),
        "selector removed later",
        hand_pod(HTTP),
        then=remove_selector_of_v26,
        slices=["8080/TCP: 0 ready", "mirrored 8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080"],
        warnings=["PTE14"],
    ),
    case(
        selectorless("v27", service_port(80)),
        "slice without a number",
        endpoint_slice("v27-custom", "v27", "10.9.27.1", ports=({"name": ""},)),
        slices=["custom None/TCP: 10.9.27.1 ready"],
        traffic=["80/TCP broken"],
        errors=["PTE17"],
    ),
    case(
        selectorless("v28", service_port(80)),
        "slice marked headless",
        labelled(endpoint_slice("v28-custom", "v28", "10.9.28.1"), {"service.kubernetes.io/headless": ""}),
        slices=["custom headless 80/TCP: 10.9.28.1 ready"],
        traffic=["80/TCP broken"],
        errors=["PTE09"],
    ),
    case(
        labelled(service("v29", TO_HTTP), {"service.kubernetes.io/service-proxy-name": ""}),
        "left to another proxy",
        hand_pod(HTTP),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP unknown 0:8080"],
        warnings=["PTS12"],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_vector(seen: Seen, case: Case) -> None:
    assert seen.outcome(case) == case.outcome
    assert seen.alone(case) == case.outcome


def test_v26_stays_frozen_when_its_pod_goes(namespace: Namespace) -> None:
    namespace.apply(service("v26", TO_HTTP), service("beside", TO_HTTP))
    hand_pod(HTTP).of("v26").run(namespace)
    remove_selector_of_v26(namespace)
    before = addresses(namespace.slices("v26"))
    namespace.delete("Pod", "v26-0", gracePeriodSeconds=0)
    # Its controller sees pods in the order in which they change.
    hand_pod(HTTP).of("beside").run(namespace)
    namespace.wait_for_endpoints("beside", ready=1)
    assert addresses(namespace.slices("v26")) == before
