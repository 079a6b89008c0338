import pytest

from kubectl_porttrace.checks.slices.endpoint_pod_gone import endpoint_pod_gone as check
from kubectl_porttrace.model.endpointslice import CONTROLLER, Endpoint, EndpointPort, EndpointSlice
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.trace.service import TracedService
from tests.build import endpoint, endpoint_slice, found, pod, problems, service, traced
from tests.checks.slices.by_hand import BARE, PLAIN

ALL = frozenset({"shop"})
PORT = PortKey("shop", "web", 0)
DB = pod(name="db-0", ips=["10.0.0.1"], labels={"app": "db"})


def naming(name: str, address: str, kind: str = "Pod", namespace: str = "shop", uid: str = "") -> EndpointSlice:
    reference = ObjectReference(kind=kind, name=name, namespace=namespace, uid=uid)
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
        pytest.param(
            traced(BARE, DB, naming("db-0", "10.0.0.9", uid="uid-db-0"), complete_namespaces=ALL), id="a-second-network"
        ),
        pytest.param(
            traced(BARE, DB, naming("db-0", "10.0.0.1"), naming("db-1", "10.0.0.2"), complete_namespaces=ALL),
            id="another-backend-remains",
        ),
    ],
)
def test_fires(subject: TracedService) -> None:
    (issue,) = found(check, subject)
    assert issue.object is not None
    assert (issue.object.name, issue.path) == ("mine", "endpoints")
    assert [(root.code, root.severity) for root in problems(subject)] == [("PTE22", "warning")]


@pytest.mark.parametrize(
    ("subject", "told"),
    [
        pytest.param(
            traced(BARE, naming("db-1", "10.0.0.1"), complete_namespaces=ALL), "db-1 does not exist", id="no-such-pod"
        ),
        pytest.param(
            traced(BARE, DB, naming("db-0", "10.0.0.9", uid="uid-before"), complete_namespaces=ALL),
            "db-0 is another pod now",
            id="replaced",
        ),
    ],
)
def test_is_an_error_where_nobody_is_left(subject: TracedService, told: str) -> None:
    (root,) = problems(subject)
    assert (root.code, root.severity, root.ports) == ("PTE22", "error", frozenset({PORT}))
    assert told in root.message


def test_is_an_error_beside_the_selector_that_was_removed() -> None:
    """One port still has a backend, so the cause is worth no error there."""
    of = service({"name": "a", "port": 80}, {"name": "b", "port": 81}, selector={})
    stranger = ObjectReference(kind="Pod", name="db-9", namespace="shop")
    ports = [EndpointPort(name="a", port=80), EndpointPort(name="b", port=81)]
    left = endpoint_slice(ports, endpoint("10.0.0.9", target_ref=stranger), managed_by=CONTROLLER, owner=of)
    own = endpoint_slice(ports[:1], endpoint("10.0.0.5"))
    roots = problems(traced(of, left, own, complete_namespaces=ALL))
    assert [(root.code, root.severity, root.ports) for root in roots] == [
        ("PTE14", "warning", frozenset({PORT, PortKey("shop", "web", 1)})),
        ("PTE22", "error", frozenset({PortKey("shop", "web", 1)})),
    ]
    (root,) = problems(traced(of, left, complete_namespaces=ALL))
    assert (root.codes[0], root.severity, "PTE22" in root.codes) == ("PTE14", "error", True)


def test_follows_from_a_selector_that_was_removed() -> None:
    left = endpoint_slice(
        [PLAIN],
        endpoint("10.0.0.9", target_ref=ObjectReference(kind="Pod", name="db-0", namespace="shop")),
        managed_by=CONTROLLER,
        owner=BARE,
    )
    assert [root.codes for root in problems(traced(BARE, DB, left))] == [("PTE14", "PTE21", "PTE22")]
