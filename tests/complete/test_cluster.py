"""What is asked of a cluster for one press of TAB, and what is made of the answer."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kubectl_porttrace.complete import cluster
from kubectl_porttrace.complete.cluster import connection_flags
from kubectl_porttrace.complete.flags import known_flags
from kubectl_porttrace.complete.offers import answer
from kubectl_porttrace.complete.words import understood
from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.model.kind import Kind
from kubectl_porttrace.model.kinds import ASKED_BY_NAME
from kubectl_porttrace.read.cluster.query import METADATA_LIST
from kubectl_porttrace.read.login.flags import ConnectionFlags
from tests.read.scripted import Reply, Scripted, http_server
from tests.read.scripted import answer as scripted_answer

WEB = {"metadata": {"name": "web"}, "spec": {"type": "ClusterIP", "ports": [{"name": "http", "port": 80}]}}
OPEN = {
    "metadata": {"name": "web", "namespace": "data"},
    "spec": {"type": "NodePort", "ports": [{"port": 80, "nodePort": 30080}]},
}
LIST = {"kind": "ServiceList", "metadata": {"continue": "more"}, "items": [WEB]}
NAMESPACES = {
    "kind": "PartialObjectMetadataList",
    "items": [{"metadata": {"name": "shop"}}, {"metadata": {"name": "$(reboot)"}}],
}
NONE = {"KUBECONFIG": "/none", "HOME": "/none"}


@contextmanager
def api(body: Any, status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """A server of one answer, and the paths it was asked for."""
    asked: list[str] = []

    def reply(path: str) -> Reply:
        asked.append(path)
        return status, "application/json", json.dumps(body).encode()

    with http_server(reply) as url:
        yield url, asked


@pytest.mark.parametrize(
    ("words", "body", "request_made", "offered"),
    [
        pytest.param(("-n", "shop", "w"), LIST, "/api/v1/namespaces/shop/services?limit=500", ["web"], id="services"),
        pytest.param(("",), LIST, "/api/v1/namespaces/default/services?limit=500", ["web"], id="default-namespace"),
        pytest.param(
            (":",),
            {"kind": "ServiceList", "metadata": {}, "items": [OPEN]},
            "/api/v1/services?limit=500&fieldSelector=spec.type%21%3DClusterIP",
            [":30080"],
            id="node-ports-of-any-namespace",
        ),
        pytest.param(
            ("svc/web:",),
            {"kind": "Service", **WEB},
            "/api/v1/namespaces/default/services/web",
            ["svc/web:http", "svc/web:80"],
            id="ports",
        ),
        pytest.param(
            ("deploy/",),
            NAMESPACES,
            "/apis/apps/v1/namespaces/default/deployments?limit=500",
            ["deploy/shop"],
            id="deployments",
        ),
        pytest.param(
            ("-n", "shop", "po", "s"), NAMESPACES, "/api/v1/namespaces/shop/pods?limit=500", ["shop"], id="pods"
        ),
        pytest.param(("-n", ""), NAMESPACES, "/api/v1/namespaces?limit=500", ["shop"], id="namespaces"),
    ],
)
def test_one_request(words: tuple[str, ...], body: Any, request_made: str, offered: list[str]) -> None:
    with api(body) as (url, asked):
        found = answer(("--server", url, *words), NONE)
    assert asked == [request_made]
    assert [each.value for each in found.candidates] == offered


class Named(Scripted):
    """A connection to a server that has two names of every kind."""

    namespace = "default"

    def __init__(self) -> None:
        super().__init__(lambda _path, _query: scripted_answer(NAMESPACES))

    def close(self) -> None:
        """Nothing is open."""


@pytest.mark.parametrize("kind", ASKED_BY_NAME, ids=lambda kind: kind.key)
def test_every_kind_that_names_services_is_offered_with_one_list_of_metadata(
    kind: Kind, monkeypatch: pytest.MonkeyPatch
) -> None:
    connection = Named()
    monkeypatch.setattr(cluster, "connect", lambda *_: connection)
    where = "/namespaces/shop" if kind.namespaced else ""
    for word in kind.words:
        connection.asked.clear()
        found = answer(("-n", "shop", f"{word}/s"), NONE)
        assert [each.value for each in found.candidates] == [f"{word}/shop"]
        assert connection.asked == [
            (f"/apis/{kind.api_version}{where}/{kind.resource}", {"limit": "500"}, METADATA_LIST)
        ]


def test_an_older_version_is_asked_for_where_the_server_has_not_the_usual_one() -> None:
    asked: list[str] = []

    def reply(path: str) -> Reply:
        asked.append(path)
        found = "v1beta1" in path
        return 200 if found else 404, "application/json", json.dumps(NAMESPACES if found else {}).encode()

    with http_server(reply) as url:
        found = answer(("--server", url, "vs/"), NONE)
    assert [each.value for each in found.candidates] == ["vs/shop"]
    listed = [
        f"/apis/networking.istio.io/{version}/namespaces/default/virtualservices" for version in ("v1", "v1beta1")
    ]
    assert asked == [f"{path}?limit=500" for path in listed]


def test_node_ports_of_the_namespace_are_offered_to_who_may_see_no_other() -> None:
    asked: list[str] = []

    def reply(path: str) -> Reply:
        asked.append(path)
        mine = "/namespaces/shop/" in path
        body = {"kind": "ServiceList", "metadata": {}, "items": [OPEN]} if mine else {"kind": "Status"}
        return 200 if mine else 403, "application/json", json.dumps(body).encode()

    with http_server(reply) as url:
        found = answer(("--server", url, "-n", "shop", ":3"), NONE)
    assert [(each.value, each.description) for each in found.candidates] == [(":30080", "data/web 80/TCP")]
    assert [path.partition("?")[0] for path in asked] == ["/api/v1/services", "/api/v1/namespaces/shop/services"]


@pytest.mark.parametrize("words", [("",), ("web:",), ("-n", "")])
def test_nothing_is_offered_of_what_the_server_does_not_show(words: tuple[str, ...]) -> None:
    with api({"kind": "Status", "reason": "Forbidden"}, status=403) as (url, asked):
        assert answer(("--server", url, *words), NONE).candidates == ()
    assert len(asked) == 1


@pytest.mark.parametrize("words", [("node/x",), ("-A", ""), ("--server=",), ("Web:",), ("--tok",), ("-o", "")])
def test_what_needs_no_cluster_asks_none(words: tuple[str, ...]) -> None:
    with api(LIST) as (url, asked):
        answer(("--server", url, *words), NONE)
    assert asked == []


def test_a_cluster_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UnreachableError):
        answer(("",), NONE)


def test_every_connection_flag_is_obeyed() -> None:
    fields = {*ConnectionFlags.__struct_fields__, "impersonate_group"} - {"request_timeout"}
    named = [flag for flag in known_flags() if flag.name in fields and flag.takes_value]
    words = [f"{flag.spellings[-1]}={flag.name}" for flag in named]
    more = ("--as-group", "second", "--insecure-skip-tls-verify", "--request-timeout", "1m")
    line = understood([*words, *more, ""], known_flags())
    assert connection_flags(line) == ConnectionFlags(
        kubeconfig="kubeconfig",
        context="context",
        cluster="cluster",
        user="user",
        impersonate="impersonate",
        impersonate_groups=("impersonate_group", "second"),
        impersonate_uid="impersonate_uid",
        token="token",  # noqa: S106 - not a secret
        server="server",
        certificate_authority="certificate_authority",
        client_certificate="client_certificate",
        client_key="client_key",
        insecure_skip_tls_verify=True,
        tls_server_name="tls_server_name",
        proxy_url="proxy_url",
        request_timeout=60.0,
    )
    assert connection_flags(understood(("",), known_flags())) == ConnectionFlags()


@pytest.mark.parametrize("context", ["prod,staging", "prod, staging", "prod"])
def test_of_several_contexts_the_first_is_asked(tmp_path: Path, context: str) -> None:
    with api(LIST) as (url, asked):
        path = tmp_path / "config"
        config = {
            "clusters": [{"name": "here", "cluster": {"server": url}}],
            "contexts": [{"name": "prod", "context": {"cluster": "here", "user": "", "namespace": "shop"}}],
        }
        path.write_text(json.dumps(config))
        offered = answer(("--kubeconfig", str(path), "--context", context, "w"), NONE).candidates
    assert [each.value for each in offered] == ["web"]
    assert asked == ["/api/v1/namespaces/shop/services?limit=500"]
