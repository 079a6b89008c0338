"""What cannot be read is said in one sentence: which file, document, object and field, and what was there."""

import json
from pathlib import Path

import pytest

from tests.read.files.refusals import SERVICE, refused


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param(SERVICE + "  - port: http", 'spec.ports[0].port: expected a number, got text "http"', id="port"),
        pytest.param(
            SERVICE + '  - {port: 80}\n  - {port: "81"}',
            'spec.ports[1].port: expected a number, got text "81"',
            id="quoted-port",
        ),
        pytest.param(SERVICE + "  - name: http", "spec.ports[0].port is missing", id="no-port"),
        pytest.param(
            SERVICE + "  - {port: 80, targetPort: 80.5}",
            "spec.ports[0].targetPort: expected a number or text, got number 80.5",
            id="targetPort-with-a-fraction",
        ),
        pytest.param(
            SERVICE + "  - {port: 80, targetPort: yes}",
            "spec.ports[0].targetPort: expected a number or text, got true",
            id="targetPort-true",
        ),
        pytest.param(
            SERVICE + "  - {port: 80, targetPort: [80]}",
            "spec.ports[0].targetPort: expected a number or text, got a list",
            id="targetPort-a-list",
        ),
        pytest.param(SERVICE + "  - null", "spec.ports[0]: expected an object, got nothing", id="empty-port"),
        pytest.param(SERVICE + "    http: 80", "spec.ports: expected a list, got an object", id="ports-an-object"),
        pytest.param(
            "apiVersion: v1\nkind: Service\nmetadata: {name: web, labels: {app: web, version: 1}}",
            "metadata.labels[version]: expected text, got number 1",
            id="label-a-number",
        ),
        pytest.param(
            "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {selector: {app: yes}}",
            "spec.selector[app]: expected text, got true",
            id="selector-true",
        ),
        pytest.param(
            "apiVersion: v1\nkind: Service\nmetadata: {name: web, creationTimestamp: yesterday}",
            'metadata.creationTimestamp: invalid rfc3339 encoded datetime, got text "yesterday"',
            id="no-time",
        ),
        pytest.param(
            "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: " + "x" * 60,
            f'spec: expected an object, got text "{"x" * 40}..."',
            id="long-text",
        ),
    ],
)
def test_a_field_that_is_something_else(tmp_path: Path, content: str, message: str) -> None:
    assert refused(tmp_path, content).message == f"web.yaml: Service web: {message}"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        pytest.param("- 1", "web.yaml: expected an object with apiVersion and kind, got a list", id="list"),
        pytest.param("hello", 'web.yaml: expected an object with apiVersion and kind, got text "hello"', id="scalar"),
        pytest.param("a: 1", "web.yaml: not a Kubernetes object: apiVersion is missing", id="no-apiVersion"),
        pytest.param("apiVersion: v1", "web.yaml: not a Kubernetes object: kind is missing", id="no-kind"),
        pytest.param(
            "apiVersion: 1\nkind: [Service]", "web.yaml: not a Kubernetes object: apiVersion is missing", id="no-texts"
        ),
        pytest.param(
            "apiVersion: v1\nkind: Service", "web.yaml: Service: metadata.name is missing", id="without-metadata"
        ),
        pytest.param(
            "apiVersion: v1\nkind: Service\nmetadata: {name: 3}",
            "web.yaml: Service: metadata.name: expected text, got number 3",
            id="name-a-number",
        ),
        pytest.param(
            "apiVersion: v1\nkind: Service\nmetadata: 3",
            "web.yaml: Service: metadata: expected an object, got number 3",
            id="metadata-a-number",
        ),
        pytest.param("", "web.yaml: no Kubernetes object in it", id="empty"),
        pytest.param("---\n# nothing\n---\n", "web.yaml: no Kubernetes object in it", id="empty-documents"),
        pytest.param(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n---\n---\n- 2",
            "web.yaml, document 3: expected an object with apiVersion and kind, got a list",
            id="third-document",
        ),
        pytest.param(
            "apiVersion: v1\nkind: List\nitems: 3", "web.yaml: List: items: expected a list, got number 3", id="items"
        ),
        pytest.param(
            "apiVersion: v1\nkind: List\nitems: 0", "web.yaml: List: items: expected a list, got number 0", id="items-0"
        ),
        pytest.param(
            "apiVersion: v1\nkind: List\nitems: [3]",
            "web.yaml, items[0]: expected an object with apiVersion and kind, got number 3",
            id="item",
        ),
        pytest.param(
            "apiVersion: v1\nkind: ServiceList\nitems: [{metadata: {name: a}, spec: 3}]",
            "web.yaml, items[0]: Service a: spec: expected an object, got number 3",
            id="item-of-a-kind",
        ),
        pytest.param(
            "a: &a [*a]\n", "web.yaml: line 1: an anchor (&) refers to itself", id="recursive-anchor"
        ),
        pytest.param(
            "a: b: c",
            "web.yaml: not valid YAML: mapping values are not allowed in this context, line 1 column 5",
            id="yaml",
        ),
        pytest.param("\x01", "web.yaml: not valid YAML: control characters are not allowed", id="control-character"),
        pytest.param(b"\x80\x81", "web.yaml: not text: byte 0 is not UTF-8", id="bytes"),
        pytest.param(b"\xff\xfea", "web.yaml: not text: byte 2 is not UTF-16", id="half-a-utf-16"),
        pytest.param('{"a" 1}', "web.yaml: not valid JSON: expecting ':' delimiter, line 1 column 6", id="json"),
        pytest.param("[" * 100_000, "web.yaml: not valid JSON: it is nested too deep", id="deep-json"),
        pytest.param(
            '{"apiVersion":"v1","kind":"Service","met',
            "web.yaml: not valid JSON: the file ends in the middle, line 1 column 37",
            id="cut-json",
        ),
        pytest.param(
            '{"apiVersion":"v1","kind":',
            "web.yaml: not valid JSON: the file ends in the middle, line 1 column 27",
            id="json-cut-after-a-key",
        ),
    ],
)  # fmt: skip
def test_a_file_that_is_something_else(tmp_path: Path, content: str | bytes, message: str) -> None:
    error = refused(tmp_path, content)
    assert error.message == message
    assert error.exit_code == 1


@pytest.mark.parametrize(
    ("item", "message"),
    [
        pytest.param(
            '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web"}, "spec": {"ports": [{"port": "80"}]}}',
            'items[1]: Service web: spec.ports[0].port: expected a number, got text "80"',
            id="port",
        ),
        pytest.param(
            '{"apiVersion": "v1", "kind": "Service", "metadata": {"name": "web", "labels": {"a": 1.0}}}',
            "items[1]: Service web: metadata.labels[a]: expected text, got number 1",
            id="label",
        ),
        pytest.param("3", "items[1]: expected an object with apiVersion and kind, got number 3", id="number"),
        pytest.param("[]", "items[1]: expected an object with apiVersion and kind, got a list", id="list"),
        pytest.param('{"kind": 3}', "items[1]: not a Kubernetes object: apiVersion is missing", id="kind-a-number"),
        pytest.param('{"apiVersion": "v1", "kind": "Pod"}', "items[1]: Pod: metadata.name is missing", id="no-name"),
        pytest.param(
            '{"apiVersion": "v1", "kind": "List", "items": [3]}',
            "items[1], items[0]: expected an object with apiVersion and kind, got number 3",
            id="list-in-a-list",
        ),
    ],
)
def test_an_item_of_a_json_list(tmp_path: Path, item: str, message: str) -> None:
    first = '{"apiVersion": "v1", "kind": "Node", "metadata": {"name": "a"}}'
    listed = f'{{"apiVersion": "v1", "kind": "List", "items": [{first}, {item}]}}'
    assert refused(tmp_path, listed, "web.json").message == f"web.json, {message}"


def test_an_item_of_a_list_of_a_kind(tmp_path: Path) -> None:
    error = refused(tmp_path, '{"apiVersion": "v1", "kind": "PodList", "items": [3]}', "web.json")
    assert error.message == "web.json, items[0]: expected an object with apiVersion and kind, got number 3"


def test_random_bytes(tmp_path: Path) -> None:
    for seed in range(50):
        content = bytes((seed * 7919 + place * place * 104729 + place) % 251 for place in range(300))
        assert refused(tmp_path, content).message.startswith("web.yaml: ")


@pytest.mark.parametrize(
    "content",
    [
        pytest.param("apiVersion: v1\nkind: Service\nmetadata:\n  name: {{ .Release.Name }}\n", id="name"),
        pytest.param("{{- if .Values.service }}\napiVersion: v1\n{{- end }}\n", id="condition"),
        pytest.param(SERVICE + '  - port: "{{ .Values.port }}"', id="quoted-port"),
    ],
)
def test_a_helm_template_is_told_apart(tmp_path: Path, content: str) -> None:
    assert "helm template" in refused(tmp_path, content).hint


def test_another_file_gets_another_hint(tmp_path: Path) -> None:
    error = refused(tmp_path, "a: b: c")
    assert error.hint
    assert "helm" not in error.hint


@pytest.mark.parametrize(
    "content",
    [
        pytest.param({"observedAt": "now", "items": []}, id="time"),
        pytest.param({"items": []}, id="no-time"),
        pytest.param({"observedAt": "2026-11-21T03:10:00Z", "items": 3}, id="items"),
        pytest.param({"observedAt": "2026-11-21T03:10:00Z", "items": [{"apiVersion": "v1", "kind": "Pod"}]}, id="item"),
        pytest.param(
            {"observedAt": "2026-11-21T03:10:00Z", "items": [], "unread": [{"resource": "pods", "reason": "lazy"}]},
            id="reason",
        ),
    ],
)
def test_a_snapshot_that_is_none(tmp_path: Path, content: dict[str, object]) -> None:
    written = json.dumps({"apiVersion": "porttrace/v1", "kind": "Snapshot", **content})
    assert refused(tmp_path, written, "saved.json").message.startswith("saved.json")


def test_a_snapshot_is_read_alone(tmp_path: Path) -> None:
    saved = '{"apiVersion": "porttrace/v1", "kind": "Snapshot", "observedAt": "2026-11-21T03:10:00Z", "items": []}'
    assert "together" in refused(tmp_path, f"{saved}\n{saved}").message
