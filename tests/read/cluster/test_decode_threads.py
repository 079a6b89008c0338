"""Decoders are built one at a time: built at the same time, they crash the program when they decode."""

from __future__ import annotations

import time
from collections.abc import Iterator
from threading import Thread
from typing import Any

import msgspec
import pytest

from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.kinds import KINDS
from kubectl_porttrace.read.cluster import decode
from kubectl_porttrace.read.cluster.query import Query


@pytest.fixture(autouse=True)
def _nothing_built() -> Iterator[None]:
    decode._built.cache_clear()
    yield
    decode._built.cache_clear()


def test_threads_wait_for_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    busy: list[object] = []
    together: list[int] = []

    def build(type_: Any) -> msgspec.json.Decoder[Any]:
        busy.append(type_)
        together.append(len(busy))
        time.sleep(0.01)
        busy.remove(type_)
        return real(type_)

    def read(kind: Kind) -> None:
        decode.decode_page(b'{"kind": "%bList", "items": [{}]}' % kind.name.encode(), Query(kind.key, None))

    real = msgspec.json.Decoder
    monkeypatch.setattr(msgspec.json, "Decoder", build)
    threads = [Thread(target=read, args=(kind,)) for kind in KINDS]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(together) == {1}
    looks_for_items = 1
    assert len(together) == len({kind.model for kind in KINDS}) + looks_for_items
