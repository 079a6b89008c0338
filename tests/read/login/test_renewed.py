"""A renewed token goes back to where it came from, and nothing else changes."""

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from kubectl_porttrace.errors import UnreachableError
from kubectl_porttrace.read.login.kubeconfig import Kubeconfig, load_kubeconfig
from kubectl_porttrace.read.login.renewed import save_renewed

RENEWABLE = {"auth-provider": {"name": "oidc", "config": {"id-token": "old"}}}
NEW = {"id-token": "new", "refresh-token": "ü"}


def write(path: Path, *users: dict[str, Any], **more: Any) -> Path:
    path.write_text(json.dumps({"kind": "Config", "users": list(users), **more}))
    return path


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    one = write(tmp_path / "one", {"name": "other", "user": {}})
    two = write(
        tmp_path / "two", {"name": "me", "user": RENEWABLE}, {"name": "you", "user": {"token": "t"}}, odd={"a": 1}
    )
    two.chmod(0o600)
    return one, two


@pytest.fixture
def merged(files: tuple[Path, Path]) -> Kubeconfig:
    return load_kubeconfig(files)


def test_only_the_users_entry_of_its_file_changes(files: tuple[Path, Path], merged: Kubeconfig) -> None:
    before, expected = files[0].read_bytes(), json.loads(files[1].read_text())
    save_renewed(merged, "nobody", NEW)
    save_renewed(merged, "me", NEW)
    expected["users"][0]["user"]["auth-provider"]["config"] = NEW
    assert yaml.safe_load(files[1].read_text()) == expected
    assert files[0].read_bytes() == before
    assert sorted(each.name for each in files[1].parent.iterdir()) == ["one", "two"]


def test_what_was_written_meanwhile_stays(files: tuple[Path, Path], merged: Kubeconfig) -> None:
    write(files[1], {"name": "new", "user": {}}, {"name": "me", "user": {}})
    save_renewed(merged, "me", NEW)
    written = yaml.safe_load(files[1].read_text())
    assert [each["name"] for each in written["users"]] == ["new", "me"]
    assert written["users"][1]["user"]["auth-provider"]["config"] == NEW


def test_it_keeps_its_mode_and_a_link_stays_a_link(files: tuple[Path, Path], tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(files[1])
    save_renewed(load_kubeconfig((link,)), "me", NEW)
    assert link.is_symlink()
    assert files[1].stat().st_mode & 0o777 == 0o600
    assert "new" in files[1].read_text()


def test_kubectls_lock_is_respected(files: tuple[Path, Path], merged: Kubeconfig, tmp_path: Path) -> None:
    (tmp_path / "two.lock").touch()
    with pytest.raises(UnreachableError, match=r"two\.lock") as raised:
        save_renewed(merged, "me", NEW)
    assert "new" not in f"{raised.value.message} {raised.value.hint}".replace("renewed", "")
    assert "old" in files[1].read_text()
    assert (tmp_path / "two.lock").exists()


def test_one_that_nobody_may_write_is_left_as_it_is(files: tuple[Path, Path], merged: Kubeconfig) -> None:
    files[1].chmod(0o444)
    with pytest.raises(UnreachableError, match="read-only"):
        save_renewed(merged, "me", NEW)
    assert "old" in files[1].read_text()
    assert not files[1].with_name("two.lock").exists()
