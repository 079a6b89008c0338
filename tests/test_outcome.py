"""The exit code of a run that could look."""

from typing import Any

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.endpointslice import EndpointPort
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.outcome import exit_code
from kubectl_porttrace.question import EVERYTHING
from tests.build import (
    asking,
    cluster,
    container,
    endpoint,
    endpoint_slice,
    forbidden,
    ingress,
    manifests,
    pod,
    port,
    service,
)

HTTP = {"name": "http", "port": 80, "targetPort": "http"}


@pytest.mark.parametrize(
    ("subject", "codes"),
    [
        pytest.param(cluster(service(HTTP), pod()), {"error": 3, "warning": 3, "note": 3, "never": 0}, id="error"),
        pytest.param(
            cluster(service(HTTP), pod(container(port(80, "http"))), pod()),
            {"error": 0, "warning": 3, "note": 3, "never": 0},
            id="warning",
        ),
        pytest.param(
            cluster(service(externalIPs=["192.0.2.1"]), pod()),
            {"error": 0, "warning": 0, "note": 3, "never": 0},
            id="note",
        ),
    ],
)
def test_the_exit_code_is_that_of_the_worst_finding(subject: Snapshot, codes: dict[str, int]) -> None:
    report = diagnose(subject)
    assert {level: exit_code(report, EVERYTHING, level) for level in codes} == codes


LOCAL: dict[str, Any] = {"internalTrafficPolicy": "Local"}
SLICES_UNREAD = cluster(service(HTTP), pod(container(port(80, "http"))), unread=[forbidden("endpointslices", "shop")])
BY_HAND = endpoint_slice(
    [EndpointPort(name="http", port=8080)],
    endpoint("10.0.0.9", target_ref=ObjectReference(kind="Pod", name="pod-9", namespace="shop")),
    managed_by="",
)
URL_UNREAD = cluster(service(HTTP), ingress(), pod(), unread=[forbidden("endpointslices", "shop")], published=False)
PODS_UNREAD = cluster(service(HTTP), BY_HAND, unread=[forbidden("pods")])
NODES_UNREAD = cluster(service(**LOCAL), pod(), unread=[forbidden("nodes")])


@pytest.mark.parametrize(
    ("snapshot", "targets", "fail_on", "code"),
    [
        pytest.param(SLICES_UNREAD, ["web"], "error", 4, id="the-service-is-unknown"),
        pytest.param(SLICES_UNREAD, ["web:http"], "error", 4, id="the-port-is-unknown"),
        pytest.param(SLICES_UNREAD, ["web"], "never", 0, id="not-asked-to-fail"),
        pytest.param(SLICES_UNREAD, [], "error", 0, id="not-asked-for-by-name"),
        pytest.param(URL_UNREAD, ["http://shop.example.com/"], "error", 4, id="what-a-url-leads-to-is-unknown"),
        pytest.param(NODES_UNREAD, ["web"], "error", 4, id="policy-local-without-nodes"),
        pytest.param(PODS_UNREAD, ["web"], "error", 4, id="a-slice-by-hand-beside-a-selector-names-an-unread-pod"),
        pytest.param(
            cluster(service(), pod(), unread=[forbidden("nodes")]), ["web"], "error", 0, id="nodes-not-needed"
        ),
        pytest.param(cluster(service(), pod()), ["web"], "error", 0, id="wired"),
        pytest.param(manifests(service()), ["web"], "error", 0, id="in-files"),
        pytest.param(
            cluster(service(labels={"service.kubernetes.io/service-proxy-name": "other"}), pod()),
            ["web"],
            "error",
            0,
            id="unknown-though-all-was-read",
        ),
    ],
)
def test_what_was_asked_for_and_is_unknown_has_a_code_of_its_own(
    snapshot: Snapshot, targets: list[str], fail_on: str, code: int
) -> None:
    question = asking(*targets)
    assert exit_code(diagnose(snapshot, question), question, fail_on) == code


def test_a_finding_comes_before_what_is_unknown() -> None:
    broken = cluster(service(HTTP), pod(), unread=[forbidden("endpointslices")])
    assert exit_code(diagnose(broken, asking("web")), asking("web"), "warning") == 3
