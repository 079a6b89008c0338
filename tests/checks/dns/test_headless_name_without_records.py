from datetime import timedelta

import pytest

from kubectl_porttrace.checks.dns.headless_name_without_records import headless_name_without_records as check
from kubectl_porttrace.model.endpointslice import Endpoint, EndpointPort
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    NOW,
    endpoint,
    endpoint_slice,
    forbidden,
    found,
    headless,
    in_files,
    judged,
    pod,
    service,
    template,
    traced,
)

HTTP = [EndpointPort(port=80)]


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(headless(), pod()), id="a-ready-pod"),
        pytest.param(traced(headless(), pod(), pod(ready=False)), id="one-of-two-ready"),
        pytest.param(traced(headless(publishNotReadyAddresses=True), pod(ready=False)), id="unready-is-published"),
        pytest.param(
            traced(headless({"port": 80, "targetPort": "http"}), pod()), id="an-unresolved-port-has-an-address"
        ),
        pytest.param(traced(headless(ports=[]), pod()), id="no-ports"),
        pytest.param(traced(headless(selector={}), endpoint_slice(HTTP, Endpoint(addresses=("10.1.1.1",)))), id="nil"),
        pytest.param(traced(service()), id="with-a-cluster-ip"),
        pytest.param(traced(service(type="ExternalName", externalName="x.example")), id="external-name"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(headless()), id="no-pods"),
        pytest.param(traced(headless(), pod(ready=False)), id="none-ready"),
        pytest.param(traced(headless(), pod(terminating=True)), id="dns-has-no-fallback-to-terminating"),
        pytest.param(traced(headless(ports=[])), id="no-ports"),
        pytest.param(traced(headless(selector={})), id="no-slices"),
        pytest.param(traced(headless(selector={}), endpoint_slice(HTTP, Endpoint())), id="an-endpoint-without-address"),
        pytest.param(
            traced(headless(selector={}), endpoint_slice(HTTP, endpoint("x.example"), family="FQDN")), id="a-host-name"
        ),
    ],
)
def test_fires(subject: TracedService) -> None:
    [seen] = found(check, subject)
    assert len(seen.ports) == len(subject.ports)
    assert seen.severity is None


def test_says_what_to_do_by_who_makes_the_endpoints() -> None:
    [selecting] = found(check, traced(headless()))
    [selectorless] = found(check, traced(headless(selector={})))
    assert "pods" in selecting.fix.text
    assert "EndpointSlice" in selectorless.fix.text


@pytest.mark.parametrize("ports", [[], [{"port": 80}]], ids=["no-ports", "one-port"])
def test_stands_alone_where_pods_were_not_read(ports: list[dict[str, int]]) -> None:
    unread = [forbidden("pods")]
    subject = traced(headless(ports=ports), endpoint_slice(()), published=False, unread=unread)
    assert judged(subject)["PTD01"].severity == "error"


@pytest.mark.parametrize("ports", [[], [{"port": 80}]], ids=["no-ports", "one-port"])
def test_is_an_error_while_slices_catch_up(ports: list[dict[str, int]]) -> None:
    just_now = {"creationTimestamp": NOW - timedelta(seconds=2)}
    subject = traced(headless(ports=ports, metadata=just_now), pod(), published=False)
    assert judged(subject)["PTD01"].severity == "error"
    assert any("catching up" in told for told in judged(subject)["PTD01"].evidence) == bool(ports)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(headless(), pod(ready=False)), id="none-ready"),
        pytest.param(traced(headless()), id="no-pods"),
        pytest.param(traced(headless(ports=[]), pod(ready=False)), id="none-ready-no-ports"),
        pytest.param(traced(headless(ports=[])), id="no-pods-no-ports"),
    ],
)
def test_is_folded_under_its_cause(subject: TracedService) -> None:
    issues = judged(subject)
    assert "PTD01" not in issues
    assert any("PTD01" in issue.codes for issue in issues.values())


def test_is_not_decided_without_slices() -> None:
    subject = traced(headless(), unread=[forbidden("endpointslices")])
    assert not any("PTD01" in issue.codes for issue in judged(subject).values())


def test_is_for_clusters_only() -> None:
    assert not any("PTD01" in issue.codes for issue in judged(in_files(headless(), template())).values())
