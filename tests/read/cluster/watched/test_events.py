"""Lines of a watch."""

import json
from typing import Any

import msgspec
import pytest

from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.watched.events import WatchEndedError, decode_event

PODS = Query("Pod", "shop")


def line(type_: str, **object_: Any) -> bytes:
    return json.dumps({"type": type_, "object": object_}).encode()


def test_an_object_with_its_version() -> None:
    metadata = {"name": "web-0", "namespace": "shop", "resourceVersion": "7", "labels": None}
    event = decode_event(line("MODIFIED", kind="Pod", metadata=metadata), PODS)
    assert (event.type, event.resource_version) == ("MODIFIED", "7")
    assert event.object is not None
    assert event.object.key == ("shop", "web-0")


def test_a_bookmark_has_a_version_alone() -> None:
    empty = {"metadata": {"resourceVersion": "9", "creationTimestamp": None}, "spec": {"containers": None}}
    event = decode_event(line("BOOKMARK", kind="Pod", **empty), PODS)
    assert (event.resource_version, event.object) == ("9", None)


@pytest.mark.parametrize(("code", "too_old"), [(410, True), (500, False)])
def test_an_end_that_the_server_explains(code: int, too_old: bool) -> None:  # noqa: FBT001
    with pytest.raises(WatchEndedError, match="too old") as raised:
        decode_event(line("ERROR", kind="Status", code=code, message="too old resource version: 1 (2)"), PODS)
    assert raised.value.too_old == too_old


@pytest.mark.parametrize(
    "text",
    [
        pytest.param(line("ADDED", kind="Pod", metadata={"name": "web-0"})[:-9], id="half-a-line"),
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html>", id="no-json"),
        pytest.param(line("ADDED", kind="Service", metadata={"name": "web"}), id="another-kind"),
    ],
)
def test_what_is_no_event(text: bytes) -> None:
    with pytest.raises(msgspec.DecodeError):
        decode_event(text, PODS)


def test_of_metadata_alone() -> None:
    told = line("ADDED", kind="PartialObjectMetadata", metadata={"name": "node-1", "resourceVersion": "3"})
    event = decode_event(told, Query("Node", None, metadata_only=True))
    assert event.object is not None
    assert event.object.name == "node-1"
