import pytest
from msgspec.structs import replace

from kubectl_porttrace.checks.slices.slice_without_service_name import slice_without_service_name as check
from kubectl_porttrace.model.endpointslice import EndpointPort, EndpointSlice
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.trace.service import TracedService
from tests.build import (
    endpoint,
    endpoint_slice,
    endpoints,
    found,
    headless,
    in_files,
    pod,
    problems,
    service,
    subset,
    traced,
)

BARE = service(selector={})
PORT = EndpointPort(port=8080)
OTHER_PORT = EndpointPort(name="other", port=8080)


def unlabelled(
    name: str = "web-1",
    port: EndpointPort = PORT,
    owner: Service | None = None,
    namespace: str = "shop",
    addresses: tuple[str, ...] = ("10.0.0.1",),
) -> EndpointSlice:
    made = endpoint_slice([port], *map(endpoint, addresses), name=name, owner=owner, namespace=namespace)
    return replace(made, metadata=replace(made.metadata, labels={}))


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(BARE, unlabelled(), endpoint_slice([PORT], endpoint("10.0.0.2"))), id="served-by-another"),
        pytest.param(traced(service(), unlabelled()), id="a-selector"),
        pytest.param(traced(BARE, endpoint_slice([PORT], endpoint("10.0.0.1"))), id="labelled"),
        pytest.param(
            traced(BARE, endpoint_slice([PORT], endpoint("10.0.0.1"), service="api")), id="of-another-service"
        ),
        pytest.param(traced(BARE, unlabelled("api-1")), id="another-name"),
        pytest.param(traced(BARE, unlabelled("webshop")), id="a-longer-name"),
        pytest.param(traced(BARE, unlabelled(port=OTHER_PORT)), id="begins-alike-but-no-port-fits"),
        pytest.param(traced(BARE, service(name="web-api"), unlabelled("web-api-1")), id="fits-another-service-better"),
        pytest.param(traced(BARE, unlabelled(owner=service(name="api"))), id="owned-by-another"),
        pytest.param(traced(BARE, unlabelled(namespace="other")), id="in-another-namespace"),
        pytest.param(traced(BARE, unlabelled(addresses=())), id="empty"),
        pytest.param(traced(BARE, unlabelled(), endpoints(subset("10.0.0.9", PORT))), id="endpoints-are-there"),
        pytest.param(
            traced(service(type="ExternalName", externalName="a.example", selector={}), unlabelled()), id="external"
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(BARE, unlabelled()), id="begins-alike-and-a-port-fits"),
        pytest.param(traced(BARE, unlabelled("web", OTHER_PORT)), id="same-name"),
        pytest.param(traced(BARE, unlabelled("x", OTHER_PORT, owner=BARE)), id="owned"),
        pytest.param(traced(headless(selector={}), unlabelled()), id="headless"),
        pytest.param(traced(BARE, pod(), unlabelled()), id="beside-pods-of-that-name"),
    ],
)
def test_fires_above_the_fact_that_nothing_is_there(subject: TracedService) -> None:
    (issue,) = problems(subject)
    assert (issue.code, issue.severity, issue.path) == ("PTE24", "error", "metadata.labels")
    assert "PTE02" in issue.codes
    assert "no endpoints" in issue.message
    assert issue.object is not None
    assert issue.object.kind == "EndpointSlice"
    assert "kubernetes.io/service-name=web" in issue.fix.text
    assert issue.fix.command is None


def test_two_slices_are_one_finding() -> None:
    (issue,) = found(check, traced(BARE, unlabelled("web-1"), unlabelled("web-2", addresses=("10.0.0.2",))))
    assert "web-1, web-2" in issue.message
    assert issue.evidence == ("they hold 2 endpoints: 10.0.0.1, 10.0.0.2",)


def test_fires_on_manifests_as_a_warning() -> None:
    assert [(issue.code, issue.severity) for issue in problems(in_files(BARE, unlabelled()))] == [("PTE24", "warning")]
