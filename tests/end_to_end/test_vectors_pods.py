"""Vectors V12-V18, V39 and V40: which pods count, whatever their ports."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.case import Case, case, hand_pod, slice_lines, traffic_lines
from tests.end_to_end.own_node import publish_and_lose_node
from tests.end_to_end.seen import Seen, above_notes, pod_addresses, read_report

HTTP = container("app", container_port(8080, "http"))
TO_HTTP = service_port(80, "http")


def delete_pod(name: str) -> Callable[[Namespace], object]:
    return lambda namespace: namespace.delete("Pod", name)


def failed_update(service: str) -> Callable[[Namespace], object]:
    """Wait for the controller's event that it could not update the slices."""

    def told(namespace: Namespace) -> bool:
        return any(
            each["involvedObject"]["name"] == service and each["reason"] == "FailedToUpdateEndpointSlices"
            for each in namespace.objects("Event")
        )

    return lambda namespace: namespace.wait_for(lambda: told(namespace), f"an event on {service}")


CASES = (
    case(
        service("v12", TO_HTTP),
        "not ready",
        hand_pod(HTTP, state="unready"),
        slices=["8080/TCP: 0 unready"],
        traffic=["80/TCP broken (0:8080)"],
        errors=["PTP07"],
    ),
    case(
        service("v13", TO_HTTP),
        "terminating and serving",
        hand_pod(HTTP),
        then=delete_pod("v13-0"),
        slices=["8080/TCP: 0 unready serving terminating"],
        traffic=["80/TCP wired 0:8080"],
        warnings=["PTP09"],
    ),
    case(
        service("v13b", TO_HTTP),
        "terminating beside a ready one",
        hand_pod(HTTP),
        hand_pod(HTTP, n=1),
        then=delete_pod("v13b-0"),
        slices=["8080/TCP: 0 unready serving terminating, 1 ready"],
        traffic=["80/TCP wired (0:8080) 1:8080"],
    ),
    case(
        service("v14", TO_HTTP, publishNotReadyAddresses=True),
        "not ready but published",
        hand_pod(HTTP, state="unready"),
        slices=["8080/TCP: 0 ready not-serving"],
        traffic=["80/TCP wired 0:8080"],
        warnings=["PTS22"],
    ),
    case(
        service("v15", TO_HTTP, publishNotReadyAddresses=True),
        "terminating but published",
        hand_pod(HTTP),
        then=delete_pod("v15-0"),
        slices=["8080/TCP: 0 ready terminating"],
        traffic=["80/TCP wired 0:8080"],
        warnings=["PTS22"],
    ),
    case(
        service("v16", TO_HTTP),
        "succeeded",
        hand_pod(HTTP, state="succeeded"),
        slices=["no ports: nobody"],
        traffic=["80/TCP broken"],
        errors=["PTP05"],
    ),
    case(
        service("v17", TO_HTTP),
        "node missing at the sync",
        hand_pod(HTTP, node="nowhere"),
        then=failed_update("v17"),
        slices=["no ports: nobody"],
        traffic=["80/TCP broken"],
        errors=["PTP12"],
    ),
    case(
        service("v18", TO_HTTP, ipFamilies=["IPv6"]),
        "no address of the family",
        hand_pod(HTTP),
        slices=["IPv6 no ports: nobody"],
        traffic=["80/TCP broken"],
        errors=["PTP10"],
    ),
    case(
        service("v39", TO_HTTP),
        "readiness probe of a name that is not there",
        hand_pod(HTTP | {"readinessProbe": {"httpGet": {"port": "web"}}}, state="unready"),
        slices=["8080/TCP: 0 unready"],
        traffic=["80/TCP broken (0:8080)"],
        errors=["PTB01"],
    ),
    case(
        service("v40", TO_HTTP),
        "liveness probe of a name that is not there",
        hand_pod(HTTP | {"livenessProbe": {"httpGet": {"port": "web"}}}),
        slices=["8080/TCP: 0 ready"],
        traffic=["80/TCP wired 0:8080"],
        warnings=["PTB03"],
    ),
)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_vector(seen: Seen, case: Case) -> None:
    assert seen.outcome(case) == case.outcome
    assert seen.alone(case) == case.outcome


def test_v17_endpoints_still_list_the_pod(seen: Seen) -> None:
    namespace = seen.namespace
    (subset,) = namespace.wait_for(lambda: namespace.get("Endpoints", "v17").get("subsets", []), "the Endpoints")
    assert [each["targetRef"]["name"] for each in subset["addresses"]] == ["v17-0"]


def test_v17b_node_deleted_later_changes_nothing(namespace: Namespace, porttrace: Porttrace) -> None:
    namespace.apply(service("v17b", TO_HTTP))
    publish_and_lose_node(namespace, "v17b", hand_pod(HTTP))
    report = read_report(porttrace("v17b", "-o", "json"), exit_code=0)
    assert traffic_lines(report["services"][0], pod_addresses(namespace)) == ("80/TCP wired 0:8080",)
    assert slice_lines(namespace.slices("v17b"), "v17b") == ("8080/TCP: 0 ready",)
    assert above_notes(report) == []
