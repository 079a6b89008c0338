import math

import pytest

from kubectl_porttrace.read.files.json_values import JSON
from kubectl_porttrace.read.files.yaml_documents import MAX_ALIASED, MAX_DEPTH, UnusableYAMLError, yaml_documents
from kubectl_porttrace.read.files.yaml_scalars import plain, tagged

UNKNOWN_ALIAS = "line 1: an alias (*) has no anchor before it: quote a text that begins with *"
UNKNOWN_TAG = "line 1: a tag (!) is not understood: quote a text that begins with !"


def bomb(levels: int, width: int = 9) -> str:
    lines = [f"a0: &a0 [{', '.join('x' * width)}]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * width)}]" for n in range(1, levels)]
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("~", None, id="tilde"),
        pytest.param("null", None, id="null"),
        pytest.param("8080", 8080, id="number"),
        pytest.param("-1", -1, id="negative"),
        pytest.param("+5", 5, id="plus"),
        pytest.param("0", 0, id="zero"),
        pytest.param("0777", 511, id="octal"),
        pytest.param("-0777", -511, id="negative-octal"),
        pytest.param("+0777", 511, id="plus-octal"),
        pytest.param("0o17", 15, id="octal-with-o"),
        pytest.param("0x1F", 31, id="hexadecimal"),
        pytest.param("0b101", 5, id="binary"),
        pytest.param("0b_", "0b_", id="binary-without-digits"),
        pytest.param("1_000", 1000, id="underscores"),
        pytest.param("089", 89, id="no-octal-so-decimal"),
        pytest.param("80.0", 80, id="whole-fraction-is-a-number"),
        pytest.param("80.5", 80.5, id="fraction"),
        pytest.param("1e3", 1000, id="exponent"),
        pytest.param("1e999", "1e999", id="too-great"),
        pytest.param(".inf", math.inf, id="infinity"),
        pytest.param("-.inf", -math.inf, id="minus-infinity"),
        pytest.param("yes", True, id="yes"),
        pytest.param("off", False, id="off"),
        pytest.param("y", True, id="y"),
        pytest.param("None", "None", id="clusterIP-None-is-text"),
        pytest.param("22:22", "22:22", id="no-base-60"),
        pytest.param("2026-11-21", "2026-11-21", id="no-dates"),
        pytest.param("1.2.3", "1.2.3", id="version"),
        pytest.param("-", "-", id="dash"),
        pytest.param("http", "http", id="text"),
        pytest.param("9" * 65, "9" * 65, id="too-many-digits"),
    ],
)
def test_a_plain_scalar_means_what_it_means_to_kubectl(written: str, meant: JSON) -> None:
    value = plain(written)
    assert (value, type(value)) == (meant, type(meant))


def test_not_a_number_is_a_number_to_yaml() -> None:
    value = plain(".nan")
    assert isinstance(value, float)
    assert math.isnan(value)


@pytest.mark.parametrize(
    ("written", "tag", "meant"),
    [
        pytest.param("80", "tag:yaml.org,2002:str", "80", id="str"),
        pytest.param("2026-11-21", "tag:yaml.org,2002:timestamp", "2026-11-21", id="timestamp"),
        pytest.param("80", "tag:yaml.org,2002:int", 80, id="int"),
        pytest.param("80", "tag:yaml.org,2002:float", 80, id="float"),
        pytest.param("true", "tag:yaml.org,2002:bool", True, id="bool"),
        pytest.param("", "tag:yaml.org,2002:null", None, id="null"),
        pytest.param("x", "!", "x", id="non-specific"),
    ],
)
def test_a_tag_says_what_a_scalar_is(written: str, tag: str, meant: JSON) -> None:
    assert tagged(written, tag) == meant


@pytest.mark.parametrize(
    ("written", "tag"),
    [
        pytest.param("http", "tag:yaml.org,2002:int", id="text-as-int"),
        pytest.param("80", "!Ref", id="own-tag"),
        pytest.param("aGk=", "tag:yaml.org,2002:binary", id="binary"),
    ],
)
def test_a_tag_that_gives_no_json_is_refused(written: str, tag: str) -> None:
    with pytest.raises(ValueError, match="tag"):
        tagged(written, tag)


@pytest.mark.parametrize(
    ("text", "values"),
    [
        pytest.param("", [], id="empty-stream"),
        pytest.param("# only a comment\n", [], id="comment"),
        pytest.param("---\n---\na: 1\n---\n# end\n", [None, {"a": 1}, None], id="empty-documents"),
        pytest.param("a: 1\na: 2", [{"a": 2}], id="last-of-two-keys"),
        pytest.param('a: "8080"\nb: !!str 80', [{"a": "8080", "b": "80"}], id="quoted"),
        pytest.param("a: |\n  x\n  y\n", [{"a": "x\ny\n"}], id="block-text"),
        pytest.param("1: a\ntrue: b\n1.5: c", [{"1": "a", "true": "b", "1.5": "c"}], id="keys-are-text"),
        pytest.param("no: a", [{"false": "a"}], id="a-key-that-is-false"),
        pytest.param("x: &x {a: 1}\nz: *x", [{"x": {"a": 1}, "z": {"a": 1}}], id="anchor"),
        pytest.param("x: &x 1\nb: [*x, &z [2], *z]", [{"x": 1, "b": [1, [2], [2]]}], id="anchored-values"),
        pytest.param(
            "x: &x {a: 1, b: 1}\nz: {<<: *x, b: 2}", [{"x": {"a": 1, "b": 1}, "z": {"a": 1, "b": 2}}], id="merge"
        ),
        pytest.param(
            "x: {b: 2, <<: [{a: 1, b: 1}, {a: 9, c: 3}]}", [{"x": {"a": 1, "b": 2, "c": 3}}], id="merge-the-first-wins"
        ),
        pytest.param("a: <<\nb: [<<]\n--- <<", [{"a": "<<", "b": ["<<"]}, "<<"], id="merge-mark-as-text"),
    ],
)
def test_documents(text: str, values: list[JSON]) -> None:
    assert list(yaml_documents(text)) == values


def test_nested_as_deep_as_is_allowed() -> None:
    (value,) = yaml_documents("[" * MAX_DEPTH + "]" * MAX_DEPTH)
    depth = 0
    while isinstance(value, list):
        depth, value = depth + 1, value[0] if value else None
    assert depth == MAX_DEPTH


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("a: &a [*a]", "line 1: an anchor (&) refers to itself", id="recursive-sequence"),
        pytest.param("x: 1\na: &a {b: *a}", "line 2: an anchor (&) refers to itself", id="recursive-mapping"),
        pytest.param(
            "a: *b",
            "line 1: an alias (*) has no anchor before it: quote a text that begins with *",
            id="unknown-anchor",
        ),
        pytest.param(bomb(9), f"line 6: its aliases stand for more than {MAX_ALIASED} values", id="alias-bomb"),
        pytest.param(
            "[" * (MAX_DEPTH + 1), f"line 1: it is nested more than {MAX_DEPTH} levels deep", id="one-too-deep"
        ),
        pytest.param("[" * 100_000, f"line 1: it is nested more than {MAX_DEPTH} levels deep", id="deep-flow"),
        pytest.param("- " * 5000, f"line 1: it is nested more than {MAX_DEPTH} levels deep", id="deep-block"),
        pytest.param("name: {{ .Values.name }}", "line 1: a key is an object", id="helm"),
        pytest.param("? [a]\n: b", "line 1: a key is a list", id="list-as-key"),
        pytest.param("? \n: b", "line 1: a key is empty", id="empty-key"),
        pytest.param("<<: 3", "line 1: << takes only mappings", id="merge-of-a-number"),
        pytest.param("a: !Ref b", UNKNOWN_TAG, id="unknown-tag"),
        pytest.param("a: !!binary c2VjcmV0", UNKNOWN_TAG, id="binary"),
        pytest.param("a: !secret", UNKNOWN_TAG, id="password-that-begins-with-an-exclamation-mark"),
    ],
)
def test_documents_no_api_object_can_be(text: str, words: str) -> None:
    with pytest.raises(UnusableYAMLError) as caught:
        list(yaml_documents(text))
    assert str(caught.value) == words


@pytest.mark.parametrize("text", ["a: b: c", "{", "\x01"], ids=["colons", "open", "control"])
def test_no_yaml(text: str) -> None:
    with pytest.raises(UnusableYAMLError, match="not valid YAML"):
        list(yaml_documents(text))


def test_anchors_count_from_the_start_in_each_document() -> None:
    with pytest.raises(UnusableYAMLError, match="no anchor before it"):
        list(yaml_documents("a: &a 1\n---\nb: *a"))
