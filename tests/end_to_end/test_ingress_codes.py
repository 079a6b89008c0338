"""Findings on Ingresses and their classes: each on one that is wrong, and not on its nearest neighbours.

What is only told after ten minutes is told at once here, since nobody can write an older object to an API server.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.in_process import InProcess
from tests.end_to_end.test_ingresses import ingress, ingress_class

OF_CLASS = "kubernetes.io/ingress.class"
NEG = "cloud.google.com/neg"
GONE = "nobodys-class"


def annotated(made: Manifest, **annotations: str) -> Manifest:
    return made | {"metadata": {**made["metadata"], "annotations": annotations}}


def classed(name: str, class_: str | None, to: str = "web") -> Manifest:
    return ingress(name, ("/", to, 80), **({"ingressClassName": class_} if class_ else {}))


def of_gke(name: str, to: str) -> Manifest:
    return annotated(classed(name, None, to), **{OF_CLASS: "gce"})


def objects(class_: str) -> Iterator[Manifest]:
    """What is to be written, the class that exists by its name."""
    ports = service_port(80, 8080)
    yield service("web", ports)
    yield service("plain", ports, selector={"app": "web"})
    yield annotated(service("to-pods", ports, selector={"app": "web"}), **{NEG: '{"ingress": true}'})
    yield service("to-nodes", ports, selector={"app": "web"}, type="NodePort")
    yield annotated(service("exposed", ports, selector={"app": "web"}), **{NEG: '{"exposed_ports": {"8080": {}}}'})
    yield annotated(service("exposing", ports, selector={"app": "web"}), **{NEG: '{"exposed_ports": {"80": {}}}'})
    yield classed("i06", GONE)
    yield classed("i06-class", class_)
    yield annotated(classed("i06-annotated", None), **{OF_CLASS: GONE})
    yield classed("i06-served", GONE)
    yield classed("i49", "gce")
    yield of_gke("i49-annotated", "to-pods")
    yield classed("i49-served", "gce")
    yield of_gke("i39-plain", "plain")
    yield of_gke("i39-to-nodes", "to-nodes")
    yield classed("i39-of-another", class_)


@pytest.fixture
def shop(control_plane: Cluster, monkeypatch: pytest.MonkeyPatch) -> Iterator[Namespace]:
    monkeypatch.setattr("kubectl_porttrace.checks.ingress_classes.PATIENCE", timedelta(days=-1))
    namespace = control_plane.new_namespace("classes")
    try:
        namespace.apply(ingress_class(namespace.name), list(objects(namespace.name)))
        namespace.run_pod(pod("web-0", container("app", container_port(8080))))
        for name in ("web", "plain", "to-pods", "to-nodes", "exposed", "exposing"):
            namespace.wait_for_endpoints(name, ready=1)
        for name in ("i06-served", "i49-served"):
            status = {"status": {"loadBalancer": {"ingress": [{"ip": "192.0.2.9"}]}}}
            namespace.api.patch(namespace.path("Ingress", name) + "/status", status)
        yield namespace
    finally:
        namespace.api.delete(f"/apis/networking.k8s.io/v1/ingressclasses/{namespace.name}")
        namespace.remove()


@pytest.fixture
def porttrace(
    control_plane: Cluster,
    shop: Namespace,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> InProcess:
    program = Porttrace(control_plane, shop.name, tmp_path_factory.mktemp("home"))
    return InProcess(program, monkeypatch, capsys)


def named(report: Manifest, code: str) -> set[str]:
    """The subjects of a code, whether it is a finding itself or follows from one."""
    told = ((each, {each["code"], *(below["code"] for below in each["consequences"])}) for each in report["findings"])
    return {each["subject"]["name"] for each, codes in told if code in codes}


def test_each_on_what_is_wrong_and_not_on_its_neighbours(porttrace: InProcess) -> None:
    report = json.loads(porttrace("-o", "json").stdout)
    assert named(report, "PTI06") == {"i06", "i49"}
    assert named(report, "PTI49") == {"i49"}
    assert named(report, "PTI39") == {"plain", "exposed"}


def test_a_service_of_the_name_in_another_namespace(
    control_plane: Cluster, shop: Namespace, porttrace: InProcess
) -> None:
    """Names are of this test alone, for the whole cluster is read."""
    beside = control_plane.new_namespace("beside")
    try:
        name = f"{beside.name}-web"
        beside.apply(service(name, service_port(80)))
        shop.apply(classed("i13", shop.name, name), classed("i01", shop.name, f"{shop.name}-gone"))
        report = json.loads(porttrace("-A", "-o", "json").stdout)
        ours = {each["name"]: each["findings"] for each in report["routes"] if each["namespace"] == shop.name}
        assert (ours["i13"], ours["i01"]) == (["PTI13"], ["PTI01"])
        assert ours["i06-class"] == []
        (finding,) = [each for each in report["findings"] if each["code"] == "PTI13" and name in each["message"]]
        assert beside.name in finding["message"]
    finally:
        beside.remove()
