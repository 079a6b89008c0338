from collections.abc import Callable

import pytest

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.workload import Workload
from kubectl_porttrace.read.cluster.answers import HttpAnswer
from kubectl_porttrace.read.cluster.ask import is_missing
from kubectl_porttrace.read.cluster.query import Query
from tests.read.cluster.asked import PODS, SERVICES, WEB, always, asked, meta
from tests.read.scripted import Scripted, answer, page, refusal


def test_workloads_know_their_kind() -> None:
    found = asked(always(page("PartialObjectMetadata", meta("web"))), Query("ReplicaSet", "shop", metadata_only=True))
    (workload,) = found.objects
    assert isinstance(workload, Workload)
    assert workload.title == "ReplicaSet/web"


def test_null_counts_as_absent() -> None:
    pod = {**meta("a"), "spec": {"containers": [{"name": "app", "ports": None}, None], "hostNetwork": None}}
    (found,) = asked(always(page("Pod", pod)), PODS).objects
    assert isinstance(found, Pod)
    assert [container.name for container in found.spec.containers] == ["app"]


def test_reads_one_object() -> None:
    found = asked(always(answer({"kind": "Service", **meta("web")})), WEB)
    (service,) = found.objects
    assert isinstance(service, Service)
    assert service.name == "web"


def test_an_object_that_does_not_exist_is_none_found() -> None:
    found = asked(always(refusal(404)), WEB)
    assert (found.objects, found.unread) == ((), None)


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        pytest.param(refusal(403, "pods is forbidden"), "forbidden", id="forbidden"),
        pytest.param(refusal(401, "Unauthorized"), "forbidden", id="unauthorized"),
        pytest.param(refusal(404, "not here"), "not-served", id="not-served"),
        pytest.param(answer(b"404 page not found", 404, "text/plain"), "not-served", id="group-not-served"),
        pytest.param(refusal(500, "etcd\nis gone"), "error", id="server-error"),
        pytest.param(answer(b"<html>", 502, "text/html"), "error", id="proxy-error"),
        pytest.param(answer(b"<html>", 200, "text/html"), "error", id="html"),
        pytest.param(answer(b'{"kind": "PodList", "items": ['), "error", id="cut-short"),
        pytest.param(answer({"kind": "PodList", "items": 5}), "error", id="items-a-number"),
        pytest.param(page("Pod", {"spec": {"containers": [{"ports": [{"containerPort": "x"}]}]}}), "error", id="text"),
        pytest.param(answer({"hello": 1}), "error", id="some-json"),
    ],
)
def test_what_may_not_be_read_is_said(given: HttpAnswer, reason: str) -> None:
    unread = asked(always(given), PODS).unread
    assert unread is not None
    assert (unread.resource, unread.namespace, unread.reason) == ("pods", "shop", reason)
    assert "\n" not in unread.message


def test_another_name_is_used_where_there_is_one() -> None:
    unread = asked(always(refusal(403)), Query("Pod", None, known_as="pods elsewhere")).unread
    assert unread is not None
    assert (unread.resource, unread.namespace) == ("pods elsewhere", None)


def test_a_broken_connection_is_no_end_where_the_answer_is_not_essential() -> None:
    def broken(_path: str, _query: dict[str, str]) -> HttpAnswer:
        raise UnreachableError("broke off")

    unread = asked(Scripted(broken), PODS).unread
    assert unread is not None
    assert unread.reason == "error"
    with pytest.raises(UnreachableError, match="broke off"):
        asked(Scripted(broken), WEB)


@pytest.mark.parametrize(
    ("query", "given", "words"),
    [
        pytest.param(WEB, refusal(401, "Unauthorized"), ("Unauthorized", "log in"), id="unauthorized"),
        pytest.param(WEB, refusal(403, "may not"), ('namespace "shop"', "may not"), id="forbidden"),
        pytest.param(SERVICES, refusal(403), ("whole cluster", "-n NAMESPACE"), id="forbidden-everywhere"),
        pytest.param(WEB, refusal(500, "etcd"), ("etcd",), id="server-error"),
        pytest.param(WEB, answer(b"<html>", 200, "text/html"), ("Kubernetes", "text/html"), id="html"),
        pytest.param(WEB, answer(b"<html>", 404, "text/html"), ("Kubernetes", "404"), id="html-not-found"),
        pytest.param(WEB, answer(b"nope", 401, ""), ("Kubernetes", "401"), id="somebody-else-wants-a-password"),
        pytest.param(WEB, answer({"hello": 1}), ("Kubernetes",), id="some-json"),
        pytest.param(WEB, answer([1]), ("Kubernetes",), id="a-list"),
        pytest.param(WEB, answer({"kind": "Secret"}), ("Secret",), id="another-kind"),
        pytest.param(WEB, answer(b'{"kind": "Service", "meta'), ("cut short",), id="cut-short"),
        pytest.param(SERVICES, answer({"kind": "Service"}), ("not a list",), id="no-list"),
    ],
)
def test_without_the_service_itself_there_is_nothing_to_say(
    query: Query, given: HttpAnswer, words: tuple[str, ...]
) -> None:
    with pytest.raises(UnreachableError) as raised:
        asked(always(given), query)
    said = f"{raised.value.message} {raised.value.hint}"
    assert [word for word in words if word not in said] == []
    assert raised.value.hint


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        pytest.param(refusal(404), True, id="missing"),
        pytest.param(refusal(403), False, id="nobody-knows"),
        pytest.param(answer({"kind": "Namespace"}), False, id="there"),
        pytest.param(answer(b"", 404, "text/html"), False, id="not-kubernetes"),
    ],
)
def test_knows_what_is_missing(given: HttpAnswer, missing: bool) -> None:  # noqa: FBT001
    assert is_missing(always(given), "/api/v1/namespaces/shop") is missing


@pytest.mark.parametrize(
    ("query", "path", "parameters"),
    [
        pytest.param(WEB, "/api/v1/namespaces/shop/services/web", {}, id="object"),
        pytest.param(PODS, "/api/v1/namespaces/shop/pods", {"limit": "500"}, id="namespace"),
        pytest.param(
            Query("Deployment", None, labels="a=b"),
            "/apis/apps/v1/deployments",
            {"limit": "500", "labelSelector": "a=b"},
            id="group",
        ),
        pytest.param(
            Query("Event", "x", fields="reason=Unhealthy"),
            "/api/v1/namespaces/x/events",
            {"limit": "500", "fieldSelector": "reason=Unhealthy"},
            id="fields",
        ),
        pytest.param(Query("Service", "a/b", name="c?d"), "/api/v1/namespaces/a%2Fb/services/c%3Fd", {}, id="quoted"),
    ],
)
def test_paths(query: Query, path: str, parameters: dict[str, str]) -> None:
    assert (query.path, query.parameters) == (path, parameters)


def test_metadata_alone_is_asked_for_where_it_is_enough() -> None:
    asked_for: Callable[[bool], str] = lambda metadata: Query("Job", None, metadata_only=metadata).accept  # noqa: E731
    assert "PartialObjectMetadataList" in asked_for(True)  # noqa: FBT003
    assert asked_for(False) == "application/json"  # noqa: FBT003
