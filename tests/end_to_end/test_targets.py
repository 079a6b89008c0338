"""What can be asked for: Services by name, by port, by label, by namespace."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from subprocess import CompletedProcess

import pytest

from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, endpoint_slice, pod, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.case import labelled
from tests.end_to_end.handmade import SKIP_MIRROR, endpoints
from tests.end_to_end.seen import above_notes, read_report

APP = container("app", container_port(8080, "http"), container_port(53, "dns", "UDP"))
WEB = service(
    "web", service_port(80, "http", "http"), service_port(81, "none", "admin"), service_port(53, "dns", "dns", "UDP")
)
API = service("api", service_port(80, "http"), selector={"app": "web"})


@pytest.fixture(scope="module")
def shop(control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Porttrace]:
    """A namespace of two Services, one port of which is broken."""
    namespace = control_plane.new_namespace("shop")
    namespace.apply(
        labelled(WEB, {"team": "a"}),
        labelled(service("api", service_port(80, "http"), selector={"app": "web"}), {"team": "b"}),
    )
    namespace.run_pod(pod("web-0", APP))
    namespace.wait_for_endpoints("web", ready=1)
    namespace.wait_for_endpoints("api", ready=1)
    yield Porttrace(control_plane, namespace.name, tmp_path_factory.mktemp("home"))
    namespace.remove()


def traced(result: CompletedProcess[str]) -> dict[str, list[str]]:
    """Return the Services of a report, each with the names of its ports."""
    return {each["name"]: [port["name"] for port in each["ports"]] for each in json.loads(result.stdout)["services"]}


ALL = ["http", "admin", "dns"]


@pytest.mark.parametrize(
    ("arguments", "expected", "exit_code"),
    [
        pytest.param(["web"], {"web": ALL}, 3, id="name"),
        pytest.param(["svc/web"], {"web": ALL}, 3, id="svc"),
        pytest.param(["service/web"], {"web": ALL}, 3, id="service"),
        pytest.param(["services/web"], {"web": ALL}, 3, id="services"),
        pytest.param(["svc", "web"], {"web": ALL}, 3, id="svc-as-a-word"),
        pytest.param(["svc", "api", "web:http"], {"api": [""], "web": ["http"]}, 0, id="svc-as-a-word-and-two"),
        pytest.param(["web:http"], {"web": ["http"]}, 0, id="port-name"),
        pytest.param(["web:80"], {"web": ["http"]}, 0, id="port-number"),
        pytest.param(["web:53/UDP"], {"web": ["dns"]}, 0, id="port-and-protocol"),
        pytest.param(["svc/web:admin"], {"web": ["admin"]}, 3, id="svc-and-port"),
        pytest.param(["web:http", "web:dns"], {"web": ["http", "dns"]}, 0, id="two-ports"),
        pytest.param(["web", "api"], {"api": [""], "web": ALL}, 3, id="two-services"),
        pytest.param(["api"], {"api": [""]}, 0, id="healthy"),
        pytest.param([], {"api": [""], "web": ALL}, 3, id="whole-namespace"),
        pytest.param(["-l", "team=a"], {"web": ALL}, 3, id="label"),
        pytest.param(["-l", "team=b"], {"api": [""]}, 0, id="label-of-the-healthy-one"),
    ],
)
def test_target(shop: Porttrace, arguments: list[str], expected: dict[str, list[str]], exit_code: int) -> None:
    result = shop(*arguments, "-o", "json")
    assert (result.returncode, result.stderr) == (exit_code, "")
    assert traced(result) == expected


def test_other_namespace(shop: Porttrace, porttrace: Porttrace) -> None:
    report = read_report(porttrace("web", "-n", shop.namespace, "-o", "json"), exit_code=3)
    assert [(each["namespace"], each["name"]) for each in report["services"]] == [(shop.namespace, "web")]
    assert above_notes(report) == [("PTR01", "error")]


def test_all_namespaces(shop: Porttrace) -> None:
    result = shop("-A", "-o", "json", "--fail-on", "never")
    assert (result.returncode, result.stderr) == (0, "")
    report = json.loads(result.stdout)
    seen = {(each["namespace"], each["name"]) for each in report["services"]}
    assert {(shop.namespace, "web"), (shop.namespace, "api"), ("default", "kubernetes")} <= seen
    ours = [each["code"] for each in report["findings"] if each["subject"]["namespace"] == shop.namespace]
    assert "PTR01" in ours


def test_name_alone_is_one_line_per_service_with_findings(shop: Porttrace) -> None:
    result = shop("-o", "name")
    assert (result.returncode, result.stdout, result.stderr) == (3, "service/web\n", "")


@pytest.mark.parametrize("target", ["wbe", "svc/webb", "web-1"])
def test_unknown_name_gets_the_nearest(shop: Porttrace, target: str) -> None:
    result = shop(target)
    assert (result.returncode, result.stdout) == (1, "")
    error, hint = result.stderr.splitlines()
    assert target.removeprefix("svc/") in error
    assert re.search(r"\bweb\b", hint)


@pytest.mark.parametrize("bad", ["wbe", "web:nosuch", "nosuch"])
def test_one_bad_target_keeps_nothing_from_the_others(shop: Porttrace, bad: str) -> None:
    """As `kubectl get service api nosuch`: what there is on stdout, what there is not on stderr, exit code 1."""
    result = shop("api", bad, "-o", "json")
    assert (result.returncode, traced(result)) == (1, {"api": [""]})
    assert result.stderr.startswith("error: service ")
    assert bad.partition(":")[2] in result.stderr


def test_each_bad_target_is_named(shop: Porttrace) -> None:
    result = shop("nosuch", "gone")
    assert (result.returncode, result.stdout) == (1, "")
    assert [line.split('"')[1] for line in result.stderr.splitlines() if line.startswith("error:")] == [
        "nosuch",
        "gone",
    ]


def test_names_of_the_whole_cluster_come_with_their_namespace(shop: Porttrace) -> None:
    """Each line is what kubectl takes."""
    result = shop("-A", "-o", "name", "--fail-on", "never")
    assert f"service/web -n {shop.namespace}" in result.stdout.splitlines()
    # What other tests have may be of no namespace.
    assert all(re.fullmatch(r"[a-z.]+/\S+( -n \S+)?", line) for line in result.stdout.splitlines())


@pytest.mark.parametrize("target", ["web:8080", "web:htpp", "web:80/UDP"])
def test_unknown_port_names_those_there_are(shop: Porttrace, target: str) -> None:
    result = shop(target)
    assert (result.returncode, result.stdout) == (1, "")
    assert "Traceback" not in result.stderr
    assert "http" in result.stderr


def test_empty_namespace(porttrace: Porttrace) -> None:
    result = porttrace("-o", "json")
    assert (result.returncode, result.stderr) == (0, "no Services found\n")
    report = json.loads(result.stdout)
    assert (report["services"], report["findings"]) == ([], [])


@pytest.fixture
def kubernetes_published(control_plane: Cluster) -> Namespace:
    """The default namespace with what kube-apiserver writes for its own Service; the test cluster's is told not to."""
    default = Namespace(control_plane.api(), "default")
    (port,) = default.get("Service", "kubernetes")["spec"]["ports"]
    ports = ({"name": "https", "port": port["targetPort"]},)
    default.apply(
        endpoint_slice(
            "kubernetes", "kubernetes", {"addresses": ["192.0.2.1"], "conditions": {"ready": True}}, ports=ports
        ),
        endpoints("kubernetes", "192.0.2.1", ports=ports, labels={SKIP_MIRROR: "true"}),
    )
    return default


@pytest.mark.usefixtures("kubernetes_published")
def test_default_kubernetes_has_no_findings(porttrace: Porttrace) -> None:
    report = read_report(porttrace("kubernetes", "-n", "default", "-o", "json", "--fail-on", "note"), exit_code=0)
    assert report["services"][0]["verdict"] == "wired"
    assert report["findings"] == []
