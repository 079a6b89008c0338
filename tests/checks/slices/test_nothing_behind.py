import pytest

from kubectl_porttrace.checks.slices.nothing_behind import nothing_behind_service as check
from kubectl_porttrace.trace.service import TracedService, trace_service
from tests.build import (
    endpoint,
    endpoint_slice,
    endpoints,
    forbidden,
    found,
    headless,
    judged,
    manifests,
    problems,
    service,
    subset,
    traced,
)
from tests.checks.slices.by_hand import BARE, PLAIN


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(BARE, endpoint_slice([PLAIN], endpoint("10.0.0.1"))), id="a-slice"),
        pytest.param(traced(BARE, endpoints(subset(PLAIN, "10.0.0.1"))), id="endpoints-yet-to-be-mirrored"),
        pytest.param(traced(BARE, endpoints(subset(PLAIN, not_ready=("10.0.0.1",)))), id="endpoints-not-ready"),
        pytest.param(traced(service()), id="a-selector"),
        pytest.param(traced(service(selector={}, type="ExternalName", externalName="a.example")), id="external-name"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    ("subject", "ports"),
    [
        pytest.param(traced(BARE), [0], id="nothing"),
        pytest.param(traced(BARE, endpoint_slice([PLAIN])), [0], id="an-empty-slice"),
        pytest.param(traced(BARE, endpoints()), [0], id="empty-endpoints"),
        pytest.param(traced(headless(ports=[], selector={})), [], id="headless-without-ports"),
    ],
)
def test_fires(subject: TracedService, ports: list[int]) -> None:
    (issue,) = found(check, subject)
    assert (issue.path, [port.index for port in issue.ports]) == ("spec.selector", ports)
    assert [(root.code, root.severity) for root in problems(subject)] == [("PTE02", "error")]


@pytest.mark.parametrize("resource", ["endpointslices", "endpoints"])
def test_needs_both(resource: str) -> None:
    assert "PTE02" not in judged(traced(BARE, unread=[forbidden(resource)]))


def test_a_file_need_not_hold_everything() -> None:
    snapshot = manifests(BARE)
    assert judged(trace_service(snapshot, snapshot.services[0])) == {}


@pytest.mark.parametrize(
    ("subject", "empty"),
    [
        pytest.param(traced(BARE), False, id="nothing"),
        pytest.param(traced(BARE, endpoint_slice([PLAIN])), True, id="an-empty-slice"),
        pytest.param(traced(BARE, endpoints()), True, id="empty-endpoints"),
    ],
)
def test_empty_is_told_from_absent(subject: TracedService, *, empty: bool) -> None:
    assert ("with an address" in found(check, subject)[0].message) == empty


def test_the_api_server_answers_whatever_it_publishes() -> None:
    subject = traced(service({"name": "https", "port": 443}, name="kubernetes", namespace="default", selector={}))
    (issue,) = problems(subject)
    assert (issue.code, issue.severity) == ("PTE02", "warning")
    assert "the API server answers" in issue.message


@pytest.mark.parametrize(
    ("name", "namespace"),
    [pytest.param("kubernetes", "shop", id="elsewhere"), pytest.param("api", "default", id="another-name")],
)
def test_no_other_service_is_excused(name: str, namespace: str) -> None:
    subject = traced(service({"name": "https", "port": 443}, name=name, namespace=namespace, selector={}))
    assert [issue.severity for issue in problems(subject)] == ["error"]
