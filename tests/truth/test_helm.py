"""The recipe for Helm on the page, run with Helm itself: charts, their subcharts, and the templates behind findings."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.cluster.build import Programs
from tests.recipes.pages import blocks
from tests.recipes.shell import bash, with_this_one
from tests.truth.options import HELM
from tests.truth.oracle import built_once

MODULE = Path(__file__).parent / "go" / "helm"
PACKAGE = "helm.sh/helm/v4/cmd/helm"

pytestmark = [
    pytest.mark.skipif(not HELM, reason="Helm takes minutes to build: HELM=1, or make truth"),
    pytest.mark.skipif(shutil.which("bash") is None, reason="the recipes are scripts of bash"),
]

CHART = {
    "Chart.yaml": "apiVersion: v2\nname: shop\nversion: 1.0.0\n",
    "values.yaml": "targetPort: web\ndb: {targetPort: db}\n",
    "templates/_names.tpl": '{{- define "name" }}{{ .Release.Name }}-web{{ end }}\n',
    "templates/web.yaml": """\
{{- $name := include "name" . }}
apiVersion: v1
kind: Service
metadata: {name: {{ $name }}}
spec:
  selector: {app: {{ $name }}}
  ports: [{name: http, port: 80, targetPort: {{ .Values.targetPort }}}]
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: {{ $name }}}
spec:
  selector: {matchLabels: {app: {{ $name }}}}
  template:
    metadata: {labels: {app: {{ $name }}}}
    spec: {containers: [{name: app, image: app, ports: [{name: web, containerPort: 8080}]}]}
""",
    "templates/tests/dial.yaml": """\
apiVersion: v1
kind: Pod
metadata: {name: dial, annotations: {helm.sh/hook: test}}
spec: {containers: [{name: dial, image: curl}], restartPolicy: Never}
""",
    "charts/db/Chart.yaml": "apiVersion: v2\nname: db\nversion: 1.0.0\n",
    "charts/db/values.yaml": "targetPort: none\n",
    "charts/db/templates/db.yaml": """\
apiVersion: v1
kind: Service
metadata: {name: db}
spec: {selector: {app: db}, ports: [{port: 5432, targetPort: {{ .Values.targetPort }}}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db}
spec:
  serviceName: db
  selector: {matchLabels: {app: db}}
  template:
    metadata: {labels: {app: db}}
    spec: {containers: [{name: db, image: db, ports: [{name: db, containerPort: 5432}]}]}
""",
}


@pytest.fixture(scope="module")
def helm() -> Path:
    """Helm's program. BuildError says why there is none."""
    return built_once("helm", MODULE, PACKAGE, ())


@pytest.fixture
def chart(tmp_path: Path) -> Path:
    """A repository with the chart of the page; all of it is fine."""
    folder = tmp_path / "repository"
    for name, text in CHART.items():
        path = folder / "charts" / "shop" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return folder


@pytest.fixture
def path(tmp_path: Path, helm: Path, programs: Programs) -> Path:
    """A folder with Helm, kubectl and this program."""
    tools = with_this_one(tmp_path / "bin")
    (tools / "helm").symlink_to(helm)
    (tools / "kubectl").symlink_to(programs["kubectl"])
    return tools


def test_what_helm_renders_is_read(chart: Path, path: Path) -> None:
    (script,) = blocks("Helm")
    told = bash(script, chart, path)
    assert (told.returncode, told.stderr) == (0, "")
    assert "2 Services, 2 ports: 2 wired" in told.stdout


@pytest.mark.parametrize(
    ("values", "service", "template"),
    [
        pytest.param("targetPort: htp\ndb: {targetPort: db}", "shop-web", "charts/shop/templates/web.yaml", id="chart"),
        pytest.param(
            "targetPort: web\ndb: {targetPort: none}", "db", "charts/shop/charts/db/templates/db.yaml", id="subchart"
        ),
    ],
)
def test_a_finding_names_the_template(chart: Path, path: Path, values: str, service: str, template: str) -> None:
    (chart / "charts" / "shop" / "values.yaml").write_text(values)
    (script,) = blocks("Helm")
    told = bash(f"{script.strip()} -o github", chart, path)
    assert (told.returncode, told.stderr) == (3, "")
    (error,) = (line for line in told.stdout.splitlines() if line.startswith("::error "))
    assert error.startswith(f"::error file={template},title=PTR0")
    assert service in error


def test_in_the_folder_of_the_chart_as_well(chart: Path, path: Path) -> None:
    folder = chart / "charts" / "shop"
    script = "helm template shop . --set targetPort=htp | kubectl porttrace -f - -o github"
    told = bash(script, folder, path)
    assert told.returncode == 3
    assert "::error file=templates/web.yaml,title=PTR01 " in told.stdout
