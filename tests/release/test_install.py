"""Installed as krew does it: in a folder with a space, linked, and with no Python in reach."""

import json
import os
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from kubectl_porttrace import __version__
from release.manifest import checksums_in, manifest
from tests.cluster.build import Programs
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, service, service_port
from tests.release.krew import install

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="module")
def link(archive: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installed program's link."""
    platform: dict[str, Any] = yaml.safe_load(manifest(checksums_in(archive.parent)))["spec"]["platforms"][0]
    root = tmp_path_factory.mktemp("krew root")
    return install(platform, archive, root / "store" / "porttrace" / f"v{__version__}", root / "bin")


@pytest.fixture
def run(link: Path, programs: Programs, tmp_path: Path) -> Run:
    """`kubectl porttrace` where there is nothing but kubectl and krew's links."""
    only = tmp_path / "only kubectl"
    only.mkdir()
    (only / "kubectl").symlink_to(programs["kubectl"])

    def runs(*args: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        path = os.pathsep.join([str(only), str(link.parent)])
        return subprocess.run(
            ["kubectl", "porttrace", *args],
            executable=only / "kubectl",
            env={"PATH": path, "HOME": str(tmp_path), **environment},
            cwd=tmp_path,
            capture_output=True,
            text=True,
            check=False,
        )

    return runs


def test_the_demo_runs(run: Run) -> None:
    result = run("--demo", "web", "-n", "shop")
    assert (result.returncode, result.stderr) == (0, "")
    assert result.stdout.startswith("shop/web: partial")


def test_a_service_of_a_cluster_is_traced(run: Run, control_plane: Cluster, namespace: Namespace) -> None:
    namespace.apply(
        service("web", service_port(80, "http", "http"), service_port(81, "admin", "admin")),
        deployment("web", container("web", container_port(8080, "http"))),
    )
    namespace.wait_for_pods(1, app="web")
    namespace.wait_for_endpoints("web", 1)
    result = run("web", "-o", "json", KUBECONFIG=str(control_plane.kubeconfig(namespace=namespace.name)))
    assert (result.returncode, result.stderr) == (3, "")
    traced = json.loads(result.stdout)["services"][0]["ports"]
    assert [(port["name"], port["verdict"]) for port in traced] == [("http", "wired"), ("admin", "broken")]
