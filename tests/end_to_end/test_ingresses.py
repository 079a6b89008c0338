"""Ingresses on a real API server, with its validation."""

from __future__ import annotations

import shlex
from typing import Any

import pytest

from tests.cluster.api import Manifest
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.seen import read_report

API = "networking.k8s.io/v1"
DEFAULT = "ingressclass.kubernetes.io/is-default-class"


def ingress(name: str, *backends: tuple[str, str, int | str], **spec: Any) -> Manifest:
    """Return an Ingress of these paths, each to a Service and its port."""
    paths = [
        {
            "path": path,
            "pathType": "Prefix",
            "backend": {"service": {"name": to, "port": {"name" if isinstance(port, str) else "number": port}}},
        }
        for path, to, port in backends
    ]
    full = {"rules": [{"host": "shop.example.com", "http": {"paths": paths}}], **spec}
    return {"apiVersion": API, "kind": "Ingress", "metadata": {"name": name}, "spec": full}


def ingress_class(name: str, *, default: bool = False) -> Manifest:
    """Return an IngressClass."""
    annotations = {DEFAULT: "true"} if default else {}
    metadata = {"name": name, "annotations": annotations}
    spec = {"controller": "example.com/ingress"}
    return {"apiVersion": API, "kind": "IngressClass", "metadata": metadata, "spec": spec}


@pytest.fixture
def web(namespace: Namespace) -> Namespace:
    namespace.apply(service("web", service_port(80, target_port=8080, name="http")))
    namespace.run_pod(pod("web-0", container("app", container_port(8080)), labels={"app": "web"}))
    namespace.wait_for_endpoints("web", ready=1)
    return namespace


def codes(report: Manifest, family: str = "PTI") -> dict[str, str]:
    return {each["code"]: each["severity"] for each in report["findings"] if each["code"].startswith(family)}


def test_each_backend_by_itself(web: Namespace, porttrace: Porttrace) -> None:
    web.apply(
        ingress(
            "shop",
            ("/", "web", "http"),
            ("/number", "web", 80),
            ("/target", "web", 8080),
            ("/name", "web", "htpt"),
            ("/gone", "gone", 80),
        )
    )
    report = read_report(porttrace("ing/shop", "-o", "json"), exit_code=3)
    (route,) = report["routes"]
    assert [each["verdict"] for each in route["backends"]] == ["wired", "wired", "broken", "broken", "broken"]
    assert [each["service"]["exists"] for each in route["backends"]] == [True, True, True, True, False]
    assert codes(report) == {"PTI03": "error", "PTI04": "error", "PTI01": "error"}
    assert [each["name"] for each in report["services"]] == ["web"]


def test_the_fix_removes_the_finding(web: Namespace, porttrace: Porttrace) -> None:
    web.apply(ingress("shop", ("/", "web", 8080)))
    report = read_report(porttrace("web", "-o", "json"), exit_code=3)
    (finding,) = [each for each in report["findings"] if each["code"] == "PTI03"]
    _, *words = shlex.split(finding["fix"]["command"])
    porttrace.cluster.kubectl(*words)
    assert codes(read_report(porttrace("web", "-o", "json"), exit_code=0)) == {}


def test_one_service_is_told_of_its_own_backends_alone(web: Namespace, porttrace: Porttrace) -> None:
    web.apply(ingress("shop", ("/", "web", 80), ("/gone", "gone", 80)))
    report = read_report(porttrace("web", "-o", "json"), exit_code=0)
    assert [each["path"] for each in report["services"][0]["entrances"] if each["kind"] == "Ingress"] == ["/"]
    assert codes(report) == {}
    assert read_report(porttrace("web", "--no-routes", "-o", "json"), exit_code=0)["routes"] == []
    assert codes(read_report(porttrace("-o", "json"), exit_code=3)) == {"PTI01": "error"}


def annotated(manifest: Manifest, **annotations: str) -> Manifest:
    """The same with annotations of the AWS load balancer controller, whose class the annotation names."""
    written = {f"alb.ingress.kubernetes.io/{key.replace('_', '-')}": value for key, value in annotations.items()}
    metadata = {**manifest["metadata"], "annotations": {"kubernetes.io/ingress.class": "alb", **written}}
    return manifest | {"metadata": metadata}


def test_what_the_controller_of_aws_refuses(web: Namespace, porttrace: Porttrace) -> None:
    action = "actions.moved"
    web.apply(
        service("named", service_port(80, target_port="web", name="http"), selector={"app": "web"}),
        annotated(ingress("pods", ("/", "web", 80)), target_type="ip", healthcheck_port="http"),
        annotated(ingress("nodes", ("/", "web", 80)), target_type="instance"),
        annotated(ingress("acting", ("/", "web", 80), ("/old", "moved", "use-annotation")), **{action: "{}"}),
        annotated(ingress("idle", ("/", "web", 80), ("/old", "moved", "use-annotation"))),
        annotated(ingress("health", ("/", "named", 80)), target_type="ip", healthcheck_port="http"),
    )
    report = read_report(porttrace("-o", "json"), exit_code=3)
    told = {each["name"]: each["findings"] for each in report["routes"]}
    refused = {name: [code for code in codes if code in {"PTI38", "PTI40"}] for name, codes in told.items()}
    assert refused == {
        "pods": [],
        "nodes": ["PTI38"],
        "acting": [],
        "idle": ["PTI38"],
        "health": ["PTI40"],
    }
    saved = porttrace.home / "aws.json"
    assert porttrace("--save", str(saved)).returncode == 3
    again = read_report(porttrace("-f", str(saved), "-o", "json"), exit_code=3)
    assert {each["name"]: each["findings"] for each in again["routes"]} == told


def test_an_annotated_port_is_one_of_the_pods(web: Namespace, porttrace: Porttrace) -> None:
    for number, expected in (("80", {"PTM08": "warning"}), ("8080", {})):
        annotations = {"prometheus.io/scrape": "true", "prometheus.io/port": number}
        web.patch("Service", "web", {"metadata": {"annotations": annotations}})
        assert codes(read_report(porttrace("web", "-o", "json"), exit_code=0), "PTM") == expected


def test_what_was_saved_says_the_same(web: Namespace, porttrace: Porttrace) -> None:
    web.apply(ingress("shop", ("/", "web", 80), ("/gone", "gone", 80)))
    porttrace("--save", "saved.json")
    saved = read_report(porttrace("-f", "saved.json", "-o", "json"), exit_code=3)
    assert codes(saved) == {"PTI01": "error"}
