"""Whether a cluster that runs already can be used, must be filled, or has to be replaced."""

from __future__ import annotations

from bench.fill import is_empty, is_filled
from bench.fixture import foundations, mark
from bench.size import Size
from tests.cluster.api import Api, Manifest, NotFoundError, path_of


class Holding(Api):
    """An API server that holds these objects."""

    def __init__(self, *held: Manifest) -> None:
        self._held = {f"{path_of(each)}/{each['metadata']['name']}": each for each in held}

    def get(self, path: str, **_query: str) -> Manifest:
        if path not in self._held:
            raise NotFoundError(404, {})
        return self._held[path]


def test_a_new_cluster_is_empty() -> None:
    assert is_empty(Holding())
    assert not is_filled(Holding(), Size())


def test_a_cluster_that_somebody_began_to_fill_is_neither() -> None:
    begun = Holding(next(foundations(Size())))
    assert not is_empty(begun)
    assert not is_filled(begun, Size())


def test_a_cluster_is_filled_for_its_own_size() -> None:
    filled = Holding(mark(Size()))
    assert is_filled(filled, Size())
    assert not is_filled(filled, Size(services=501))
