"""The work grows as the cluster does, and no faster: counted in calls, which a busy machine does not change."""

import sys
from collections.abc import Callable
from types import FrameType
from typing import Any

import pytest

from kubectl_porttrace.diagnose.assembly import diagnose
from kubectl_porttrace.model.snapshot import Snapshot
from tests.build import cluster, container, headless, pod, port, service

PODS = 4


def healthy(name: str) -> list[Any]:
    labels = {"app": name, "tier": "web"}
    made = [pod(container(port(8080, "http")), name=f"{name}-{n}", labels=labels) for n in range(PODS)]
    return [service({"port": 80, "targetPort": "http"}, name=name, selector=labels), *made]


def wrong_name(name: str) -> list[Any]:
    labels = {"app": name}
    made = [pod(container(port(8080, "htpt")), name=f"{name}-{n}", labels=labels) for n in range(PODS)]
    return [service({"port": 80, "targetPort": "http"}, name=name, selector=labels), *made]


def selector_in_vain(name: str) -> list[Any]:
    made = [pod(name=f"{name}-{n}", labels={"app": name, "tier": "api"}) for n in range(PODS)]
    return [service(name=name, selector={"app": name, "tier": "web"}), *made]


def nothing_like_it(name: str) -> list[Any]:
    made = [pod(name=f"{name}-{n}", labels={"name": f"of-{name}"}) for n in range(PODS)]
    return [service(name=name, selector={"app": name}), *made]


def another_value(name: str) -> list[Any]:
    number = sum(map(ord, name)) % 97
    made = [pod(name=f"{name}-{n}", labels={"app": f"{name}-{number}"}) for n in range(PODS)]
    return [service(name=name, selector={"app": f"{name}-{number + 1}"}), *made]


def unready(name: str) -> list[Any]:
    made = [pod(name=f"{name}-{n}", labels={"app": name}, ready=not n) for n in range(PODS)]
    return [service(name=name, selector={"app": name}), *made]


def without_address(name: str) -> list[Any]:
    made = [pod(name=f"{name}-{n}", labels={"app": name}) for n in range(PODS)]
    return [headless(name=name, selector={"app": name}), *made]


def calls(snapshot: Snapshot) -> int:
    """How many functions a diagnosis calls, Python's own and built-in ones."""
    count = 0

    def profile(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(profile)
    try:
        diagnose(snapshot)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize(
    "made",
    [healthy, wrong_name, selector_in_vain, nothing_like_it, another_value, unready, without_address],
    ids=lambda it: it.__name__,
)
def test_twice_the_services_take_twice_the_work(made: Callable[[str], list[Any]]) -> None:
    def some(count: int) -> Snapshot:
        # Words that are no near misses of one another, as names of Services mostly are.
        names = [f"{chr(97 + n % 26) * 5}{chr(97 + n // 26) * 5}" for n in range(count)]
        return cluster(*[each for name in names for each in made(name)])

    calls(some(5))
    once, twice = calls(some(100)), calls(some(200))
    assert twice < 2.2 * once
