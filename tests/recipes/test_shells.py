"""The recipes that are commands: what the page says is what bash runs here."""

import shutil
from pathlib import Path

import pytest
from junitparser import JUnitXml

from kubectl_porttrace import __version__
from tests.cluster.build import Programs
from tests.recipes.pages import MENDED, blocks, configured
from tests.recipes.shell import bash

pytestmark = pytest.mark.skipif(shutil.which("bash") is None, reason="the recipes are scripts of bash")

HELM = """\
#!/usr/bin/env bash
[ "$*" = "template shop charts/shop" ] || exit 64
printf -- '---\\n# Source: shop/templates/web.yaml\\n'
cat manifests/web.yaml
"""
"""Stands in for Helm, of which only what it prints matters: each document behind a comment that names its template."""


def test_the_job_of_gitlab_fails_with_its_report(repository: Path, tools: Path) -> None:
    job = configured("GitLab")["ports"]
    (install,) = job["before_script"]
    assert install == f"pip install kubectl-porttrace=={__version__}"
    told = bash("\n".join(job["script"]), repository, tools)
    assert (told.returncode, told.stderr) == (3, "")
    report = JUnitXml.fromfile(str(repository / job["artifacts"]["reports"]["junit"]))
    assert (report.tests, report.failures) == (sum(suite.tests for suite in report), 1)
    (repository / "manifests" / "web.yaml").write_text(MENDED)
    assert bash("\n".join(job["script"]), repository, tools).returncode == 0


def test_what_helm_renders_is_read_and_its_template_named(repository: Path, tools: Path, programs: Programs) -> None:
    helm = tools / "helm"
    helm.write_text(HELM)
    helm.chmod(0o755)
    (tools / "kubectl").symlink_to(programs["kubectl"])
    (script,) = blocks("Helm")
    assert "PTR01" in bash(script, repository, tools).stdout
    script = f"{script.strip()} -o github"
    assert "(line 9 of standard input)" in bash(script, repository, tools).stdout
    (repository / "shop" / "templates").mkdir(parents=True)
    (repository / "shop" / "templates" / "web.yaml").touch()
    told = bash(script, repository, tools)
    assert (told.returncode, told.stderr) == (3, "")
    assert told.stdout.startswith("::error file=shop/templates/web.yaml,title=PTR01")


def test_what_kustomize_renders_is_read(repository: Path, tools: Path, programs: Programs) -> None:
    (tools / "kubectl").symlink_to(programs["kubectl"])
    overlay = repository / "overlays" / "prod"
    overlay.mkdir(parents=True)
    (repository / "manifests" / "kustomization.yaml").write_text("resources: [web.yaml]\n")
    (overlay / "kustomization.yaml").write_text("resources: [../../manifests]\nnamePrefix: prod-\n")
    (script,) = blocks("Kustomize")
    told = bash(script, repository, tools)
    assert (told.returncode, told.stderr) == (3, "")
    assert told.stdout.startswith("shop/prod-web: broken")
    (repository / "manifests" / "web.yaml").write_text(MENDED)
    assert bash(script, repository, tools).returncode == 0


def test_the_baseline_of_the_page_lets_the_next_run_pass(repository: Path, tools: Path, programs: Programs) -> None:
    (tools / "kubectl").symlink_to(programs["kubectl"])
    (script,) = blocks("An old cluster: the baseline")
    told = bash(script, repository, tools)
    assert (told.returncode, told.stderr) == (0, "")
    assert "1 known finding of the baseline not shown" in told.stdout
