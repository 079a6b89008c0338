from typing import Any

import pytest

from kubectl_porttrace.checks.slices.endpoints_without_node import endpoints_without_node as check
from kubectl_porttrace.model.endpointslice import EndpointPort, EndpointSlice
from kubectl_porttrace.model.service import Service
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
    pod,
    problems,
    service,
    subset,
    template,
    traced,
)
from tests.checks.slices.by_hand import PLAIN

INSIDE: dict[str, Any] = {"internalTrafficPolicy": "Local"}
OUTSIDE: dict[str, Any] = {"type": "NodePort", "externalTrafficPolicy": "Local"}
PIECE = endpoint_slice([PLAIN], endpoint("10.0.0.1"), endpoint("10.0.0.2"), name="nowhere")


def bare(**spec: Any) -> Service:
    return service({"port": 80}, selector={}, **spec)


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(bare(), PIECE), id="policy-cluster"),
        pytest.param(
            traced(bare(**INSIDE), endpoint_slice([PLAIN], endpoint("10.0.0.1", node_name="node-0"))), id="with-a-node"
        ),
        pytest.param(
            traced(bare(**INSIDE), PIECE, endpoint_slice([PLAIN], endpoint("10.0.0.3", node_name="node-0"))),
            id="one-has",
        ),
        pytest.param(
            traced(bare(**INSIDE), endpoint_slice([PLAIN], endpoint("10.0.0.1", ready=False))), id="none-usable"
        ),
        pytest.param(traced(bare(externalTrafficPolicy="Local"), PIECE), id="nothing-comes-from-outside"),
        pytest.param(traced(headless({"port": 80}, selector={}, **INSIDE), PIECE), id="headless"),
        pytest.param(traced(service(**INSIDE), pod()), id="pods-have-nodes"),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "spec",
    [
        pytest.param(INSIDE, id="inside"),
        pytest.param(OUTSIDE, id="outside"),
        pytest.param({**INSIDE, **OUTSIDE}, id="both"),
    ],
)
def test_fires_though_backends_are_usable(spec: dict[str, str]) -> None:
    subject = traced(bare(**spec), PIECE)
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.name, issue.path) == ("nowhere", "endpoints")
    assert [(root.code, root.severity) for root in problems(subject)] == [("PTE20", "error")]


GONE = endpoint_slice([PLAIN], endpoint("10.0.0.1", node_name="gone"))


@pytest.mark.parametrize(
    ("endpoint_slices", "words"),
    [
        pytest.param([PIECE], "have no nodeName", id="none-named"),
        pytest.param([GONE], "names gone, which does not exist", id="one-that-is-gone"),
        pytest.param(
            [GONE, endpoint_slice([PLAIN], endpoint("10.0.0.2", node_name="away"))],
            "name away, gone, which do not exist",
            id="two-that-are-gone",
        ),
    ],
)
def test_says_where_the_endpoints_are_not(endpoint_slices: list[EndpointSlice], words: str) -> None:
    assert found(check, traced(bare(**INSIDE), *endpoint_slices))[0].message.endswith(words)


def test_a_node_counts_as_there_where_nodes_were_not_read() -> None:
    assert found(check, traced(bare(**INSIDE), GONE, unread=[forbidden("nodes")])) == []


def test_an_endpoint_that_is_not_used_does_not_help_with_its_node() -> None:
    unready = endpoint("10.0.0.9", ready=False, node_name="node-0")
    assert len(found(check, traced(bare(**INSIDE), PIECE, endpoint_slice([PLAIN], unready)))) == 1


def test_templates_will_have_nodes() -> None:
    snapshot = manifests(service(**INSIDE), template())
    assert found(check, trace_service(snapshot, snapshot.services[0])) == []


def test_endpoints_in_files_count() -> None:
    snapshot = manifests(bare(**INSIDE), endpoints(subset(PLAIN, "10.0.0.1")))
    (issue,) = found(check, trace_service(snapshot, snapshot.services[0]))
    assert (issue.object, issue.evidence) == (None, ())


def test_endpoints_do_not_tell_it_where_slices_may_not_be_read() -> None:
    asked = service({"port": 80}, selector={}, internalTrafficPolicy="Local")
    written = endpoints(subset(EndpointPort(port=8080), "10.0.0.1"))
    assert "PTE20" in judged(traced(asked, endpoint_slice([EndpointPort(port=8080)], endpoint("10.0.0.1"))))
    assert "PTE20" not in judged(traced(asked, written, unread=[forbidden("endpointslices")]))
