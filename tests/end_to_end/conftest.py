"""The cases of a module, seen on the real control plane."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import service
from tests.cluster.plugin import Porttrace
from tests.end_to_end.own_node import nodes_stay
from tests.end_to_end.seen import Seen, pod_addresses, read_report, settle


@pytest.fixture(scope="module")
def seen(
    request: pytest.FixtureRequest, control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Seen]:
    """What the cluster and the command make of the module's CASES, all in one namespace."""
    cases = request.module.CASES
    namespace = control_plane.new_namespace("cases")
    for case in cases:
        case.make(namespace)
    slices = settle(namespace, cases)
    porttrace = Porttrace(control_plane, namespace.name, tmp_path_factory.mktemp("home"))
    with nodes_stay():
        report = read_report(porttrace("-o", "json"), max(case.exit_code for case in cases))
    yield Seen(namespace, porttrace, slices, pod_addresses(namespace), report)
    namespace.remove()


@pytest.fixture
def web(namespace: Namespace) -> Namespace:
    """The namespace with a Service of an outside name, of which nothing is wrong."""
    namespace.create(service("web", selector={}, type="ExternalName", externalName="example.com"))
    return namespace
