"""NetworkPolicies on a real API server: what it fills in, and what the command makes of them."""

from __future__ import annotations

import json
import shlex
from collections.abc import Iterator
from itertools import product
from typing import Any

import msgspec
import pytest

from kubectl_porttrace.model.network_policy import NetworkPolicy
from tests.cluster.api import Manifest
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.cluster.plugin import Porttrace

WEB = service("web", service_port(80, 8080))
SERVER = pod("web-0", container("app", container_port(8080, "http")), labels={"app": "web"})
CLIENT = pod("client-0", container("app"), labels={"app": "client"})
OPTIONS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("policyTypes", (None, [], ["Ingress"], ["Egress"], ["Ingress", "Egress"])),
    ("ingress", (None, [], [{}])),
    ("egress", (None, [], [{}])),
)


def policy(name: str, **spec: Any) -> Manifest:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": name},
        "spec": {"podSelector": {"matchLabels": {"app": "web"}}, **spec},
    }


@pytest.fixture
def shop(control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Namespace, Porttrace]]:
    namespace = control_plane.new_namespace("policies")
    namespace.apply(WEB)
    namespace.run_pod(SERVER)
    namespace.run_pod(CLIENT)
    namespace.wait_for_endpoints("web", ready=1)
    yield namespace, Porttrace(control_plane, namespace.name, tmp_path_factory.mktemp("home"))
    namespace.remove()


def verdict(porttrace: Porttrace, *arguments: str) -> tuple[str, str, list[str]]:
    """The verdict on the port, what policies make of its pod, and the codes of errors."""
    report = json.loads(porttrace("web", "-o", "json", *arguments).stdout)
    (port,) = report["services"][0]["ports"]
    errors = [each["code"] for each in report["findings"] if each["severity"] == "error"]
    return port["verdict"], port["backends"][0]["networkPolicy"], errors


def test_the_types_that_are_filled_in_are_ours(namespace: Namespace) -> None:
    for number, chosen in enumerate(product(*(values for _, values in OPTIONS))):
        spec = {name: value for (name, _), value in zip(OPTIONS, chosen, strict=True) if value is not None}
        written = policy(f"p{number}", **spec)
        stored = namespace.create(written)
        ours = msgspec.convert(written, NetworkPolicy)
        assert list(ours.types) == stored["spec"]["policyTypes"], written
        again = msgspec.convert(stored, NetworkPolicy)
        assert [again.rules("Ingress"), again.rules("Egress")] == [ours.rules("Ingress"), ours.rules("Egress")]


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        pytest.param({"ingress": [{"ports": [{"port": 8080}]}]}, ("wired", "allowed", []), id="admitted"),
        pytest.param({"policyTypes": ["Egress"]}, ("wired", "none", []), id="egress-alone"),
        pytest.param({"ingress": []}, ("broken", "blocked", ["PTN01"]), id="nobody"),
        pytest.param({"ingress": [{"ports": [{"port": 80}]}]}, ("broken", "blocked", ["PTN02"]), id="services-port"),
        pytest.param(
            {"ingress": [{"ports": [{"port": 8080, "protocol": "UDP"}]}]},
            ("broken", "blocked", ["PTN03"]),
            id="another-protocol",
        ),
    ],
)
def test_what_a_policy_makes_of_a_port(
    shop: tuple[Namespace, Porttrace], spec: Manifest, expected: tuple[str, str, list[str]]
) -> None:
    namespace, porttrace = shop
    namespace.apply(policy("web", **spec))
    assert verdict(porttrace) == expected


def test_the_patch_opens_the_port(shop: tuple[Namespace, Porttrace]) -> None:
    namespace, porttrace = shop
    namespace.apply(policy("web", ingress=[{"ports": [{"port": 80}]}]))
    report = json.loads(porttrace("web", "-o", "json").stdout)
    (found,) = (each for each in report["findings"] if each["code"] == "PTN02")
    change = json.loads(shlex.split(found["fix"]["command"])[-1])
    namespace.patch("NetworkPolicy", "web", change, "application/json-patch+json")
    assert verdict(porttrace) == ("wired", "allowed", [])


def test_a_client_is_judged_at_both_ends(shop: tuple[Namespace, Porttrace]) -> None:
    namespace, porttrace = shop

    def said() -> str:
        report = json.loads(porttrace("web", "-o", "json", "--from", "pod/client-0").stdout)
        return str(report["access"][0]["ports"][0]["verdict"])

    assert said() == "admitted"
    clients = {"podSelector": {"matchLabels": {"app": "client"}}}
    namespace.apply(policy("web", ingress=[{"from": [clients], "ports": [{"port": 8080}]}]))
    assert said() == "admitted"
    namespace.apply(policy("out", podSelector=clients["podSelector"], policyTypes=["Egress"]))
    assert said() == "refused"
