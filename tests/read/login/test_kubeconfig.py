import json
import os
from pathlib import Path
from typing import Any

import pytest
import yaml

from kubectl_porttrace.errors import UnreadableError
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
    assert merged.clusters == {"c": {"server": "https://one"}, "d": {"server": "https://d"}}
    assert merged.current_context == "x"
    assert merged.contexts == {"x": {"cluster": "c"}}


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
    assert merged.clusters == {"c": {"certificate-authority": str(folder / "ca.crt")}, "empty": {}}
    assert merged.users["u"] == {
        "client-certificate": "/abs/me.crt",
        "client-key": str(folder / "../me.key"),
        "exec": {"command": str(folder / "bin/login")},
    }
    assert merged.users["o"] == {"exec": {"command": "login"}, "tokenFile": str(folder / "token")}


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
    ],
)
def test_refuses_what_is_no_kubeconfig(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "config"
    path.write_bytes(content)
    with pytest.raises(UnreadableError, match="is not a kubeconfig"):
        load_kubeconfig((path,))


def test_refuses_what_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(UnreadableError, match="cannot be read"):
        load_kubeconfig((tmp_path,))


def test_writes_back_a_renewed_token_to_the_file_it_came_from(tmp_path: Path) -> None:
    one = write(tmp_path / "one", users=[{"name": "other", "user": {}}])
    renewable = {"auth-provider": {"name": "oidc", "config": {"id-token": "old"}}}
    two = write(tmp_path / "two", users=[{"name": "me", "user": renewable}])
    before = one.read_bytes()
    merged = load_kubeconfig((one, two))
    merged.users["me"]["auth-provider"]["config"]["id-token"] = "new"
    merged.save_user("nobody")
    merged.save_user("me")
    assert one.read_bytes() == before
    saved = yaml.safe_load(two.read_text())
    assert saved["users"][0]["user"]["auth-provider"]["config"]["id-token"] == "new"
