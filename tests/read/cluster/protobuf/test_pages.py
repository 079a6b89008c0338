"""Long lists are asked for as protobuf, read as what comes, and mean the same."""

import os
import subprocess
import sys
from datetime import datetime, timezone
from typing import Any

import pytest

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.model.container import Container, ContainerPort, PortAction, Probe
from kubectl_porttrace.model.meta import Condition, OwnerReference
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.read.cluster import pages
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.cluster.ask import RESTARTS, ask
from kubectl_porttrace.read.cluster.pages import Pages
from kubectl_porttrace.read.cluster.protobuf.fields import AlreadyRead
from kubectl_porttrace.read.cluster.query import Query
from tests.read import scripted
from tests.read.cluster.protobuf.bodies import a_pod, body, listed, message, packed, page, sent, size
from tests.read.scripted import Scripted

PODS = Query("Pod", None)
EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)


def read(content: bytes, query: Query = PODS) -> tuple[Any, ...]:
    return Pages(query).page(sent(content)).objects()


def status(code: int, message_: str) -> HttpAnswer:
    return sent(body("Status", packed("Status", message=message_, reason="Expired")), code)


def test_what_a_pod_says() -> None:
    (found,) = read(listed("Pod", a_pod("a")))
    assert found.metadata.creation_timestamp == datetime(2023, 11, 14, 22, 13, 20, tzinfo=timezone.utc)
    assert list(found.labels.items()) == [("app", "web"), ("tier", "front")]
    assert found.metadata.owner_references == (OwnerReference("ReplicaSet", "web-1", "u", controller=True),)
    probe = Probe(http_get=PortAction(port="http"))
    port = ContainerPort(8080, "http")
    assert found.spec.containers == (Container("app", "web:1", ports=(port,), readiness_probe=probe),)
    assert found.status.conditions == (Condition("Ready", "True", last_transition_time=EPOCH),)


def test_every_page_is_read() -> None:
    sent_for = {"": page("Pod", a_pod("a"), more="next", remaining=1), "next": page("Pod", a_pod("b"))}
    server = Scripted(lambda _path, query: sent_for[query.get("continue", "")])
    told: list[tuple[int, int]] = []
    found = ask(server, PODS, lambda _, so_far, more: told.append((so_far, more)))
    assert [each.name for each in found.objects] == ["a", "b"]
    assert told == [(1, 1), (2, 0)]
    expected = "application/vnd.kubernetes.protobuf,application/json"
    assert [(query["limit"], accept) for _, query, accept in server.asked] == [("500", expected)] * 2


def test_a_server_may_answer_in_json_and_change_its_mind() -> None:
    a = {"metadata": {"name": "a", "namespace": "shop"}}
    answers = {"": scripted.page("Pod", a, more="next"), "next": page("Pod", a_pod("b"))}
    found = ask(Scripted(lambda _path, query: answers[query.get("continue", "")]), PODS, lambda *_: None)
    assert [each.name for each in found.objects] == ["a", "b"]


def test_equal_parts_are_kept_once() -> None:
    reader = Pages(PODS)
    (first,), (second,) = (reader.page(page("Pod", a_pod(name))).objects() for name in "ab")
    assert isinstance(first, Pod)
    assert isinstance(second, Pod)
    assert first.spec.containers[0] is second.spec.containers[0]
    assert first.metadata.labels is second.metadata.labels
    assert first.metadata.owner_references[0] is second.metadata.owner_references[0]
    assert first.spec.node_name is second.spec.node_name
    assert first.metadata.namespace is second.metadata.namespace


def test_what_is_not_read_of_containers_may_differ() -> None:
    # The mount of a ServiceAccount's token (`volumeMounts`, 9) from a volume whose name (1) ends at random.
    def mounting(name: str, volume: bytes) -> Any:
        pod = a_pod(name)
        pod.spec.containers[0] += b"\x4a" + size(b"\x0a" + size(volume) + volume) + b"\x0a" + size(volume) + volume
        return pod

    volumes = {name: f"kube-api-access-{name * 5}".encode() for name in "ab"}
    first, second = read(listed("Pod", *(mounting(name, volume) for name, volume in volumes.items())))
    assert first.spec.containers[0] is second.spec.containers[0]
    assert first.spec.containers == read(listed("Pod", a_pod("c")))[0].spec.containers


def test_what_is_known_does_not_grow_without_end() -> None:
    known = AlreadyRead(str, most=2)
    assert [known[each] for each in (1, 2, 1, 3, 1)] == ["1", "2", "1", "3", "1"]
    assert known == {1: "1", 3: "3"}


def test_fields_that_are_new_change_nothing() -> None:
    pod = a_pod("a")
    before = read(listed("Pod", pod))
    new = b"\xfa\xff\x01\x03new\xf0\xff\x01\x07"
    pod.spec.containers[0] += new
    known = type(pod.spec).FromString(pod.spec.SerializeToString() + new)
    pod.spec.CopyFrom(known)
    assert new in listed("Pod", pod)
    assert read(listed("Pod", pod)) == before


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        pytest.param(b"plain", "plain", id="ascii"),
        pytest.param("ü世".encode(), "ü世", id="utf-8"),
        pytest.param(b"a\xffb", "a\ufffdb", id="one"),
        pytest.param(b"\xe4\xb8 \xe4", "\ufffd\ufffd \ufffd", id="cut-letters"),
        pytest.param(b"\xed\xa0\x80", "\ufffd" * 3, id="surrogate"),
    ],
)
def test_last_words_need_not_be_text(said: bytes, expected: str) -> None:
    # The field is a text in the schema, which no message can be made with from what is none.
    ended = b"\x22" + bytes([len(said)]) + said
    state = message("ContainerState", terminated=message("ContainerStateTerminated", exitCode=1))
    state.terminated.MergeFromString(ended)
    container = message("ContainerStatus", name="app", state=state.SerializeToString())
    (found,) = read(listed("Pod", a_pod("a", containerStatuses=[container])))
    ending = found.status.container_statuses[0].state.terminated
    assert (ending.message, ending.exit_code) == (expected, 1)


def test_labels_and_annotations_need_not_be_text() -> None:
    pod = a_pod("a")
    pod.metadata.labels.append(b"\x0a\x01k\x12\x02a\xff")
    (found,) = read(listed("Pod", pod))
    assert found.labels["k"] == "a\ufffd"
    service = message("Service", metadata=message("ObjectMeta", name="web"))
    service.metadata.MergeFromString(b"\x62\x07\x0a\x02k\xff\x12\x01\xfe")
    (made,) = read(listed("Service", service), Query("Service", None))
    assert made.metadata.annotations == {"k\ufffd": "\ufffd"}


def test_metadata_alone() -> None:
    query = Query("ReplicaSet", None, metadata_only=True)
    assert query.accept_packed.startswith(
        "application/vnd.kubernetes.protobuf;as=PartialObjectMetadataList;g=meta.k8s.io"
    )
    item = message("PartialObjectMetadata", metadata=message("ObjectMeta", name="web-1"))
    (found,) = read(listed("PartialObjectMetadata", item), query)
    assert isinstance(found, Workload)
    assert found.title == "ReplicaSet/web-1"


def test_a_refusal_is_read_as_well() -> None:
    found = ask(Scripted(lambda _path, _query: status(403, "pods is forbidden")), PODS, lambda *_: None)
    assert found.unread is not None
    assert (found.unread.reason, found.unread.message) == ("forbidden", "pods could not be read: pods is forbidden")


def test_a_token_that_expired_restarts_the_list() -> None:
    server = Scripted(lambda _path, query: status(410, "old") if "continue" in query else page("Pod", more="t"))
    assert ask(server, PODS, lambda *_: None).unread is not None
    assert len(server.asked) == 2 * (RESTARTS + 1)


def test_what_is_no_refusal_is_told() -> None:
    with pytest.raises(UnreachableError, match="does not answer as a Kubernetes API server"):
        ask(Scripted(lambda _path, _query: sent(b"k8s\0", 500)), Query("Pod", None, essential=True), lambda *_: None)


@pytest.mark.parametrize(
    "query",
    [
        pytest.param(Query("Pod", "shop"), id="one-namespace"),
        pytest.param(Query("Service", "shop", name="web"), id="one-object"),
        pytest.param(Query("HTTPRoute", None), id="custom"),
        pytest.param(Query("CustomResourceDefinition", None), id="no-schema"),
    ],
)
def test_the_rest_is_asked_for_as_json(query: Query) -> None:
    assert Pages(query).accept == query.accept
    assert "protobuf" not in query.accept


def test_without_its_compiled_parser_json_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Pages(PODS).accept == PODS.accept_packed
    monkeypatch.setattr(pages, "_COMPILED", "google._nowhere._message")
    assert Pages(PODS).accept == PODS.accept
    monkeypatch.setattr(pages, "_COMPILED", "no_such_package.x")
    assert Pages(PODS).accept == PODS.accept
    monkeypatch.undo()
    monkeypatch.setenv("PROTOCOL_BUFFERS_PYTHON_IMPLEMENTATION", "python")
    assert Pages(PODS).accept == PODS.accept


def test_the_parser_is_imported_with_the_first_page_in_its_form() -> None:
    program = """
import sys
from kubectl_porttrace.read.cluster.pages import Pages
from kubectl_porttrace.read.cluster.protobuf.fields import AlreadyRead
from kubectl_porttrace.read.cluster.query import Query
from kubectl_porttrace.read.cluster.answers import HttpAnswer

pages = Pages(Query("Pod", None))
assert "protobuf" in pages.accept
assert pages.page(HttpAnswer(200, b'{"kind":"PodList","items":[]}', "application/json")).objects() == ()
assert not [name for name in sys.modules if name.startswith("google.protobuf")]
pages.page(HttpAnswer(200, sys.stdin.buffer.read(), "application/vnd.kubernetes.protobuf"))
assert "google.protobuf" in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], input=listed("Pod"), env=dict(os.environ), check=True, timeout=180)
