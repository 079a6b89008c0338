"""Slices that nobody looks after any more, and the pods they name are replaced."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from tests.cluster.namespace import Namespace
from tests.cluster.objects import container, container_port, deployment, service, service_port
from tests.cluster.plugin import Porttrace
from tests.end_to_end.handmade import remove_selector

HTTP = container("app", container_port(8080, "http"))


@pytest.fixture
def left_over(namespace: Namespace) -> Namespace:
    """A Service of two pods whose selector was removed: its slices stay as they were."""
    namespace.apply(deployment("web", HTTP, replicas=2), service("web", service_port(80, "http")))
    namespace.wait_for_endpoints("web", ready=2)
    remove_selector(namespace, "web")
    return namespace


def replace_pods(namespace: Namespace, how_many: int) -> None:
    """Delete so many pods and wait until others are ready in their place."""
    doomed = [each["metadata"]["name"] for each in namespace.objects("Pod", app="web")][:how_many]
    for name in doomed:
        namespace.delete("Pod", name, gracePeriodSeconds=0)

    def replaced() -> bool:
        return doomed_are_gone(namespace, doomed) and len(namespace.wait_for_pods(2, app="web")) == 2

    namespace.wait_for(replaced, "other pods")


def doomed_are_gone(namespace: Namespace, doomed: list[str]) -> bool:
    return not {each["metadata"]["name"] for each in namespace.objects("Pod")} & set(doomed)


def report(porttrace: Porttrace, *args: str, exit_code: int) -> dict[str, Any]:
    result = porttrace(*args, "-o", "json")
    assert (result.returncode, result.stderr) == (exit_code, "")
    decoded: dict[str, Any] = msgspec.json.decode(result.stdout)
    return decoded


@pytest.mark.parametrize("args", [("web",), ()], ids=["alone", "namespace"])
def test_slices_that_name_no_living_pod_serve_nobody(
    porttrace: Porttrace, left_over: Namespace, args: tuple[str, ...]
) -> None:
    replace_pods(left_over, 2)
    document = report(porttrace, *args, exit_code=3)
    (traced,) = document["services"]
    assert (traced["verdict"], traced["ports"][0]["findings"][0]) == ("broken", "PTE14")
    assert {backend["usable"] for backend in traced["ports"][0]["backends"]} == {False}
    (error,) = [finding for finding in document["findings"] if finding["severity"] == "error"]
    assert "PTE22" in {each["code"] for each in error["consequences"]}


def test_one_pod_of_two_that_is_gone_is_partial(porttrace: Porttrace, left_over: Namespace) -> None:
    replace_pods(left_over, 1)
    (traced,) = report(porttrace, "web", exit_code=0)["services"]
    assert traced["verdict"] == "partial"
    assert sorted(backend["usable"] for backend in traced["ports"][0]["backends"]) == [False, True]


def test_pods_that_are_still_there_serve(porttrace: Porttrace, left_over: Namespace) -> None:
    assert left_over.wait_for_pods(2, app="web")
    (traced,) = report(porttrace, "web", exit_code=0)["services"]
    assert traced["verdict"] == "wired"
