"""What is offered where no cluster is needed."""

import json
from pathlib import Path

import pytest

from kubectl_porttrace.checks.catalogue import all_checks
from kubectl_porttrace.complete.offers import answer
from kubectl_porttrace.complete.protocol import Offered
from kubectl_porttrace.demos import DEMOS
from kubectl_porttrace.explain import explain
from kubectl_porttrace.options import FAIL_ON, OUTPUTS, PROBES, UNTIL

SHOP = """
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec: {selector: {app: web}, ports: [{name: http, port: 80}]}
---
apiVersion: v1
kind: Service
metadata: {name: api}
spec: {selector: {app: api}, ports: [{port: 81}]}
"""


def values(*words: str, environ: dict[str, str] | None = None) -> list[str]:
    return [each.value for each in answer(words, environ or {}).candidates]


def described(*words: str) -> dict[str, str]:
    return {each.value: each.description for each in answer(words, {}).candidates}


@pytest.fixture
def file(tmp_path: Path) -> str:
    path = tmp_path / "shop.yaml"
    path.write_text(SHOP)
    return str(path)


@pytest.fixture
def kubeconfig(tmp_path: Path) -> str:
    path = tmp_path / "config"
    content = {
        "contexts": [
            {"name": "prod", "context": {"cluster": "east", "user": "me"}},
            {"name": "dev", "context": {"cluster": "west", "user": "me"}},
        ],
        "clusters": [{"name": "east", "cluster": {"server": "https://east"}}],
        "users": [{"name": "me", "user": {"token": "secret", "username": "also-secret"}}],
    }
    path.write_text(json.dumps(content))
    return str(path)


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        pytest.param(("--demo", ":9"), [], id="no-node-port"),
        pytest.param(("-o", ""), list(OUTPUTS), id="formats"),
        pytest.param(("-o", "j"), ["json", "junit"], id="formats-by-what-is-typed"),
        pytest.param(("-oj",), ["-ojson", "-ojunit"], id="format-in-the-flag's-word"),
        pytest.param(("--output=j",), ["json", "junit"], id="format-behind-equals"),
        pytest.param(("--fail-on", ""), list(FAIL_ON), id="levels"),
        pytest.param(("--sort-by", "n"), ["name", "namespace"], id="orders"),
        pytest.param(("--probe=",), list(PROBES), id="ways-to-probe"),
        pytest.param(("--until", ""), list(UNTIL), id="what-to-wait-for"),
        pytest.param(("--until=h",), ["healthy"], id="what-to-wait-for-by-what-is-typed"),
        pytest.param(("--demo=",), [*DEMOS, "list"], id="demos"),
        pytest.param(("--demo=not-ready", "o"), ["orders"], id="services-of-a-demo"),
        pytest.param(("--demo=none", ""), [], id="no-such-demo"),
        pytest.param(("--ignore", "PTR01"), ["PTR01"], id="code"),
        pytest.param(("--ignore", "PTR01", "--ignore", "PTR01"), [], id="code-already-given"),
        pytest.param(
            ("--ignore", "target-port-name-not-found", "--ignore", "PTR01"), [], id="code-already-given-by-its-name"
        ),
        pytest.param(("--ignore", "ptr01"), ["ptr01"], id="code-in-any-case"),
        pytest.param(("--explain", "dual"), ["dual-stack"], id="word-of-two"),
        pytest.param(("--explain", "NODEP"), ["NODEPort"], id="word-in-any-case"),
        pytest.param(("--token", ""), [], id="what-nobody-knows"),
        pytest.param(("--context=x", "--bogus=", ""), [], id="no-cluster"),
        pytest.param(("--bogus=",), [], id="no-flag"),
        pytest.param(("configmap/we",), [], id="another-kind"),
    ],
)
def test_values(words: tuple[str, ...], offered: list[str], tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.write_text("contexts: [{name: x, context: {}}]")
    if words[0].startswith("--context"):
        words = ("--kubeconfig", str(empty), "-A", *words)
    assert values(*words) == offered


def test_every_code_is_told_by_its_name() -> None:
    assert described("--ignore", "") == {check.code: check.name for check in all_checks().values()}


def test_everything_offered_can_be_explained() -> None:
    offered = described("--explain", "")
    assert offered["targetPort"]
    assert offered["PTR01"] == "target-port-name-not-found"
    assert all(explain(word, width=80, color=False) for word in offered)


@pytest.mark.parametrize("flag", ["-f", "--save", "--kubeconfig", "--certificate-authority", "--client-key"])
def test_files_are_left_to_the_shell(flag: str) -> None:
    assert answer((flag, "x"), {}).files
    assert not answer(("--token", "x"), {}).files


def test_flags_with_their_help() -> None:
    offered = described("-")
    assert offered["--namespace"] == offered["-n"] == "Namespace; by default that of the context."
    assert set(described("--na")) == {"--namespace"}
    assert {"--help", "-A", "--explain", "--as-group"} <= set(offered)


def test_a_flag_that_counts_once_is_offered_once() -> None:
    offered = described("-n", "x", "--ignore", "y", "--")
    assert "--namespace" not in offered
    assert "--ignore" in offered


def test_the_names_of_the_kubeconfig(kubeconfig: str) -> None:
    assert described("--kubeconfig", kubeconfig, "--context", "") == {"dev": "west", "prod": "east"}
    assert described("--kubeconfig", kubeconfig, "--cluster=") == {"east": "https://east"}
    assert described("--kubeconfig", kubeconfig, "--user", "") == {"me": ""}
    assert values("--context", "p", environ={"KUBECONFIG": kubeconfig}) == ["prod"]


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        pytest.param(("--context", "prod,"), ["prod,dev"], id="behind-a-comma"),
        pytest.param(("--context", "prod,d"), ["prod,dev"], id="by-what-is-typed-behind-it"),
        pytest.param(("--context=prod,",), ["prod,dev"], id="behind-equals"),
        pytest.param(("--context", "prod,x"), [], id="none-of-that-name"),
        pytest.param(("--context", "prod,dev,"), [], id="all-are-named"),
        pytest.param(("--context", "dev,gone,"), ["dev,gone,prod"], id="behind-one-that-is-none"),
        pytest.param(("--cluster", "east,"), [], id="a-cluster-is-one"),
    ],
)
def test_contexts_behind_a_comma(kubeconfig: str, words: tuple[str, ...], offered: list[str]) -> None:
    assert values("--kubeconfig", kubeconfig, *words) == offered


def test_what_to_compare_with_is_a_context_or_a_file(kubeconfig: str) -> None:
    offered = answer(("--kubeconfig", kubeconfig, "--against", ""), {})
    assert ([each.value for each in offered.candidates], offered.files) == (["dev", "prod"], True)
    assert answer(("--kubeconfig", kubeconfig, "--against", "./"), {}) == Offered(files=True)


def test_a_context_whose_name_has_a_comma(tmp_path: Path) -> None:
    path = tmp_path / "config"
    names = ("prod", "prod,eu", "dev")
    path.write_text(json.dumps({"contexts": [{"name": name, "context": {}} for name in names]}))
    assert values("--kubeconfig", str(path), "--context", "prod,") == ["prod,dev", "prod,eu"]


def test_all_contexts_is_a_flag_without_a_value(kubeconfig: str, file: str) -> None:
    assert "--all-contexts" in described("--all-")
    # The word behind it is a target.
    assert values("--all-contexts", "-f", file, "") == ["api", "web"]
    assert "--all-contexts" not in described("--kubeconfig", kubeconfig, "--all-contexts", "--a")


def test_services_of_files(file: str) -> None:
    assert described("-f", file, "") == {"web": "ClusterIP 80/TCP", "api": "ClusterIP 81/TCP"}
    # What names no namespace is in the one that is asked for.
    assert values("-f", file, "-n", "shop", "") == ["api", "web"]
    assert values("-f", file, "-n", "other", "") == ["api"]
    assert values("-f", file, "svc/web:") == ["svc/web:http", "svc/web:80"]
    assert values("-f", file, "-n", "") == ["default", "shop"]


def test_folders_below_are_read_only_where_asked_for(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text(SHOP)
    (tmp_path / "below").mkdir()
    (tmp_path / "below" / "b.yaml").write_text(SHOP.replace("name: web", "name: deep"))
    assert values("-f", str(tmp_path), "") == ["api", "web"]
    assert values("-R", "-f", str(tmp_path), "") == ["api", "deep", "web"]


def test_services_of_the_demo() -> None:
    assert values("--demo", "svc/we") == ["svc/web"]
    assert values("--demo", "web:met") == ["web:metrics"]
    assert values("--demo", "Web:") == []


def test_workloads_of_the_demo() -> None:
    assert values("--demo", "deploy/we") == ["deploy/web"]
    assert values("--demo", "deploy", "we") == ["web"]
    assert values("--demo", "deploy", "web", "we") == []
    assert values("--demo", "pod/cart-5584778cc5-9") == ["pod/cart-5584778cc5-9xrr6"]
    assert values("--demo", "-n", "other", "deploy/") == []


def test_what_comes_through_a_pipe_is_not_waited_for() -> None:
    assert values("-f", "-", "") == []
    assert values("-f", "-", "deploy/") == []


@pytest.mark.parametrize(
    "flags",
    [
        pytest.param(("-A",), id="all-namespaces"),
        pytest.param(("-l", "app=web"), id="labels"),
        pytest.param(("--explain", "port"), id="explain"),
        pytest.param(("--version",), id="version"),
        pytest.param(("-h",), id="help"),
    ],
)
def test_no_target_where_none_is_taken(flags: tuple[str, ...]) -> None:
    assert values("--demo", "w") == ["warehouse", "web"]
    assert values("--demo", *flags, "w") == []
