"""A system that gives little: few files, no threads, no home, no working directory."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from kubectl_porttrace.cli import run_command
from kubectl_porttrace.errors import PorttraceError
from kubectl_porttrace.read.cluster.parallel import in_background, in_parallel, within
from tests.read.scripted import http_server

if sys.platform != "win32":
    import resource

    from tests.another_user import as_another_user

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="limits and folders of other systems")

SERVICE = "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {type: ExternalName, externalName: x.org}\n"


def program(
    *args: str, cwd: Path | None = None, env: dict[str, str] | None = None, prepare: Callable[[], None] | None = None
) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "kubectl_porttrace", *args],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        cwd=cwd,
        env={**os.environ, "KUBECONFIG": "/none"} if env is None else env,
        preexec_fn=prepare,
    )


def assert_one_sentence(result: "subprocess.CompletedProcess[str]") -> None:
    assert (result.returncode, result.stdout) == (1, ""), result.stderr
    assert [line.partition(":")[0] for line in result.stderr.splitlines()] in (["error", "hint"], ["error"])


@pytest.mark.parametrize("files", [5, 6, 8])
def test_few_open_files(files: int) -> None:
    limited = partial(resource.setrlimit, resource.RLIMIT_NOFILE, (files, files))
    with http_server(lambda _: (200, "application/json", b"{}")) as url:
        assert_one_sentence(program("web", "--server", url, prepare=limited))


@pytest.mark.parametrize(
    "ask",
    [
        pytest.param(lambda: in_parallel([str], 1), id="parallel"),
        pytest.param(lambda: in_background(str), id="background"),
        pytest.param(lambda: within(1, str), id="within"),
    ],
)
def test_no_threads(ask: Callable[[], object], monkeypatch: pytest.MonkeyPatch) -> None:
    def none(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Thread, "start", none)
    with pytest.raises(PorttraceError, match="gives no thread"):
        ask()


def test_a_user_who_may_have_no_more_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KUBECONFIG", "/none")
    with http_server(lambda _: (200, "application/json", b"{}")) as url:
        ended = as_another_user("web", "--server", url, processes=1)
    assert (ended.code, ended.stdout) == (1, ""), ended.stderr
    assert ended.stderr.startswith("error: ")
    assert "gives no thread" in ended.stderr
    assert "Traceback" not in ended.stderr


@pytest.fixture
def folder() -> Iterator[Path]:
    """A folder that every user may enter, with a Service in it and one in each of two folders."""
    with TemporaryDirectory() as made:
        top = Path(made)
        top.chmod(0o755)
        for place in (top, top / "open", top / "closed"):
            place.mkdir(exist_ok=True)
            (place / "service.yaml").write_text(SERVICE.replace("web", place.name.lower().replace("_", "-")))
        yield top
        (top / "closed").chmod(0o755)


def test_a_file_of_somebody_else(folder: Path) -> None:
    file = folder / "service.yaml"
    file.chmod(0)
    assert as_another_user("-f", str(file))[:2] == (1, "")
    assert as_another_user("-f", str(file)).stderr.startswith(f"error: {file}: permission denied\n")


@pytest.mark.parametrize("mode", [0o000, 0o111, 0o644])
def test_a_folder_of_somebody_else_among_others(folder: Path, mode: int) -> None:
    """What can be listed and not entered has files that are known to be there, which are errors by name."""
    (folder / "closed").chmod(mode)
    ended = as_another_user("-f", str(folder), "-R", "-o", "json")
    if mode & 0o444:
        assert (ended.code, ended.stdout) == (1, "")
        assert ended.stderr.startswith(f"error: {folder}/closed/service.yaml: permission denied")
        return
    report = json.loads(ended.stdout)
    assert (ended.code, len(report["services"])) == (0, 2), ended.stderr
    (told,) = {each["message"] for each in report["notChecked"] if f"{folder}/closed" in each["message"]}
    assert "permission denied" in told
    assert "closed" in as_another_user("-f", str(folder), "-R").stdout


def test_nothing_but_folders_of_somebody_else(folder: Path) -> None:
    for each in (folder / "service.yaml", folder / "open" / "service.yaml"):
        each.unlink()
    (folder / "closed").chmod(0)
    ended = as_another_user("-f", str(folder), "-R")
    assert (ended.code, ended.stdout) == (1, "")
    assert ended.stderr.startswith(f"error: {folder}/closed: permission denied")


@pytest.mark.parametrize("timeout", ["99999999999h", "9" * 400, "9" * 400 + "s", "99999999999"])
def test_a_duration_longer_than_any_is_refused_as_kubectl_refuses_it(
    timeout: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run_command(["web", "--server", "https://127.0.0.1:1", "--request-timeout", timeout]) == 2
    assert "not a duration" in capsys.readouterr().err


@pytest.mark.parametrize("timeout", ["2500000h", "1000000000", "9223372036s"])
def test_a_long_duration_is_long_enough(timeout: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run_command(["web", "--server", "https://127.0.0.1:1", "--request-timeout", timeout]) == 1
    assert "refused" in capsys.readouterr().err


def test_neither_home_nor_user() -> None:
    env = {"PATH": os.environ["PATH"], "PYTHONPATH": str(Path.cwd()), "PYTHONDONTWRITEBYTECODE": "1"}
    prepare = partial(os.setuid, 54321) if os.geteuid() == 0 and os.access("/root", os.X_OK) and not _hidden() else None
    result = program("web", env=env, prepare=prepare)
    assert_one_sentence(result)
    assert "no cluster to ask" in result.stderr or "kubeconfig" in result.stderr


def _hidden() -> bool:
    """Whether another user could not run the interpreter or read the package."""
    paths = (Path(sys.executable).resolve(), Path(__file__).resolve())
    return any(not each.stat().st_mode & 0o001 for path in paths for each in path.parents)


def test_a_deleted_working_directory(tmp_path: Path) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    (tmp_path / "web.yaml").write_text(SERVICE)
    command = f'cd {gone} && rmdir {gone} && exec "$@"'
    run = [sys.executable, "-m", "kubectl_porttrace", "-f", f"{tmp_path}/web.yaml"]
    env = {**os.environ, "PYTHONPATH": str(Path.cwd())}
    for more, code in (([], 0), (["--save", f"{tmp_path}/s.json"], 0), (["--save", "s.json"], 1)):
        done = subprocess.run(
            ["sh", "-c", command, "sh", *run, *more], capture_output=True, text=True, check=False, timeout=60, env=env
        )
        gone.mkdir()
        assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr


def test_a_variable_that_is_not_set_is_no_file(capsys: pytest.CaptureFixture[str]) -> None:
    for args in (["-f", ""], ["--demo", "--save", ""]):
        assert run_command(args) == 2
        assert "its value is empty" in capsys.readouterr().err
