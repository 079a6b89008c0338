"""The line of a field, as a person who opens the file would count."""

import json
from pathlib import Path

import msgspec
import pytest

from kubectl_porttrace.read.files.locations import Location, ObjectField, locations
from kubectl_porttrace.read.files.paths import STANDARD_INPUT, File

TARGET = "spec.ports[0].targetPort"

ANCHORS = """\
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  selector: &labels
    app: web
  ports:
    - &http
      name: http
      port: 80
      targetPort: http
    - <<: *http
      name: admin
      port: 81
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: shop}
spec:
  replicas: 1
"""

ALIAS = """\
kind: Deployment
metadata: {name: web}
spec:
  selector:
    matchLabels: &labels
      app: web
  template:
    metadata:
      labels: *labels
"""

LIST = """\
# two of them
apiVersion: v1
kind: List
items:
  - kind: Service
    apiVersion: v1
    metadata:
      name: api
  - kind: ServiceList
    apiVersion: v1
    items:
      - metadata:
          name: web
        spec:
          ports:
            - port: 80
              targetPort: http
"""

JSON = """
{
  "apiVersion": "v1",
  "kind": "List",
  "items": [
    {"kind": "Service", "metadata": {"name": "api"}},
    {
      "kind": "Service", "metadata": {"name": "web", "labels": {"a\\"}]": "\\u005b{"}},
      "spec": {
        "ports": [{"port": 80,
          "targetPort": "http"}]
      }
    }
  ]
}
"""

TWO = """\
{"kind": "Service", "metadata": {"name": "api"}}
{"kind": "Service", "metadata": {"name": "web"},
 "spec": {"ports": [
   {"targetPort": 1}]}}
"""


def found(text: str, path: str = TARGET, *, kind: str = "Service", name: str = "web", file: str = "web.yaml") -> object:
    """The line of a field in a file; None for nowhere."""
    field = ObjectField(kind, "default", name, path)
    places = locations([File(file, text.encode(), named=True)], [field], namespace="default", root=Path.cwd())
    return places[field].line if field in places else None


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        pytest.param(ANCHORS, TARGET, 12, id="field"),
        pytest.param(ANCHORS, "spec.ports[1].targetPort", 12, id="what-a-merge-brings-stands-at-the-anchor"),
        pytest.param(ANCHORS, "spec.ports[1].port", 15, id="own-key-beside-a-merge"),
        pytest.param(ANCHORS, "spec.ports[1]", 13, id="element"),
        pytest.param(ANCHORS, "spec.externalTrafficPolicy", 5, id="deepest-that-is-there"),
        pytest.param(ANCHORS, "spec.ports[7].port", 8, id="no-such-element"),
        pytest.param(ANCHORS, "status.conditions", 1, id="nothing-of-it"),
        pytest.param(ANCHORS, "", 1, id="object"),
        pytest.param(LIST, TARGET, 17, id="list-in-a-list"),
        pytest.param(JSON, TARGET, 11, id="json-list"),
        pytest.param(JSON, 'metadata.labels[a"}]', 8, id="json-strings-hold-anything"),
        pytest.param(JSON, "", 7, id="json-object"),
        pytest.param(TWO, TARGET, 4, id="json-documents"),
        pytest.param("---\n---\n" + ANCHORS, TARGET, 14, id="empty-documents"),
        pytest.param("\ufeff" + ANCHORS, TARGET, 12, id="byte-order-mark"),
        pytest.param(ANCHORS.replace("\n", "\r\n"), TARGET, 12, id="lines-of-windows"),
        pytest.param(f"{ANCHORS}---\n{ANCHORS}", TARGET, 34, id="last-of-two"),
        pytest.param("kind: Service\nmetadata: {generateName: web}\n", "metadata", 2, id="generated-name"),
    ],
)
def test_the_line_is_that_of_the_field(text: str, path: str, line: int) -> None:
    assert found(text, path) == line


def test_an_alias_is_followed_to_its_anchor() -> None:
    assert found(ALIAS, "spec.template.metadata.labels", kind="Deployment") == 9
    assert found(ALIAS, "spec.template.metadata.labels[app]", kind="Deployment") == 6


def test_elements_are_chosen_by_name_or_key() -> None:
    text = (
        "kind: Pod\nmetadata:\n  name: web\n  annotations:\n    a.b/c: x\n"
        'status:\n  conditions:\n  - type: A\n  - type: Ready\n    status: "False"\n'
    )
    assert found(text, 'status.conditions[?(@.type=="Ready")].status', kind="Pod") == 10
    assert found(text, 'status.conditions[?(@.type=="B")].status', kind="Pod") == 7
    assert found(text, "metadata.annotations[a.b/c]", kind="Pod") == 5


def test_namespaces_kinds_and_names_are_told_apart() -> None:
    text = "".join(
        f"---\nkind: {kind}\nmetadata:\n  name: {name}\n  namespace: {namespace}\n"
        for kind in ("Service", "Ingress")
        for name in ("web", "api")
        for namespace in ("shop", "default")
    )
    fields = [
        ObjectField(kind, namespace, name, "metadata.name")
        for kind in ("Service", "Ingress")
        for name in ("web", "api")
        for namespace in ("shop", "default")
    ]
    places = locations([File("all.yaml", text.encode(), named=True)], fields, namespace="default", root=Path.cwd())
    assert [places[field].line for field in fields] == [4 + 5 * number for number in range(8)]
    assert found(text, name="nobody") is None


def test_of_two_kinds_of_one_name_the_one_with_the_field_counts() -> None:
    gateways = "".join(
        f"---\napiVersion: {group}/v1\nkind: Gateway\nmetadata: {{name: web}}\nspec:\n  {field}: []\n"
        for group, field in (("networking.istio.io", "servers"), ("gateway.networking.k8s.io", "listeners"))
    )
    assert found(gateways, "spec.servers", kind="Gateway") == 6
    assert found(gateways, "spec.listeners", kind="Gateway") == 12


def test_a_long_list_is_searched_by_the_names_alone() -> None:
    items = [{"kind": "Service", "metadata": {"name": f"s{number}"}, "spec": {"type": "x"}} for number in range(50)]
    text = json.dumps({"kind": "List", "items": items}, indent=1)
    line = found(text, "spec.type", name="s33", file="list.json")
    assert isinstance(line, int)
    before = text.split("\n")[: line - 1]
    assert text.split("\n")[line - 1].strip() == '"type": "x"'
    assert sum('"type"' in each for each in before) == 33


def test_a_recording_is_no_place() -> None:
    web = {"kind": "Service", "metadata": {"name": "web"}}
    text = msgspec.json.encode({"kind": "Snapshot", "apiVersion": "porttrace/v1", "items": [web]})
    assert found(text.decode(), "") is None


def test_a_file_is_named_from_the_root(tmp_path: Path) -> None:
    inside, outside = tmp_path / "repo" / "deploy" / "web.yaml", tmp_path / "other.yaml"
    field = ObjectField("Service", "", "web", "")

    def named(name: str) -> str:
        files = [File(name, ANCHORS.encode(), named=True)]
        return locations(files, [field], namespace="default", root=tmp_path / "repo")[field].file

    assert named(str(inside)) == "deploy/web.yaml"
    assert named(str(outside)) == outside.as_posix()
    assert {named(STANDARD_INPUT), named("/dev/fd/63"), named("/proc/self/fd/63")} == {"-"}


HELM = """\
---
# Source: web/templates/service.yaml
apiVersion: v1
kind: Service
metadata:
  name: web
spec:
  ports:
    - port: 80
---
# Source: web/templates/ingress.yaml
# by hand
kind: Ingress
metadata:
  name: web
"""


def test_a_template_of_helm_is_named_where_it_is_there(tmp_path: Path) -> None:
    service, ingress = ObjectField("Service", "", "web", "spec.ports[0].port"), ObjectField("Ingress", "", "web", "")

    def placed(text: str, name: str = STANDARD_INPUT) -> list[Location]:
        places = locations([File(name, text.encode(), named=True)], [service, ingress], namespace="x", root=tmp_path)
        return [places[service], places[ingress]]

    assert placed(HELM) == [Location("-", 9), Location("-", 13)]
    (tmp_path / "web" / "templates").mkdir(parents=True)
    (tmp_path / "web" / "templates" / "service.yaml").touch()
    assert placed(HELM) == [Location("web/templates/service.yaml", None), Location("-", 13)]
    assert placed(HELM, str(tmp_path / "all.yaml")) == [Location("all.yaml", 9), Location("all.yaml", 13)]
    (tmp_path.parent / "secret.yaml").touch()
    elsewhere = HELM.replace("web/templates/service.yaml", "../secret.yaml")
    assert placed(elsewhere)[0] == Location("-", 9)
    assert placed(HELM.replace("web/templates/service.yaml", str(tmp_path.parent / "secret.yaml")))[0].file == "-"


def test_a_template_of_helm_is_where_charts_are_kept(tmp_path: Path) -> None:
    def placed(root: Path) -> Location:
        service = ObjectField("Service", "", "web", "spec.ports[0].port")
        files = [File(STANDARD_INPUT, HELM.encode(), named=True)]
        return locations(files, [service], namespace="x", root=root)[service]

    chart = tmp_path / "charts" / "web"
    (chart / "templates").mkdir(parents=True)
    (chart / "templates" / "service.yaml").touch()
    assert placed(tmp_path) == Location("charts/web/templates/service.yaml", None)
    # Of another folder than a chart's own nothing is known.
    assert placed(chart) == Location("-", 9)
    (chart / "Chart.yaml").touch()
    assert placed(chart) == Location("templates/service.yaml", None)
