import pytest

from kubectl_porttrace.checks.slices.endpoint_pod_gone import endpoint_pod_gone as check
from kubectl_porttrace.model.endpointslice import CONTROLLER, Endpoint, EndpointPort, EndpointSlice
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, found, pod, problems, service, traced

HTTP = EndpointPort(name="http", port=8080)
PLAIN = EndpointPort(port=8080)
BARE = service({"port": 80}, selector={})
NAMED = service({"name": "http", "port": 80}, selector={})

ALL = frozenset({"shop"})
DB = pod(name="db-0", ips=["10.0.0.1"], labels={"app": "db"})


def naming(name: str, address: str, kind: str = "Pod", namespace: str = "shop") -> EndpointSlice:
    reference = ObjectReference(kind=kind, name=name, namespace=namespace)
    return endpoint_slice([PLAIN], endpoint(address, target_ref=reference), name="mine")


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(BARE, DB, naming("db-0", "10.0.0.1")), id="its-address"),
        pytest.param(traced(BARE, naming("db-1", "10.0.0.1")), id="not-all-pods-were-read"),
        pytest.param(
            traced(BARE, naming("vm-1", "10.0.0.1", kind="VirtualMachine"), complete_namespaces=ALL), id="no-pod"
        ),
        pytest.param(
            traced(BARE, endpoint_slice([PLAIN], endpoint("10.0.0.1")), complete_namespaces=ALL), id="no-reference"
        ),
        pytest.param(traced(BARE, pod(name="db-1", ips=()), naming("db-1", "10.0.0.1")), id="no-address-yet"),
        pytest.param(
            traced(
                BARE,
                endpoint_slice([PLAIN], Endpoint(target_ref=ObjectReference(kind="Pod", name="x"))),
                complete_namespaces=ALL,
            ),
            id="no-address-in-the-slice",
        ),
        pytest.param(
            traced(
                service(),
                endpoint_slice(
                    [EndpointPort(port=80)],
                    endpoint("10.0.0.9", target_ref=ObjectReference(kind="Pod", name="x", namespace="shop")),
                    managed_by=CONTROLLER,
                ),
                complete_namespaces=ALL,
            ),
            id="the-controllers-own-is-a-matter-of-time",
        ),
        pytest.param(
            traced(
                service(selector={}, type="ExternalName", externalName="a.example"),
                naming("x", "10.0.0.1"),
                complete_namespaces=ALL,
            ),
            id="external-name",
        ),
    ],
)
def test_stays_silent(subject: TracedService) -> None:
    assert found(check, subject) == []


@pytest.mark.parametrize(
    "subject",
    [
        pytest.param(traced(BARE, DB, naming("db-0", "10.0.0.9")), id="another-address"),
        pytest.param(traced(BARE, DB, naming("db-0", "10.0.0.9", namespace="")), id="reference-without-namespace"),
        pytest.param(traced(BARE, naming("db-1", "10.0.0.1"), complete_namespaces=ALL), id="no-such-pod"),
    ],
)
def test_fires(subject: TracedService) -> None:
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.name, issue.path) == ("mine", "endpoints")
    assert [(root.code, root.severity) for root in problems(subject)] == [("PTE22", "warning")]


def test_follows_from_a_selector_that_was_removed() -> None:
    left = endpoint_slice(
        [PLAIN],
        endpoint("10.0.0.9", target_ref=ObjectReference(kind="Pod", name="db-0", namespace="shop")),
        managed_by=CONTROLLER,
        owner=BARE,
    )
    assert [root.codes for root in problems(traced(BARE, DB, left))] == [("PTE14", "PTE21", "PTE22")]
