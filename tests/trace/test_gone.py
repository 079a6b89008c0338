import pytest

from kubectl_porttrace.model.endpointslice import CONTROLLER
from kubectl_porttrace.model.meta import ObjectReference
from kubectl_porttrace.trace.gone import kept_by_controller, pod_is_gone
from tests.build import cluster, endpoint_slice, forbidden, pod, service

DB = pod(name="db-0", ips=["10.0.0.1"])
ALL = cluster(DB, complete_namespaces=frozenset({"shop"}))


def to(name: str, kind: str = "Pod", namespace: str = "shop", uid: str = "") -> ObjectReference:
    return ObjectReference(kind=kind, name=name, namespace=namespace, uid=uid)


@pytest.mark.parametrize(
    ("reference", "gone"),
    [
        pytest.param(None, False, id="no-reference"),
        pytest.param(to("db-1", kind="VirtualMachine"), False, id="no-pod"),
        pytest.param(to("db-1", namespace="other"), False, id="a-namespace-that-was-not-read"),
        pytest.param(to("db-0"), False, id="there"),
        pytest.param(to("db-0", uid="uid-db-0"), False, id="there-with-its-uid"),
        pytest.param(to("db-1"), True, id="not-there"),
        pytest.param(to("db-1", namespace=""), True, id="not-there-in-the-slices-own-namespace"),
        pytest.param(to("db-0", uid="uid-before"), True, id="replaced"),
    ],
)
def test_pod_is_gone(reference: ObjectReference | None, gone: bool) -> None:  # noqa: FBT001 - the expectation
    assert pod_is_gone(ALL, "shop", reference, "10.0.0.9") is gone


def test_a_successor_with_the_very_address_serves_in_its_place() -> None:
    assert not pod_is_gone(ALL, "shop", to("db-0", uid="uid-before"), "10.0.0.1")


def test_nothing_is_gone_where_not_all_pods_were_read() -> None:
    assert not pod_is_gone(cluster(DB), "shop", to("db-1"), "10.0.0.9")
    refused = cluster(complete_namespaces=frozenset({"shop"}), unread=[forbidden("pods", "shop")])
    assert not pod_is_gone(refused, "shop", to("db-1"), "10.0.0.9")


def test_kept_by_controller() -> None:
    kept = endpoint_slice((), managed_by=CONTROLLER)
    assert kept_by_controller(service(), kept)
    assert not kept_by_controller(service(selector={}), kept)
    assert not kept_by_controller(service(), endpoint_slice(()))
