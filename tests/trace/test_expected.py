from typing import Any

import pytest

from kubectl_porttrace.model.endpointslice import CONTROLLER, EndpointPort
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.expected import Exclusion, ExpectedEndpoint, exclusion, expected_slices, published_slices
from tests.build import (
    cluster,
    container,
    endpoint,
    endpoint_slice,
    forbidden,
    headless,
    node,
    pod,
    port,
    service,
    slices_for,
    template,
)

HTTP = {"name": "http", "port": 80, "targetPort": "http"}


def only(subject: Service, *pods: Pod, **fields: Any) -> ExpectedEndpoint:
    """The one endpoint expected."""
    groups = expected_slices(cluster(subject, *pods, **fields), subject).groups
    ((endpoint,),) = groups.values()
    return endpoint


@pytest.mark.parametrize(
    ("subject", "spec", "conditions"),
    [
        pytest.param(pod(), {}, (True, True, False), id="ready"),
        pytest.param(pod(ready=False), {}, (False, False, False), id="not-ready"),
        pytest.param(pod(terminating=True), {}, (False, True, True), id="terminating-and-ready"),
        pytest.param(pod(terminating=True, ready=False), {}, (False, False, True), id="terminating-and-not-ready"),
        pytest.param(
            pod(ready=False), {"publishNotReadyAddresses": True}, (True, False, False), id="published-though-not-ready"
        ),
        pytest.param(
            pod(terminating=True), {"publishNotReadyAddresses": True}, (True, True, True), id="published-terminating"
        ),
        pytest.param(pod(phase="Pending", ready=False), {}, (False, False, False), id="pending-with-an-address"),
    ],
)
def test_conditions(subject: Pod, spec: dict[str, Any], conditions: tuple[bool, bool, bool]) -> None:
    found = only(service(**spec), subject)
    assert (found.ready, found.serving, found.terminating) == conditions


@pytest.mark.parametrize(
    ("subject", "spec", "reason"),
    [
        pytest.param(pod(), {}, None, id="counts"),
        pytest.param(pod(phase="Succeeded"), {}, "terminal", id="succeeded"),
        pytest.param(pod(phase="Failed"), {}, "terminal", id="failed"),
        pytest.param(pod(ips=()), {}, "no-address", id="no-address"),
        pytest.param(pod(node="gone"), {}, "node-missing", id="node-missing"),
        pytest.param(pod(node="gone"), {"publishNotReadyAddresses": True}, None, id="node-missing-but-published"),
        pytest.param(pod(node=""), {}, "node-missing", id="no-node-named"),
        pytest.param(template(), {}, None, id="a-template-counts"),
    ],
)
def test_exclusion(subject: Pod, spec: dict[str, Any], reason: Exclusion | None) -> None:
    asked = service(**spec)
    snapshot = cluster(asked, subject)
    assert exclusion(snapshot, asked, subject) == reason
    assert expected_slices(snapshot, asked).eligible == (() if reason else (subject,))


def test_a_node_counts_as_present_where_nodes_were_not_read() -> None:
    asked, subject = service(), pod(node="gone")
    snapshot = cluster(asked, subject, unread=[forbidden("nodes")])
    assert exclusion(snapshot, asked, subject) is None
    assert expected_slices(snapshot, asked).eligible == (subject,)


def test_left_out_pods_are_told_with_their_reason() -> None:
    asked = service(ipFamilies=["IPv4", "IPv6"])
    done, old = pod(phase="Succeeded"), pod()
    left_out = expected_slices(cluster(asked, done, old), asked).excluded
    assert left_out == ((done, "terminal"), (old, "no-address-of-family"))


def test_pods_with_one_port_set_form_a_group_and_an_unresolved_name_is_left_out() -> None:
    asked = service(HTTP, {"name": "metrics", "port": 9090})
    old, new = pod(container(port(8080, "http"))), pod()
    groups = expected_slices(cluster(asked, old, new), asked).groups
    metrics = EndpointPort(name="metrics", port=9090)
    assert {ports: {entry.pod for entry in members} for (_, ports), members in groups.items()} == {
        frozenset({EndpointPort(name="http", port=8080), metrics}): {old.name},
        frozenset({metrics}): {new.name},
    }


def test_a_pod_whose_only_name_does_not_resolve_stays_in_without_ports() -> None:
    asked = service(HTTP)
    ((_, ports),) = expected_slices(cluster(asked, pod()), asked).groups
    assert ports == frozenset()


def test_app_protocol_is_part_of_the_port() -> None:
    asked = service({"port": 80, "appProtocol": "http"})
    ((_, ports),) = expected_slices(cluster(asked, pod()), asked).groups
    assert ports == {EndpointPort(port=80, app_protocol="http")}


@pytest.mark.parametrize(
    ("subdomain", "hostname"),
    [pytest.param("web", "web-0", id="governing"), pytest.param("other", "", id="another-service")],
)
def test_hostname_needs_the_subdomain_of_this_service(subdomain: str, hostname: str) -> None:
    subject = pod(spec={"hostname": "web-0", "subdomain": subdomain})
    assert only(headless(), subject).hostname == hostname


def test_what_the_controller_published_reads_back_as_expected() -> None:
    asked = service(HTTP, ipFamilies=["IPv4", "IPv6"])
    snapshot = cluster(asked, pod(container(port(8080, "http")), ips=["10.0.0.1", "fd00::1"]), pod(), node())
    assert published_slices(slices_for(snapshot, asked)) == expected_slices(snapshot, asked).groups


@pytest.mark.parametrize(
    ("managed_by", "family"),
    [pytest.param("me", "IPv4", id="hand-made"), pytest.param(CONTROLLER, "FQDN", id="of-names")],
)
def test_slices_that_are_not_the_controllers_do_not_count_as_published(managed_by: str, family: str) -> None:
    slice_ = endpoint_slice([EndpointPort(port=80)], endpoint("10.0.0.1"), managed_by=managed_by, family=family)
    assert published_slices([slice_]) == {}


def test_an_endpoint_without_anything_reads_as_empty() -> None:
    bare = endpoint_slice([], endpoint("10.0.0.1"), managed_by=CONTROLLER, family="IPv6")
    ((_, members),) = published_slices([bare]).items()
    assert members == {ExpectedEndpoint("10.0.0.1", True, True, False, "", "", "")}  # noqa: FBT003 - its conditions
