from itertools import product

import pytest

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.spelling import _distance, edits_between
from kubectl_porttrace.spellings import nearest
from kubectl_porttrace.trace.selection import near_misses, pods_nearby
from tests.build import cluster, pod, service


@pytest.mark.parametrize(
    ("word", "candidates", "expected"),
    [
        pytest.param("http", ["metrics", "grpc"], None, id="nothing-close"),
        pytest.param("http", [], None, id="nothing-there"),
        pytest.param("http", ["http"], None, id="the-word-itself"),
        pytest.param("httpWeb", ["http-web"], "http-web", id="case-and-hyphen"),
        pytest.param("http_web", ["http-web"], "http-web", id="underscore"),
        pytest.param("htpt", ["http", "grpc"], "http", id="two-letters-swapped"),
        pytest.param("htp", ["http"], "http", id="one-missing"),
        pytest.param("https", ["http"], "http", id="one-too-many"),
        pytest.param("metrisc", ["metrics"], "metrics", id="swapped-at-the-end"),
        pytest.param("mtrcs", ["metrics"], None, id="two-edits-are-too-many-for-five-letters"),
        pytest.param("metirsc", ["metrics"], "metrics", id="two-edits-in-a-long-word"),
        pytest.param("web", ["wbe", "wab"], None, id="two-equally-close"),
        pytest.param("web", ["web-", "wbe"], "web-", id="the-closer-of-two"),
        pytest.param("a", ["b"], None, id="too-short-to-be-misspelt"),
        pytest.param("-", ["_"], None, id="nothing-left-after-folding"),
        pytest.param("web", ["website"], None, id="too-different-in-length"),
    ],
)
def test_nearest(word: str, candidates: list[str], expected: str | None) -> None:
    assert nearest(word, candidates) == expected


@pytest.mark.parametrize(
    ("one", "other", "edits"),
    [
        pytest.param("abcdef", "abcdef", 0, id="equal"),
        pytest.param("Ab-cd", "abcd", 0, id="folded"),
        pytest.param("abcd", "acbd", 1, id="swapped"),
        pytest.param("abcdef", "bacdfe", 2, id="swapped-twice"),
        pytest.param("abcdef", "xbcdey", 2, id="changed-twice"),
        pytest.param("abcdef", "xycdez", None, id="changed-three-times"),
    ],
)
def test_edits_are_counted_alike_in_both_directions(one: str, other: str, edits: int | None) -> None:
    assert edits_between(one, other) == edits_between(other, one) == edits


def reference(one: str, other: str) -> int:
    """Optimal string alignment, as it is defined."""
    if not one or not other:
        return len(one) + len(other)
    edits = min(
        reference(one[1:], other) + 1,
        reference(one, other[1:]) + 1,
        reference(one[1:], other[1:]) + (one[0] != other[0]),
    )
    if one[:2] == other[1::-1] and len(one) > 1 < len(other):
        edits = min(edits, reference(one[2:], other[2:]) + 1)
    return edits


def test_distance_is_optimal_string_alignment() -> None:
    words = ["".join(letters) for length in range(1, 5) for letters in product("ab", repeat=length)]
    pairs = [(one, other, reference(one, other)) for one in words for other in words]
    for most in (0, 1, 2, 9):
        wrong = [
            (one, other)
            for one, other, edits in pairs
            if _distance(one, other, most) != (edits if edits <= most else None)
        ]
        assert wrong == []


def labelled(**labels: str) -> Pod:
    return pod(labels=labels)


WEB = {"app": "web", "tier": "frontend"}


@pytest.mark.parametrize(
    ("selector", "pods", "expected"),
    [
        pytest.param(WEB, [labelled(app="web", tier="frontnd")], [("tier", ("tier", "frontnd"), True, 1)], id="value"),
        pytest.param(WEB, [labelled(app="web", tier="api")], [("tier", ("tier", "api"), False, 1)], id="other-value"),
        pytest.param(WEB, [labelled(app="web")], [("tier", None, False, 1)], id="no-such-label"),
        pytest.param(WEB, [labelled(app="web", role="frontend")], [("tier", ("role", "frontend"), True, 1)], id="key"),
        pytest.param(
            WEB,
            [labelled(app="web", team="x")],
            [("tier", None, False, 1)],
            id="an-unrelated-label",
        ),
        pytest.param(WEB, [labelled(app="shop", tier="api")], [], id="two-pairs-missed"),
        pytest.param(WEB, [labelled(**WEB)], [], id="matched"),
        pytest.param(WEB, [pod(labels={"app": "web"}, phase="Failed")], [], id="ended"),
        pytest.param(
            WEB,
            [labelled(app="web", tier="api"), labelled(app="wbe", tier="frontend")],
            [("app", ("app", "wbe"), True, 1)],
            id="similar-ones-only-where-there-are-any",
        ),
        pytest.param(
            WEB,
            [labelled(app="web", tier="api"), labelled(app="web"), labelled(app="web")],
            [("tier", None, False, 2), ("tier", ("tier", "api"), False, 1)],
            id="larger-groups-first",
        ),
        pytest.param({"app": "web"}, [labelled(app="shop"), pod(labels={})], [], id="one-pair-missed-by-everything"),
        pytest.param({"app": "web"}, [labelled(app="wbe")], [("app", ("app", "wbe"), True, 1)], id="one-pair-misspelt"),
        pytest.param({"app": "web"}, [labelled(name="web")], [("app", ("name", "web"), True, 1)], id="one-pair-moved"),
        pytest.param({"main": "true"}, [labelled(monitor="true")], [], id="a-value-that-says-nothing"),
        pytest.param({"app": "db"}, [labelled(name="db")], [], id="a-value-too-short-to-tell"),
        pytest.param({"app": "shop-1"}, [labelled(app="shop-2")], [], id="another-number-is-another-thing"),
    ],
)
def test_near_misses(
    selector: dict[str, str], pods: list[Pod], expected: list[tuple[str, tuple[str, str] | None, bool, int]]
) -> None:
    found = near_misses(selector, pods)
    assert [(miss.key, miss.label, miss.similar, len(miss.pods)) for miss in found] == expected
    assert all(miss.wanted == selector[miss.key] for miss in found)


@pytest.mark.parametrize(
    ("selector", "pods"),
    [
        pytest.param({"app": "web"}, [labelled(app="wbe"), labelled(app="web-1"), labelled(name="web")], id="one-pair"),
        pytest.param({"app": "web", "tier": "api"}, [labelled(app="web"), labelled(tier="api")], id="two-pairs"),
        pytest.param({"app": "web", "tier": "api"}, [labelled(app="web", tier="web")], id="another-value"),
    ],
)
def test_near_misses_are_found_without_looking_at_all_pods(selector: dict[str, str], pods: list[Pod]) -> None:
    asking = service(selector=selector)
    far = [labelled(far="away"), pod(namespace="else", labels=pods[0].labels), pod(labels={})]
    nearby = pods_nearby(cluster(asking, *pods, *far), asking)
    assert {each.name for each in nearby} <= {each.name for each in pods}
    assert near_misses(selector, nearby) == near_misses(
        selector, sorted([*pods, *far[::2]], key=lambda each: each.name)
    )
