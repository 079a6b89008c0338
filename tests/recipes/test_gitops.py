"""The notes on Argo CD and Flux: what of them is shell is run by bash, with programs that stand in for theirs."""

from __future__ import annotations

import json
import re
import shutil
from pathlib import Path

import pytest

from tests.cluster.build import Programs
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, pod, service, service_port
from tests.recipes.pages import MENDED, PAGE, blocks
from tests.recipes.shell import bash

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the recipes are scripts of bash")

RENDERS = {"argocd": "app manifests shop --source git", "flux": "build kustomization shop --path ./clusters/prod"}
WAITS = {"argocd": "app wait shop --timeout 300", "flux": "reconcile kustomization shop --with-source"}
SECTIONS = {"Argo CD": "argocd", "Flux": "flux"}

STAND_IN = """\
#!/usr/bin/env bash
case "$*" in
"{renders}") cat {manifests} ;;
"{waits}") touch waited ;;
*) exit 64 ;;
esac
"""


@pytest.fixture
def stand_ins(repository: Path, tools: Path) -> Path:
    """Both programs, which know the arguments of the page alone; and the manifests that they print."""
    manifests = repository / "manifests" / "web.yaml"
    for name, renders in RENDERS.items():
        program = tools / name
        program.write_text(STAND_IN.format(renders=renders, waits=WAITS[name], manifests=manifests))
        program.chmod(0o755)
    return manifests


@pytest.fixture
def in_cluster(
    control_plane: Cluster, namespace: Namespace, programs: Programs, tools: Path, monkeypatch: pytest.MonkeyPatch
) -> Namespace:
    """A namespace of a cluster that kubectl is connected to, with the Service of the page."""
    (tools / "kubectl").symlink_to(programs["kubectl"])
    monkeypatch.setenv("KUBECONFIG", str(control_plane.kubeconfig(namespace=namespace.name)))
    made = service("web", service_port(80, "http", "http"))
    made["metadata"]["labels"] = {"app": "web"}
    namespace.create(made)
    namespace.run_pod(pod("web-0", container("app", container_port(8080, "http")), labels={"app": "web"}))
    namespace.wait_for_endpoints("web", 1)
    return namespace


@pytest.mark.parametrize("section", SECTIONS)
def test_what_will_be_applied_is_read(
    section: str, repository: Path, tools: Path, stand_ins: Path, programs: Programs
) -> None:
    (tools / "kubectl").symlink_to(programs["kubectl"])
    (script,) = (each for each in blocks(section) if RENDERS[SECTIONS[section]] in each and "cluster\n" not in each)
    told = bash(script, repository, tools)
    assert (told.returncode, told.stderr) == (3, "")
    assert "PTR01" in told.stdout
    stand_ins.write_text(MENDED)
    assert bash(script, repository, tools).returncode == 0


def test_what_it_would_change_is_told(repository: Path, tools: Path, stand_ins: Path, in_cluster: Namespace) -> None:
    (script,) = (each for each in blocks("Argo CD") if "--over-cluster" in each)
    change = service("web", service_port(80, "nowhere", "http"))
    change["metadata"]["namespace"] = in_cluster.name
    stand_ins.write_text(json.dumps({"apiVersion": "v1", "kind": "Service"} | change))
    told = bash(script, repository, tools)
    assert (told.returncode, told.stderr) == (3, "")
    assert re.search(r"^worse +web ", told.stdout, re.MULTILINE)


@pytest.mark.parametrize("section", SECTIONS)
def test_what_was_applied_is_waited_for(
    section: str, repository: Path, tools: Path, stand_ins: Path, in_cluster: Namespace
) -> None:
    assert stand_ins.exists()
    (script,) = (each for each in blocks(section) if "--until" in each)
    told = bash(script.replace("-n shop", f"-n {in_cluster.name}"), repository, tools)
    assert told.returncode == 0, told.stderr
    assert (repository / "waited").exists()
    assert "wired" in told.stdout


def test_every_command_of_the_page_is_run_by_a_test() -> None:
    """A block of shell that is added to the page needs a test of its own."""
    sections = re.split(r"^## ", PAGE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    commands = {each.splitlines()[0]: each.count("```sh\n") for each in sections if "```sh\n" in each}
    assert commands == {"Helm": 1, "Kustomize": 1, "Argo CD": 3, "Flux": 2, "An old cluster: the baseline": 1}
