"""What each way through the program loads: modules cost more time than anything else it does."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.read.scripted import http_server

PACKAGE = "kubectl_porttrace"
CLIENT = {"kubernetes", "urllib3", "ssl", "http.client", "certifi"}
# What the client, or the parser of the command line, would bring along.
NEVER = {"pydantic", "requests", "oauthlib", "requests_oauthlib", "aiohttp", "websocket", "rich", "asyncio", "google"}
JUDGING = {f"{PACKAGE}.diagnose.assembly", f"{PACKAGE}.checks.catalogue", f"{PACKAGE}.trace.service"}
FORMATS = ("human", "table", "tree", "mermaid", "markdown", "html", "json", "yaml", "sarif", "junit", "github", "name")
RENDERING = {f"{PACKAGE}.render.{name}" for name in FORMATS} | {"tabulate", "jinja2"}
TABLE = {f"{PACKAGE}.render.human", f"{PACKAGE}.render.table", "tabulate"}
TREE = {f"{PACKAGE}.render.tree", f"{PACKAGE}.render.table", "tabulate"}
DOCUMENTATION = {f"{PACKAGE}.checks.catalogue", f"{PACKAGE}.trace.service", f"{PACKAGE}.render.table", "tabulate"}
HTML = {f"{PACKAGE}.render.{name}" for name in ("html", "json", "table")} | {"jinja2", "tabulate"}
YAML = {f"{PACKAGE}.render.json", f"{PACKAGE}.render.yaml", "yaml", "yaml._yaml"}
SARIF = {f"{PACKAGE}.render.sarif", f"{PACKAGE}.render.json"}
JUNIT = {f"{PACKAGE}.render.junit", f"{PACKAGE}.render.json", "xml.etree.ElementTree"}
WATCHED = CLIENT | NEVER | JUDGING | RENDERING | {"yaml", "yaml._yaml", "xml.etree.ElementTree"}

PROGRAM = """
import io, json, sys
seen = set()
sys.addaudithook(lambda event, details: seen.add(details[0]) if event == "import" else None)
from kubectl_porttrace.cli import run_command
stdout, sys.stdout = sys.stdout, io.StringIO()
code = run_command(sys.argv[1:])
stdout.write(json.dumps([code, sorted(seen | set(sys.modules))]))
"""


def loaded(*arguments: str, env: dict[str, str] | None = None) -> set[str]:
    """The modules that a run imports."""
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **(env or {})},
        check=False,
        timeout=60,
    )
    assert result.returncode == 0, result.stderr
    code, modules = json.loads(result.stdout)
    assert code in {0, 3}, result.stderr
    return set(modules)


@pytest.fixture
def manifest(tmp_path: Path) -> dict[str, str]:
    """The paths of one Service in JSON and in YAML."""
    service = '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"ports": [{"port": 80}]}}'
    paths = {suffix: tmp_path / f"web.{suffix}" for suffix in ("json", "yaml")}
    paths["json"].write_text(service)
    paths["yaml"].write_text(f"---\n{service}\n")
    return {suffix: str(path) for suffix, path in paths.items()}


@pytest.mark.parametrize(
    ("arguments", "watched"),
    [
        pytest.param(["--help"], set(), id="help"),
        pytest.param(["--version"], set(), id="version"),
        pytest.param(["--list-checks"], DOCUMENTATION, id="list-checks"),
        pytest.param(["--explain", "PTR01"], DOCUMENTATION, id="explain"),
        pytest.param(["--demo"], JUDGING | TABLE, id="demo"),
        pytest.param(["--demo", "-o", "json"], JUDGING | {f"{PACKAGE}.render.json"}, id="json"),
        pytest.param(["--demo", "-o", "yaml"], JUDGING | YAML, id="yaml"),
        pytest.param(["--demo", "-o", "tree"], JUDGING | TREE, id="tree"),
        pytest.param(["--demo", "-o", "html"], JUDGING | HTML, id="html"),
        pytest.param(["--demo", "-o", "sarif"], JUDGING | SARIF, id="sarif"),
        pytest.param(["--demo", "-o", "junit"], JUDGING | JUNIT, id="junit"),
        pytest.param(["--demo", "-o", "github"], JUDGING | {f"{PACKAGE}.render.github"}, id="github"),
        pytest.param(["--demo", "-o", "name"], JUDGING | {f"{PACKAGE}.render.name"}, id="name"),
        pytest.param(["-f", "json"], JUDGING | TABLE, id="a-json-file"),
        pytest.param(["-f", "yaml"], JUDGING | TABLE | {"yaml._yaml"}, id="a-yaml-file"),
    ],
)  # fmt: skip
def test_a_run_loads_what_it_uses(arguments: list[str], watched: set[str], manifest: dict[str, str]) -> None:
    words = [manifest.get(word, word) if arguments[0] == "-f" else word for word in arguments]
    assert loaded(*words) & WATCHED == watched


MARKING = {
    f"{PACKAGE}.{name}"
    for name in ("located", "report.fingerprints", "report.known", "read.files.locations", "read.files.baseline")
}
LINES = {f"{PACKAGE}.located", f"{PACKAGE}.report.fingerprints", f"{PACKAGE}.read.files.locations"}


def test_lines_are_looked_up_where_a_format_has_them(manifest: dict[str, str]) -> None:
    assert loaded("-f", manifest["yaml"]) & MARKING == set()
    assert loaded("-f", manifest["yaml"], "-o", "github") & MARKING == LINES


LOOK_UPS = {
    f"{PACKAGE}.{name}"
    for name in (
        "address_target",
        "model.ownership",
        "trace.lookups.address_owners",
        "diagnose.asked_addresses",
        "report.convert_addresses",
        "render.addresses",
    )
}


def test_what_looks_up_addresses_is_loaded_where_one_is_asked_for() -> None:
    assert loaded("--demo", ":30080") >= LOOK_UPS
    assert loaded("--demo", "web") & LOOK_UPS == set()


def test_what_watches_is_loaded_where_it_is_asked_for() -> None:
    watching = (f"{PACKAGE}.watch", f"{PACKAGE}.read.cluster.watched", f"{PACKAGE}.read.login.streaming")
    assert [name for name in loaded("--demo", "web") if name.startswith(watching)] == []


PRACTICE = f"{PACKAGE}.checks.practice"


def test_good_practice_is_loaded_where_it_is_asked_about() -> None:
    assert PRACTICE in loaded("--demo", "web", "--advice")
    assert PRACTICE in loaded("--demo", "web", "-o", "html")
    assert [name for name in loaded("--demo", "web") if name.startswith(PRACTICE)] == []


ON_OCCASION = ("routes.", "control_plane.", "monitors.", "policies.", "listening.", "container_ports.")


def test_checks_are_loaded_that_may_say_something(manifest: dict[str, str]) -> None:
    checks = {name.removeprefix(f"{PACKAGE}.checks.") for name in loaded("-f", manifest["json"])}
    assert [name for name in checks if name.startswith(ON_OCCASION)] == []
    assert "traffic.load_balancer_pending" not in checks
    assert "service_spec.port_name_refused" in checks


def test_other_subjects_than_services_are_followed_where_there_are_any(manifest: dict[str, str]) -> None:
    others = {
        f"{PACKAGE}.{name}" for name in ("diagnose.conversion_of_others", "trace.routes", "trace.policies.access")
    }
    assert loaded("-f", manifest["json"]) & others == set()
    assert loaded("--demo=ingress-503") >= others


def test_a_cluster_is_read_with_little_of_the_client() -> None:
    spec = {"type": "ExternalName", "externalName": "example.com"}
    web = {"kind": "Service", "metadata": {"name": "web", "namespace": "default"}, "spec": spec}

    def answer(path: str) -> tuple[int, str, bytes]:
        listed = {"kind": "List", "metadata": {}, "items": []}
        found = web if path.endswith("/services/web") else listed
        return 200, "application/json", json.dumps(found).encode()

    with http_server(answer) as url:
        modules = loaded("web", "--server", url, env={"KUBECONFIG": os.devnull})
    assert modules & NEVER == set()
    assert modules & LOOK_UPS == set()
    assert [name for name in modules if ".watch" in name or name.endswith((".streaming", ".lasting"))] == []
    assert f"{PACKAGE}.read.cluster.address_owners" not in modules
    assert {name for name in modules if name.startswith("kubernetes")} == {
        "kubernetes.client.configuration",
        "kubernetes.client.exceptions",
        "kubernetes.client.rest",
        "kubernetes.utils._retry_base",
        "kubernetes.utils.keepalive",
        "kubernetes.utils.retry",
    }


def test_a_kubeconfig_is_read_with_little_of_pyyaml(tmp_path: Path) -> None:
    path = tmp_path / "config"
    path.write_text("apiVersion: v1\nkind: Config\nclusters: []\n", "utf-8")
    with http_server(lambda _path: (200, "application/json", b'{"kind": "List", "items": []}')) as url:
        modules = loaded("-A", "--server", url, env={"KUBECONFIG": str(path)})
    assert {name for name in modules if name.startswith("yaml.")} == {
        "yaml._yaml",
        "yaml.error",
        "yaml.events",
        "yaml.nodes",
        "yaml.tokens",
    }


def test_the_whole_client_can_be_imported_after_a_part_of_it() -> None:
    program = """
from kubectl_porttrace.read.login.client import connection_parts, loader_parts
import sys

parts = connection_parts()
assert not [name for name in sys.modules if name.startswith("kubernetes")]
loader = loader_parts()
import kubernetes

assert kubernetes.config.kube_config.KubeConfigLoader is loader
assert kubernetes.client.rest.RESTClientObject and kubernetes.client.V1Pod
assert connection_parts() == parts
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
