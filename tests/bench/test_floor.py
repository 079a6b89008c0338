"""The floor reads every page of a list and counts what came."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from urllib.parse import parse_qs, urlsplit

import pytest

from bench.floor import Reader

FIRST = b'{"kind":"PodList","metadata":{"resourceVersion":"1","continue":"abc"},"items":[' + b"0," * 5000 + b"0]}"
# A later "continue" is some object's own affair.
LAST = b'{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":["' + b"x" * 3000 + b'","continue":"no"]}'
REQUEST = {"path": "/api/v1/pods", "parameters": {"limit": "500"}, "accept": "application/json"}


class Scripted(Reader):
    def __init__(self, pack: Callable[[bytes], bytes]) -> None:
        self.asked: list[dict[str, list[str]]] = []
        self.pages = [pack(FIRST), pack(LAST)]

    def _page(self, target: str, accept: str) -> bytes:
        assert accept == "application/json"
        self.asked.append(parse_qs(urlsplit(target).query))
        return self.pages[len(self.asked) - 1]


@pytest.mark.parametrize("pack", [bytes, gzip.compress], ids=["plain", "gzip"])
def test_every_page_is_read(pack: Callable[[bytes], bytes]) -> None:
    reader = Scripted(pack)
    assert reader.read(REQUEST) == len(pack(FIRST)) + len(pack(LAST))
    assert reader.asked == [{"limit": ["500"]}, {"limit": ["500"], "continue": ["abc"]}]
