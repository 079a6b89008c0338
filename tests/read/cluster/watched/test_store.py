"""What a question needs, each query asked once."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.source import Source
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.cluster.progress import ProgressLine
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.watched import kept as kept_module
from kubectl_porttrace.read.cluster.watched import store as module
from kubectl_porttrace.read.cluster.watched.store import Store
from tests.build import asking
from tests.read.cluster.watched.server import PATIENCE, Told, Watchable, object_line, wait_for
from tests.read.scripted import DATE, answer, refusal

QUIET = ProgressLine(None)


def listed(kind: str, *items: dict[str, Any]) -> HttpAnswer:
    return answer({"kind": f"{kind}List", "metadata": {"resourceVersion": "5"}, "items": list(items)})


def meta(name: str, **more: Any) -> dict[str, Any]:
    return {"name": name, "namespace": "shop", "uid": f"uid-{name}", **more}


def web(app: str = "web") -> dict[str, Any]:
    spec = {"selector": {"app": app}, "ports": [{"port": 80}], "type": "ClusterIP", "clusterIP": "10.96.0.9"}
    return {"kind": "Service", "metadata": meta("web", resourceVersion="4"), "spec": spec}


def slice_of(*pods: str) -> dict[str, Any]:
    targets = [{"kind": "Pod", "name": each, "namespace": "shop", "uid": f"uid-{each}"} for each in pods]
    endpoints = [
        {"addresses": [f"10.1.0.{place}"], "targetRef": each, "conditions": {"ready": True}}
        for place, each in enumerate(targets, 1)
    ]
    labels = {"kubernetes.io/service-name": "web"}
    return {"kind": "EndpointSlice", "metadata": meta("web-x", labels=labels), "endpoints": endpoints}


def pod(name: str) -> dict[str, Any]:
    ready = [{"type": "Ready", "status": "True"}]
    return {"kind": "Pod", "metadata": meta(name, labels={"app": "web"}), "status": {"conditions": ready}}


@dataclass
class Shop:
    """An API server with one Service: the watch of each resource tells the lines that a test puts in."""

    service: dict[str, Any] = field(default_factory=web)
    slices: list[dict[str, Any]] = field(default_factory=lambda: [slice_of("web-1")])
    pods: list[dict[str, Any]] = field(default_factory=lambda: [pod("web-1")])
    lines: dict[str, list[bytes]] = field(default_factory=dict)
    server: Watchable = field(init=False)

    def __post_init__(self) -> None:
        shop = self

        class Routed(Watchable):
            def follow(self, path: str, parameters: Any, accept: str, silence: float) -> Told | HttpAnswer:  # noqa: ARG002
                self.followed.append((path, dict(parameters), accept))
                return Told(shop.lines.pop(path.rpartition("/")[2], []))

        self.server = Routed(self._answer)

    def _answer(self, path: str) -> HttpAnswer:
        last = path.rpartition("/")[2]
        if path.endswith("/services/web"):
            return answer(self.service)
        of = {"services": ("Service", [self.service]), "endpointslices": ("EndpointSlice", self.slices)}
        of["pods"] = ("Pod", self.pods)
        if last in of:
            kind, items = of[last]
            return listed(kind, *items)
        known = {"events": "Event", "networkpolicies": "NetworkPolicy", "ingresses": "Ingress"}
        return listed(known[last]) if last in known else refusal(404)

    def lists_of(self, resource: str) -> list[dict[str, str]]:
        """The parameters of the lists that were asked for."""
        return [query for path, query in self.server.listed if path.endswith(f"/{resource}")]


@contextmanager
def storing(shop: Shop, refused: list[str] | None = None) -> Iterator[Store]:
    told = [] if refused is None else refused
    with closing(Store(shop.server, Source("cluster"), asking("web"), told.append)) as store:
        yield store


def pods_of(snapshot: Snapshot) -> list[str]:
    return sorted(each.name for each in snapshot.pods)


def test_a_list_is_asked_for_once() -> None:
    shop = Shop(lines={"pods": [object_line("Pod", "ADDED", "web-2", 7, status={})]})
    with storing(shop) as store:
        wait_for(lambda: pods_of(store.snapshot(QUIET)) == ["web-1", "web-2"], "the other pod")
        store.snapshot(QUIET)
    assert len(shop.lists_of("pods")) == 1
    assert len(shop.lists_of("endpointslices")) == 1
    assert ("/api/v1/namespaces/shop/pods", "app=web") in [
        (path, parameters.get("labelSelector")) for path, parameters, _ in shop.server.followed
    ]


def test_a_change_ends_the_wait() -> None:
    shop = Shop(lines={"pods": [object_line("Pod", "ADDED", "web-2", 7)]})
    with storing(shop) as store:
        store.snapshot(QUIET)
        assert store.wait(PATIENCE)


def test_another_selector_has_other_pods_and_the_old_ones_are_watched_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    changed = {**web("api"), "metadata": meta("web", resourceVersion="9")}
    line = object_line("Service", "MODIFIED", "web", 9, spec=changed["spec"])
    shop = Shop(lines={"services": [line]})
    with storing(shop) as store:
        store.snapshot(QUIET)
        wait_for(lambda: len({*_selectors(shop)}) > 1, "the other selector", each=lambda: store.snapshot(QUIET))
        assert Query("Pod", "shop", labels="app=web") in store._feeds
        monkeypatch.setattr(module, "UNWANTED", 0.0)
        store.snapshot(QUIET)
        store.snapshot(QUIET)
        assert Query("Pod", "shop", labels="app=web") not in store._feeds


def _selectors(shop: Shop) -> list[str]:
    return [query["labelSelector"] for query in shop.lists_of("pods") if "labelSelector" in query]


def test_a_pod_that_went_a_moment_ago_is_there_while_slices_name_it(monkeypatch: pytest.MonkeyPatch) -> None:
    gone = object_line("Pod", "DELETED", "web-1", 8)
    shop = Shop(lines={"pods": [gone]})
    monkeypatch.setattr(kept_module, "LINGER", 10 * PATIENCE)
    with storing(shop) as store:
        store.snapshot(QUIET)
        wait_for(lambda: store.lingers, "the end of the pod")
        assert pods_of(store.snapshot(QUIET)) == ["web-1"]
        assert not store.between
        assert len(shop.lists_of("pods")) == 1
        monkeypatch.setattr(kept_module, "LINGER", 0.0)
        monkeypatch.setattr(shop, "pods", [])
        assert pods_of(store.snapshot(QUIET)) == []


def test_a_pod_that_slices_name_first_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    shop = Shop(slices=[slice_of("web-1", "web-2")])
    monkeypatch.setattr(module, "AHEAD", 10 * PATIENCE)
    with storing(shop) as store:
        store.snapshot(QUIET)
        assert store.between
        monkeypatch.setattr(module, "AHEAD", 0.0)
        assert not store.between


def test_what_could_not_be_read_is_asked_for_again() -> None:
    shop = Shop()
    broken = replace(answer({}), status=500)
    answers = shop._answer
    shop.server.lists = lambda path: broken if path.endswith("/networkpolicies") else answers(path)
    with storing(shop) as store:
        assert not store.snapshot(QUIET).was_read("networkpolicies", "shop")
        shop.server.lists = answers
        assert store.snapshot(QUIET).was_read("networkpolicies", "shop")


def test_what_may_not_be_watched_is_told_once_of_each_resource() -> None:
    shop, refused = Shop(), []  # type: ignore[var-annotated]
    shop.server.follow = lambda *_: refusal(403)  # type: ignore[method-assign]
    with storing(shop, refused) as store:
        store.snapshot(QUIET)
        wait_for(lambda: {"pods", "services", "events"} <= set(refused), "the refusals")
    assert len(refused) == len(set(refused))


def test_beyond_a_number_of_watches_lists_are_read_now_and_then(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_WATCHED", 1)
    shop = Shop()
    with storing(shop) as store:
        store.snapshot(QUIET)
        wait_for(lambda: shop.server.followed, "the one watch")
    assert len({path for path, _, _ in shop.server.followed}) == 1


def test_time_goes_on_by_the_clock_of_the_server() -> None:
    with storing(Shop()) as store:
        first = store.snapshot(QUIET).observed_at
        assert DATE <= first < DATE + timedelta(minutes=5)
        assert store.snapshot(QUIET).observed_at > first


def test_a_server_that_does_not_answer_is_silent(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "SLOW", 0.0)
    shop = Shop()
    with storing(shop) as store:
        store.snapshot(QUIET)
        assert not store.silent
        next(iter(store._feeds.values())).failing_since = 1.0
        assert store.silent
