"""What files tell of a cluster: whether they record one, what of it they do not tell, and when it was seen."""

from datetime import datetime, timedelta, timezone
from typing import Any

import pytest

from kubectl_porttrace.errors import UnreadableError
from kubectl_porttrace.model.unread import PODS_ELSEWHERE, SERVICES_ELSEWHERE
from kubectl_porttrace.read.files.file_times import NO_TIME
from tests.read.files.written import NODE, RECORDED, SERVICE, of, read, unread


@pytest.mark.parametrize(
    ("objects", "recorded"),
    [
        pytest.param((SERVICE, RECORDED), True, id="slices-of-a-cluster"),
        pytest.param((SERVICE, of("EndpointSlice", addressType="IPv4")), False, id="slices-by-hand"),
        pytest.param((SERVICE,), False, id="manifests"),
        pytest.param((SERVICE, of("Pod", metadata={"uid": "1"})), False, id="pods-of-a-cluster-alone"),
    ],
)
def test_what_records_a_cluster(objects: tuple[dict[str, Any], ...], recorded: bool) -> None:  # noqa: FBT001
    assert read(*objects).recorded is recorded


DEPLOYMENT = of("Deployment", spec={"template": {"metadata": {"labels": {"app": "web"}}}})
POD = of("Pod", metadata={"namespace": "shop"})


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        pytest.param((SERVICE,), {"endpointslices", "endpoints", "pods", "nodes", "events"}, id="a-service-alone"),
        pytest.param((SERVICE, DEPLOYMENT), {"endpointslices", "endpoints", "nodes", "events"}, id="with-a-workload"),
        pytest.param((SERVICE, of("Endpoints")), {"pods", "nodes", "events"}, id="with-endpoints"),
        pytest.param(
            (SERVICE, RECORDED),
            {
                "endpoints",
                "pods",
                PODS_ELSEWHERE,
                SERVICES_ELSEWHERE,
                "deployments",
                "replicasets",
                "statefulsets",
                "daemonsets",
                "nodes",
                "events",
            },
            id="recorded",
        ),
        pytest.param(
            (SERVICE, RECORDED, POD, DEPLOYMENT, NODE, of("Event", "e"), of("Endpoints")),
            {PODS_ELSEWHERE, SERVICES_ELSEWHERE},
            id="one-namespace-recorded",
        ),
        pytest.param(
            (
                SERVICE,
                of("Service", metadata={"namespace": "b"}),
                RECORDED,
                POD,
                of("Pod", metadata={"namespace": "b"}),
                DEPLOYMENT,
                NODE,
                of("Event", "e"),
                of("Endpoints"),
            ),
            set(),
            id="recorded-in-full",
        ),
    ],
)
def test_what_files_do_not_tell(objects: tuple[dict[str, Any], ...], expected: set[str]) -> None:
    assert unread(read(*objects)) == expected | {"networkpolicies"}


def test_the_newest_time_is_when_it_was_seen() -> None:
    newest = datetime(2026, 11, 21, 3, 9, tzinfo=timezone.utc)
    ready = {"type": "Ready", "status": "True", "lastTransitionTime": newest.isoformat()}
    pod = of("Pod", status={"conditions": [ready]})
    ending = (newest + timedelta(hours=1)).isoformat()
    pod["metadata"] |= {"creationTimestamp": "2026-11-20T00:00:00Z", "deletionTimestamp": ending}
    assert read(SERVICE, pod).observed_at == newest


def test_a_time_without_a_zone_is_no_time_to_the_api_server() -> None:
    service = of("Service", metadata={"creationTimestamp": "2026-11-20T00:00:00"}, spec={})
    with pytest.raises(UnreadableError, match=r"metadata\.creationTimestamp: expected a time with its zone"):
        read(service)


def test_files_without_a_time_have_one_all_the_same() -> None:
    assert read(SERVICE).observed_at == NO_TIME
