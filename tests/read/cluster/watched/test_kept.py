"""The objects of one query, changed by events."""

import pytest
from msgspec.structs import replace

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.unread import Unread
from kubectl_porttrace.read.cluster.ask import QueryResult
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.watched import kept as module
from kubectl_porttrace.read.cluster.watched.events import WatchEvent
from kubectl_porttrace.read.cluster.watched.kept import Kept
from tests.build import NOW, pod

PODS = Query("Pod", "shop")


def keeping(*objects: KubernetesObject, version: str = "1") -> Kept:
    return Kept(QueryResult(PODS, objects, resource_version=version))


def names(kept: Kept) -> list[str]:
    return [each.name for each in kept.result(PODS, NOW).objects]


def named(*pods: Pod) -> frozenset[tuple[str, str, str]]:
    return frozenset((*each.key, each.metadata.uid) for each in pods)


def test_events_change_what_was_read() -> None:
    one, two = pod(name="web-1"), pod(name="web-2")
    kept = keeping(two)
    assert kept.apply(WatchEvent("ADDED", "2", one))
    assert names(kept) == ["web-1", "web-2"]
    assert kept.apply(WatchEvent("MODIFIED", "3", replace(one, status=pod(ready=False).status)))
    assert isinstance(kept.objects[0], Pod)
    assert not kept.objects[0].ready
    assert kept.apply(WatchEvent("DELETED", "4", two))
    assert names(kept) == ["web-1"]
    assert kept.resource_version == "4"


def test_what_says_nothing_new_is_no_change() -> None:
    one = pod(name="web-1")
    kept = keeping(one)
    assert not kept.apply(WatchEvent("MODIFIED", "2", one))
    assert not kept.apply(WatchEvent("BOOKMARK", "3"))
    assert not kept.apply(WatchEvent("DELETED", "4", pod(name="web-2")))
    assert kept.resource_version == "4"


def test_what_is_read_anew_replaces_all() -> None:
    kept = keeping(pod(name="web-1"), pod(name="web-2"))
    three = pod(name="web-3")
    assert kept.replace(QueryResult(PODS, (three,), resource_version="9"))
    assert not kept.replace(QueryResult(PODS, (three,), resource_version="10"))
    assert names(kept) == ["web-3"]
    assert kept.resource_version == "10"


def test_what_may_not_be_read_any_more_is_told() -> None:
    kept = keeping(pod())
    unread = Unread("pods", "shop", "forbidden", "no")
    assert kept.replace(QueryResult(PODS, unread=unread))
    assert kept.result(PODS, NOW) == QueryResult(PODS, unread=unread, date=NOW)


def test_objects_come_in_the_order_of_a_list() -> None:
    kept = keeping(pod(name="b"), pod(name="a", namespace="shop-2"), pod(name="c"), pod(name="a"))
    assert [each.key for each in kept.objects] == [("shop-2", "a"), ("shop", "a"), ("shop", "b"), ("shop", "c")]


def test_a_pod_that_slices_still_name_lingers(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(module, "monotonic", lambda: now[0])
    one, two = pod(name="web-1"), pod(name="web-2")
    kept = keeping(one, two)
    kept.apply(WatchEvent("DELETED", "2", one))
    assert kept.result(PODS, NOW).objects == (two,)
    assert kept.result(PODS, NOW, named(one)).objects == (two, one)
    now[0] += module.LINGER
    assert kept.result(PODS, NOW, named(one)).objects == (two,)


def test_a_pod_that_came_again_does_not_linger() -> None:
    one = pod(name="web-1")
    kept = keeping(one)
    kept.apply(WatchEvent("DELETED", "2", one))
    again = replace(one, metadata=replace(one.metadata, uid="other"))
    kept.apply(WatchEvent("ADDED", "3", again))
    assert kept.result(PODS, NOW, named(one, again)).objects == (again,)


def test_equal_parts_are_kept_once_and_old_parts_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_FRESH_PARTS", 2)
    kept = keeping()
    pods = [pod(name=f"web-{number}", labels={"app": "web"}) for number in range(9)]
    for number, each in enumerate(pods):
        kept.apply(WatchEvent("ADDED", str(number + 2), each))
    first, second = (each.metadata.labels for each in pods[:2])
    assert first is second
    for each in pods:
        kept.apply(WatchEvent("DELETED", "20", each))
    assert len(kept._interner._seen) < 20
