"""TAB behind `kubectl porttrace`: the real kubectl, on a real control plane."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kubectl_porttrace.render.formats import FORMATS
from tests.cluster.audit import AuditEntry
from tests.cluster.namespace import Namespace
from tests.cluster.objects import service
from tests.cluster.plugin import Porttrace
from tests.complete.installed import PROMPT, environment, found, path_with_program
from tests.complete.terminal import Terminal, shell
from tests.end_to_end.called import create, webhook_configuration

BASH_COMPLETION = Path("/usr/share/bash-completion/bash_completion")
PORTS = [
    {"name": "http", "port": 80, "targetPort": 8080},
    {"name": "dns", "port": 53, "protocol": "UDP"},
    {"name": "dns-tcp", "port": 53},
]


@pytest.fixture
def shop(namespace: Namespace) -> Namespace:
    """The namespace with two Services."""
    namespace.create(service("web", selector={"app": "web"}, ports=PORTS))
    namespace.create(service("api", selector={}, type="ExternalName", externalName="example.com", ports=None))
    return namespace


def environment_of(porttrace: Porttrace, user: str) -> dict[str, str]:
    """The environment in which kubectl finds the plugin, the program that completes it, and the cluster."""
    theirs = porttrace.environment(user)
    # KUBECONFIG is a list with colons in between, and some users have colons in their names.
    config = porttrace.home / "config"
    config.write_bytes(Path(theirs["KUBECONFIG"]).read_bytes())
    path = os.pathsep.join([path_with_program(), theirs["PATH"]])
    return {**environment(porttrace.home), "KUBECONFIG": str(config), "PATH": path}


def offered(porttrace: Porttrace, user: str, *words: str) -> tuple[list[str], tuple[AuditEntry, ...]]:
    """What kubectl gets for its shells, and what the API server was asked for that."""
    audit = porttrace.cluster.audit
    mark = audit.mark()
    command = [porttrace.cluster.connection.kubectl, "__complete", "porttrace", *words]
    result = subprocess.run(
        command, capture_output=True, text=True, env=environment_of(porttrace, user), cwd=porttrace.home, check=False
    )
    assert result.returncode == 0, result.stderr
    return result.stdout.splitlines(), audit.since(mark, user)


@pytest.mark.parametrize(
    ("word", "candidates", "uri"),
    [
        pytest.param("", ["api\tExternalName <none>", "web\tClusterIP 80/TCP,53/UDP,53/TCP"], "?limit=500", id="all"),
        pytest.param("w", ["web\tClusterIP 80/TCP,53/UDP,53/TCP"], "?limit=500", id="name"),
        pytest.param("svc/a", ["svc/api\tExternalName <none>"], "?limit=500", id="kind"),
        pytest.param("web:h", ["web:http\t80/TCP"], "/web", id="port"),
        pytest.param("web:5", ["web:53/UDP\tdns", "web:53/TCP\tdns-tcp"], "/web", id="number"),
    ],
)
def test_targets_cost_one_request(
    porttrace: Porttrace, shop: Namespace, word: str, candidates: list[str], uri: str
) -> None:
    user = porttrace.cluster.own_user(shop)
    lines, asked = offered(porttrace, user, word)
    assert lines == [*candidates, ":36"]
    assert [(entry.verb in {"get", "list"}, entry.uri) for entry in asked] == [
        (True, f"/api/v1/namespaces/{shop.name}/services{uri}")
    ]


INGRESS = {
    "apiVersion": "networking.k8s.io/v1",
    "kind": "Ingress",
    "metadata": {"name": "front"},
    "spec": {"defaultBackend": {"service": {"name": "web", "port": {"number": 80}}}},
}


def test_what_names_services_is_offered_in_the_version_that_is_served(porttrace: Porttrace, shop: Namespace) -> None:
    virtual = {"apiVersion": "networking.istio.io/v1beta1", "kind": "VirtualService", "metadata": {"name": "edge"}}
    shop.apply(INGRESS, virtual)
    user = porttrace.cluster.own_user(shop)
    assert offered(porttrace, user, "ing/")[0] == ["ing/front", ":36"]
    assert offered(porttrace, "admin", "vs/")[0] == ["vs/edge", ":36"]
    assert offered(porttrace, "admin", "httproxy/")[0] == [":36"]
    webhooks = "validatingwebhookconfigurations"
    create(shop, webhook_configuration(shop, resource="configmaps"), webhooks)
    try:
        lines, asked = offered(porttrace, user, f"validatingwebhookconfiguration/{shop.name}")
    finally:
        # It is of no namespace, and would stay for all tests after this one.
        shop.api.delete(f"/apis/admissionregistration.k8s.io/v1/{webhooks}/{shop.name}-web")
    assert lines == [f"validatingwebhookconfiguration/{shop.name}-web", ":36"]
    assert [entry.uri.partition("?")[0] for entry in asked] == [
        "/apis/admissionregistration.k8s.io/v1/validatingwebhookconfigurations"
    ]


def test_namespaces_cost_one_request(porttrace: Porttrace, shop: Namespace) -> None:
    user = porttrace.cluster.own_user(shop)
    lines, asked = offered(porttrace, user, "-n", shop.name[:-1])
    assert shop.name in lines
    assert [entry.uri for entry in asked] == ["/api/v1/namespaces?limit=500"]


def test_the_flags_on_the_line_are_obeyed(porttrace: Porttrace, shop: Namespace) -> None:
    admin = porttrace.environment("admin")["KUBECONFIG"]
    user = porttrace.cluster.own_user(shop)
    lines, asked = offered(porttrace, user, f"--kubeconfig={admin}", "-n", "default", "k")
    assert lines == ["kubernetes\tClusterIP 443/TCP", ":36"]
    assert asked == ()
    lines, _ = offered(porttrace, user, "--kubeconfig", admin, "--as", "nobody", "w")
    assert lines == [":36"]


def test_what_needs_no_cluster_costs_no_request(porttrace: Porttrace, shop: Namespace) -> None:
    user = porttrace.cluster.own_user(shop)
    assert offered(porttrace, user, "-o", "") == ([*(each.name for each in FORMATS), ":36"], ())
    assert offered(porttrace, user, "--context", "") == (["test\ttest", ":36"], ())
    assert offered(porttrace, user, "-f", "") == ([":0"], ())
    flags, asked = offered(porttrace, user, "--fail")
    assert (flags, asked) == (["--fail-on\tLowest severity that exits 3: error, warning, note, never.", ":36"], ())


@pytest.mark.usefixtures("shop")
def test_who_may_not_look_is_offered_nothing(porttrace: Porttrace) -> None:
    assert offered(porttrace, "nothing", "w")[0] == [":36"]


@pytest.fixture
def bash(porttrace: Porttrace) -> Iterator[Terminal]:
    """An interactive bash with kubectl's own completion, which needs the functions of bash-completion."""
    if not BASH_COMPLETION.exists():
        pytest.skip("needs bash-completion, which is not installed: apt-get install bash-completion")
    kubectl = porttrace.cluster.connection.kubectl
    loaded = f"source {BASH_COMPLETION}; source <({kubectl} completion bash); echo loa''ded\n"
    with shell([found("bash"), "--norc", "--noprofile", "-i"], environment_of(porttrace, "admin")) as terminal:
        terminal.wait_for(PROMPT)
        terminal.press(loaded, "loaded")
        terminal.wait_for(PROMPT)
        yield terminal


@pytest.mark.usefixtures("shop")
@pytest.mark.parametrize(
    ("typed", "completed"),
    [
        pytest.param("w", "web ", id="service"),
        pytest.param("web:ht", "web:http ", id="port-behind-a-colon"),
        pytest.param("svc/web:53/U", "svc/web:53/UDP ", id="protocol"),
        pytest.param("--output=js", "--output=json ", id="value-behind-equals"),
        pytest.param("-ojs", "-ojson ", id="value-in-the-flag's-word"),
    ],
)
def test_tab_in_bash_behind_kubectl(bash: Terminal, typed: str, completed: str) -> None:
    bash.press(f"kubectl porttrace {typed}\t", f"kubectl porttrace {completed}")
