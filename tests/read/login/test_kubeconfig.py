import json
import os
from pathlib import Path
from typing import Any

import pytest

from kubectl_porttrace.errors import UnreadableError
from kubectl_porttrace.read.login.entries import Cluster, Context, Exec, User
from kubectl_porttrace.read.login.kubeconfig import kubeconfig_paths, load_kubeconfig


def write(path: Path, **sections: Any) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"kind": "Config", **sections}))
    return path


def test_the_flag_comes_before_the_environment(tmp_path: Path) -> None:
    one, two = write(tmp_path / "one"), write(tmp_path / "two")
    assert kubeconfig_paths(str(one), {"KUBECONFIG": str(two)}) == (one,)


def test_the_environment_names_several_and_those_that_do_not_exist_are_left_out(tmp_path: Path) -> None:
    one, two = write(tmp_path / "one"), write(tmp_path / "two")
    listed = os.pathsep.join([str(one), str(tmp_path / "none"), "", str(two)])
    assert kubeconfig_paths(None, {"KUBECONFIG": listed}) == (one, two)


def test_the_home_directory_comes_last(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert kubeconfig_paths(None, {}) == ()
    path = write(tmp_path / ".kube" / "config")
    assert kubeconfig_paths(None, {}) == (path,)


def test_a_file_of_the_flag_must_exist(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="does not exist"):
        kubeconfig_paths(str(tmp_path / "none"), {})


def test_the_first_file_to_name_a_thing_decides(tmp_path: Path) -> None:
    one = write(
        tmp_path / "one",
        clusters=[{"name": "c", "cluster": {"server": "https://one"}}],
        contexts=[{"name": "x", "context": {"cluster": "c"}}],
    )
    two = write(
        tmp_path / "two",
        clusters=[
            {"name": "c", "cluster": {"server": "https://two", "proxy-url": "http://p"}},
            {"name": "d", "cluster": {"server": "https://d"}},
        ],
        **{"current-context": "x"},
    )
    three = write(tmp_path / "three", **{"current-context": "y"})
    merged = load_kubeconfig((one, two, three))
    assert merged.clusters == {"c": Cluster(server="https://one"), "d": Cluster(server="https://d")}
    assert merged.current_context == "x"
    assert merged.contexts == {"x": Context(cluster="c")}


def test_paths_are_relative_to_their_file_and_what_is_empty_is_left_out(tmp_path: Path) -> None:
    cluster = {"certificate-authority": "ca.crt", "tls-server-name": "", "proxy-url": None}
    user = {"client-certificate": "/abs/me.crt", "client-key": "../me.key", "exec": {"command": "bin/login"}}
    other = {"exec": {"command": "login"}, "tokenFile": "token"}
    path = write(
        tmp_path / "folder" / "config",
        clusters=[{"name": "c", "cluster": cluster}, {"name": "empty", "cluster": None}],
        users=[{"name": "u", "user": user}, {"name": "o", "user": other}],
    )
    merged = load_kubeconfig((path,))
    folder = tmp_path / "folder"
    assert merged.clusters == {"c": Cluster(certificate_authority=str(folder / "ca.crt")), "empty": Cluster()}
    assert merged.users["u"] == User(
        client_certificate="/abs/me.crt",
        client_key=str(folder / "../me.key"),
        exec=Exec(command=str(folder / "bin/login")),
    )
    assert merged.users["o"] == User(exec=Exec(command="login"), token_file=str(folder / "token"))


def test_an_empty_file_says_nothing(tmp_path: Path) -> None:
    path = tmp_path / "empty"
    path.touch()
    assert load_kubeconfig((path,)).clusters == {}


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"\x00\xff\xfe\x80 not text", id="binary"),
        pytest.param(b"\x89PNG\r\n\x1a\n\x00\x00", id="an-image"),
        pytest.param(b"a: [", id="cut-short"),
        pytest.param(b"- a\n- b\n", id="a-list"),
        pytest.param(b"hello", id="a-word"),
        pytest.param(b"kind: Pod\nmetadata: {name: x}\n", id="another-object"),
        pytest.param(b"clusters: 5\n", id="clusters-a-number"),
        pytest.param(b"contexts: {a: b}\n", id="contexts-a-mapping"),
        pytest.param(b"users: [a, b]\n", id="users-of-text"),
        pytest.param(b"users: [{user: {}}]\n", id="a-user-without-a-name"),
        pytest.param(b"clusters: [{name: 5, cluster: {}}]\n", id="a-name-that-is-a-number"),
        pytest.param(b"clusters: [{name: a, cluster: [1]}]\n", id="a-cluster-that-is-a-list"),
        pytest.param(b"clusters: [{name: a}, {name: a}]\n", id="two-of-one-name"),
        pytest.param(b"[" * 100_000, id="nested-without-end"),
        pytest.param(
            b"a: &a [x]\nb: &b [" + b"*a," * 400 + b"]\nc: [" + b"*b," * 400 + b"]", id="anchors-that-multiply"
        ),
        pytest.param(b"{a: " * 100_000, id="mappings-without-end"),
        pytest.param(b"- " * 100_000, id="dashes-without-end"),
        pytest.param(b"a: &a {<<: *a}\n", id="a-merge-of-itself"),
        pytest.param(
            b"a: &a {" + b",".join(b"k%d: v" % n for n in range(2000)) + b"}\nb: {<<: [" + b"*a," * 500 + b"]}\n",
            id="merges-that-multiply",
        ),
    ],
)
def test_refuses_what_is_no_kubeconfig(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "config"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match="is not a kubeconfig"):
        load_kubeconfig((path,))


@pytest.mark.parametrize(
    "written",
    ["*hunter2", "!hunter2", "!hunter2 x", "!!binary aHVudGVyMg==", "&hunter2 *x", "@hunter2", "%hunter2", "{hunter2"],
)
def test_a_password_that_needs_quotes_and_has_none_is_not_repeated(tmp_path: Path, written: str) -> None:
    path = tmp_path / "config"
    path.write_text(f"users:\n- name: me\n  user:\n    password: {written}\n")
    with pytest.raises(UnreadableError, match=r"line \d") as raised:
        load_kubeconfig((path,))
    assert not any(secret in raised.value.message + raised.value.hint for secret in ("hunter2", "aHVudGVyMg"))


def test_refuses_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be read"):
        load_kubeconfig((tmp_path,))


def entry(where: str, said: Any) -> tuple[str, dict[str, Any]]:
    section, _, key = where.partition(".")
    inner: Any = said
    for each in reversed(key.split(".")):
        inner = {each: inner}
    return section, {section: [{"name": "a", section.removesuffix("s"): inner}]}


@pytest.mark.parametrize(
    ("where", "said", "kind"),
    [
        pytest.param("clusters.insecure-skip-tls-verify", "false", "bool", id="verification"),
        pytest.param("clusters.server", ["https://host"], "str", id="server"),
        pytest.param("clusters.proxy-url", 5, "str", id="proxy"),
        pytest.param("users.token", ["a"], "str", id="token-in-a-list"),
        pytest.param("users.token", 5, "str", id="token-of-digits"),
        pytest.param("users.username", True, "str", id="username"),
        pytest.param("users.as-groups", "abc", "array", id="groups"),
        pytest.param("users.as-user-extra", {"a": "b"}, "array", id="extra"),
        pytest.param("users.exec.args", "abc", "array", id="arguments-of-a-plugin"),
        pytest.param("users.exec.env", {"A": "b"}, "array", id="environment-of-a-plugin"),
        pytest.param("users.auth-provider.config", {"id-token": 5}, "str", id="provider"),
        pytest.param("contexts.namespace", 7, "str", id="namespace"),
    ],
)
def test_a_value_of_a_wrong_type_is_named_by_its_path_and_never_shown(
    tmp_path: Path, where: str, said: Any, kind: str
) -> None:
    section, sections = entry(where, said)
    path = write(tmp_path / "config", **sections)
    with pytest.raises(UnreadableError, match=f"is not a kubeconfig: Expected `{kind}") as raised:
        load_kubeconfig((path,))
    last = where.rpartition(".")[2]
    assert f"`{section}[0].{section.removesuffix('s')}." in raised.value.message
    assert last in raised.value.message
    assert "abc" not in raised.value.message


def test_what_is_null_or_unknown_counts_as_left_out(tmp_path: Path) -> None:
    user = {"token": None, "as-groups": [None, "x"], "as": "eve", "odd": 5}
    path = write(tmp_path / "config", users=[{"name": "u", "user": user}], contexts=None, kind=None)
    assert load_kubeconfig((path,)).users == {"u": User(as_="eve", as_groups=("x",))}


def test_the_first_document_counts(tmp_path: Path) -> None:
    path = tmp_path / "config"
    path.write_text("current-context: a\n---\ncurrent-context: b\n")
    assert load_kubeconfig((path,)).current_context == "a"


def test_no_secret_is_shown_of_an_entry() -> None:
    assert "secret" not in repr(User(token="secret", password="secret"))  # noqa: S106


@pytest.mark.parametrize("flag", ["~no-such-user/config", "a" * 300, "a\0b"])
def test_a_name_that_no_file_has_is_no_file(flag: str) -> None:
    with pytest.raises(UnreadableError, match="does not exist"):
        kubeconfig_paths(flag, {})
    assert kubeconfig_paths(None, {"KUBECONFIG": flag}) == ()


def test_without_a_home_there_is_no_kubeconfig(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(path: Path) -> Path:
        raise RuntimeError(f"Could not determine home directory of {path}.")

    monkeypatch.setattr(Path, "expanduser", nobody)
    assert kubeconfig_paths(None, {}) == ()


def test_a_deleted_working_directory_is_no_failure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    path = write(tmp_path / "config", **{"current-context": "x"})
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert load_kubeconfig((path,)).current_context == "x"
    assert kubeconfig_paths(None, {"KUBECONFIG": "config"}) == ()
