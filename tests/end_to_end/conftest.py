"""The cases of a module, seen on the real control plane."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from tests.cluster.build import Programs
from tests.cluster.cluster import Cluster
from tests.cluster.control_plane import ControlPlane
from tests.cluster.custom_kinds import wait_until_served
from tests.cluster.namespace import Namespace
from tests.cluster.objects import service
from tests.cluster.plugin import Porttrace
from tests.end_to_end.called import PLURALS, create, definition
from tests.end_to_end.in_process import InProcess
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


@pytest.fixture(scope="module")
def plane(programs: Programs) -> Iterator[Cluster]:
    """A control plane of the module's own that has the kinds of the Prometheus operator."""
    with ControlPlane(programs=programs) as running, closing(Cluster(running.connection)) as cluster:
        anywhere = Namespace(cluster.api(), "default")
        made = [create(anywhere, definition(kind), "customresourcedefinitions") for kind in PLURALS]
        wait_until_served(cluster, [each["metadata"]["name"] for each in made])
        yield cluster


@pytest.fixture
def here(plane: Cluster) -> Namespace:
    """A namespace with a label of its own."""
    made = plane.new_namespace("callers")
    made.api.patch(f"/api/v1/namespaces/{made.name}", {"metadata": {"labels": {"porttrace.test/asked": made.name}}})
    return made


@pytest.fixture
def on_plane(
    plane: Cluster,
    here: Namespace,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> InProcess:
    """The command, asked about that namespace."""
    return InProcess(Porttrace(plane, here.name, tmp_path), monkeypatch, capsys)
