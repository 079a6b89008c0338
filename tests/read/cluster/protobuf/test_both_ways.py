"""What a real API server sends of an object means the same in protobuf as in JSON, field by field, for any object."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest

from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.cluster.pages import Pages, is_packed
from kubectl_porttrace.read.cluster.query import PACKED_KINDS, Query
from tests.cluster.build import Programs
from tests.read.cluster.protobuf.known import CORPUS, ROOT, generated, judged, recorded, storable, written
from tests.read.cluster.protobuf.manifests import random_objects
from tests.read.cluster.protobuf.store import Store, served_store

COUNT = 60


@pytest.fixture(scope="module")
def store(programs: Programs, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    with served_store(programs, tmp_path_factory.mktemp("store")) as served:
        yield served


def both(store: Store, query: Query) -> tuple[HttpAnswer, HttpAnswer]:
    """The same state of the cluster, as JSON and as protobuf."""
    plain = store.connection.get(query.path, {}, query.accept)
    assert plain.status == 200, plain.body
    at = {"resourceVersion": json.loads(plain.body)["metadata"]["resourceVersion"], "resourceVersionMatch": "Exact"}
    packed = store.connection.get(query.path, at, query.accept_packed)
    assert (is_packed(plain), is_packed(packed)) == (False, True)
    return plain, packed


def objects(answer: HttpAnswer, query: Query) -> dict[tuple[str, str], KubernetesObject]:
    """By their keys, for out of its cache and out of its store an API server sends them in different orders."""
    return {each.key: each for each in Pages(query).page(answer).objects()}


def assert_same(store: Store, query: Query) -> int:
    plain, packed = both(store, query)
    from_json, from_protobuf = objects(plain, query), objects(packed, query)
    assert from_json.keys() == from_protobuf.keys()
    for key, expected in from_json.items():
        assert from_protobuf[key] == expected
        assert repr(from_protobuf[key]) == repr(expected)
    return len(from_json)


@pytest.mark.parametrize("metadata_only", [False, True], ids=["whole", "metadata"])
@pytest.mark.parametrize("kind", sorted(PACKED_KINDS))
def test_random_objects(store: Store, kind: str, *, metadata_only: bool) -> None:
    for manifest in random_objects(kind, COUNT, seed=1):
        store.put(manifest)
    assert assert_same(store, Query(kind, None, metadata_only=metadata_only)) >= COUNT


@pytest.mark.parametrize(
    ("objects", "least"),
    [
        pytest.param(recorded, 100, id="recordings"),
        pytest.param(lambda: written(ROOT / "tests" / "manifests"), 10, id="manifests"),
        pytest.param(judged, 1000, id="checks"),
        pytest.param(generated, 500, id="truth"),
        pytest.param(
            lambda: written(CORPUS),
            1000,
            id="corpus",
            marks=pytest.mark.skipif(
                not CORPUS.is_dir(), reason="the collected manifests (../shared/corpus) are not here"
            ),
        ),
    ],
)
def test_known_objects(store: Store, objects: Callable[[], Iterable[Any]], least: int) -> None:
    manifests = [each for each in storable(objects()) if store.take(each)]
    assert len(manifests) >= least
    for kind, count in Counter(each["kind"] for each in manifests).items():
        assert assert_same(store, Query(kind, None)) >= count
