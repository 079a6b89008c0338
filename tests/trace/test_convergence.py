from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from kubectl_porttrace.model.endpointslice import CONTROLLER, EndpointPort
from kubectl_porttrace.trace.convergence import Drift
from kubectl_porttrace.trace.service import trace_service
from tests.build import LONG_AGO, NOW, cluster, endpoint, endpoint_slice, forbidden, headless, pod, service, traced

JUST_NOW = NOW - timedelta(seconds=5)
STALE = endpoint_slice([EndpointPort(port=80)], endpoint("10.9.9.9"), managed_by=CONTROLLER)


def drift(*objects: Any, **fields: Any) -> Drift | None:
    return traced(*objects, **fields).drift


def test_none_where_the_controller_has_published_what_it_should() -> None:
    assert drift(service(), pod(), pod(ready=False)) is None


def test_missing_and_surplus_endpoints_are_told_apart() -> None:
    subject = pod()
    found = drift(service(), subject, STALE, published=False)
    assert found
    assert [entry.pod for entry in found.missing] == [subject.name]
    assert [entry.address for entry in found.surplus] == ["10.9.9.9"]


@pytest.mark.parametrize(
    ("asked", "subject", "recent"),
    [
        pytest.param(service(), pod(), False, id="nothing-happened-lately"),
        pytest.param(service(), pod(created=JUST_NOW), True, id="a-pod-was-made"),
        pytest.param(service(metadata={"creationTimestamp": JUST_NOW}), pod(), True, id="the-service-was-made"),
        pytest.param(service(metadata={"managedFields": [{"time": JUST_NOW}]}), pod(), True, id="the-service-changed"),
        pytest.param(service(metadata={"managedFields": [{}]}), pod(), False, id="a-write-without-time"),
        pytest.param(
            service(),
            pod(status={"conditions": [{"type": "Ready", "status": "True", "lastTransitionTime": JUST_NOW}]}),
            True,
            id="readiness-changed",
        ),
        pytest.param(service(), pod(status={"conditions": []}), False, id="no-condition-no-moment"),
        pytest.param(
            service(),
            pod(
                metadata={"deletionTimestamp": NOW + timedelta(seconds=25), "deletionGracePeriodSeconds": 30},
            ),
            True,
            id="a-pod-was-deleted-and-has-its-grace",
        ),
        pytest.param(
            service(),
            pod(metadata={"deletionTimestamp": NOW + timedelta(hours=1), "deletionGracePeriodSeconds": 7200}),
            False,
            id="a-long-grace-is-no-recent-change",
        ),
        pytest.param(service(), pod(metadata={"creationTimestamp": None}), False, id="no-age-known"),
    ],
)
def test_recent(asked: Any, subject: Any, recent: bool) -> None:  # noqa: FBT001 - the expectation
    found = drift(asked, subject, STALE, published=False)
    assert found
    assert found.recent is recent


def test_a_pod_whose_node_is_gone_keeps_its_entry() -> None:
    asked, subject = service(), pod(node="gone")
    before = cluster(asked, subject, unread=[forbidden("nodes")])
    after = replace(before, unread=())
    assert trace_service(after, asked).drift is None


def test_where_nodes_were_not_read_a_missing_pod_proves_nothing() -> None:
    assert drift(service(), pod(), published=False, unread=[forbidden("nodes")]) is None


def test_a_service_the_controller_does_not_manage_cannot_drift() -> None:
    assert drift(service(selector={}), STALE) is None


def test_a_change_of_port_numbers_is_a_drift() -> None:
    asked = service({"port": 80, "targetPort": 8080})
    subject = pod()
    wrong = endpoint_slice([EndpointPort(port=80)], endpoint(subject.ips[0], node_name="node-0"), managed_by=CONTROLLER)
    assert drift(asked, subject, wrong, published=False)


def test_the_window_counts_from_the_time_of_reading() -> None:
    later = LONG_AGO + timedelta(seconds=20)
    found = drift(headless(), pod(), published=False, observed_at=later)
    assert found
    assert found.recent
