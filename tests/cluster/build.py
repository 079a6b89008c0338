"""Find or build the programs of the control plane: `python -m tests.cluster.build` prints where they are.

What `KUBEBUILDER_ASSETS` holds is taken from there, as envtest lays it out. The rest is built from Go modules
(`go/go.mod`), once per set of versions, into the cache: minutes the first time, nothing after.
"""

from __future__ import annotations

import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from tests.cluster.cache import cache_directory, locked
from tests.cluster.go_toolchain import PAUSES, BuildError, failed_for_registry, find_go, go_environment, go_version
from tests.cluster.progress import Progress

MODULE = Path(__file__).parent / "go"
# Program -> the package that builds it. The names are those of `KUBEBUILDER_ASSETS`.
PACKAGES = {
    "etcd": "go.etcd.io/etcd/server/v3",
    "kube-apiserver": "k8s.io/kubernetes/cmd/kube-apiserver",
    "kube-controller-manager": "k8s.io/kubernetes/cmd/kube-controller-manager",
    "kube-proxy": "k8s.io/kubernetes/cmd/kube-proxy",
    "kube-scheduler": "k8s.io/kubernetes/cmd/kube-scheduler",
    "kubectl": "k8s.io/kubernetes/cmd/kubectl",
    "kwok": "sigs.k8s.io/kwok/cmd/kwok",
}
STAGES_FILE = "kwok-stages.yaml"
_STAGE_FOLDERS = ("node/fast", "node/heartbeat-with-lease", "pod/fast")
_POLL = 0.2
_BUILD_FLAGS = ("-mod=readonly", "-trimpath", "-buildvcs=false")


@dataclass(frozen=True)
class Programs:
    """Where each program is, and kwok's stages beside them."""

    paths: dict[str, Path]
    stages: Path

    def __getitem__(self, name: str) -> Path:
        """Return the path of one program of `PACKAGES`."""
        return self.paths[name]


def find_or_build() -> Programs:
    """Return every program, built first where the cache has none of these versions. BuildError says why not."""
    given = _given_programs()
    to_build = sorted(PACKAGES.keys() - given.keys())
    go = find_go()
    directory = cache_directory() / f"control-plane-{_key(go, to_build)}"
    # Looked at before locking, so that a run never waits for another checkout's build.
    if not directory.exists():
        with locked(directory.with_suffix(".lock")):
            if not directory.exists():
                _build(go, to_build, directory)
    return Programs({name: directory / name for name in to_build} | given, directory / STAGES_FILE)


def kubernetes_version() -> str:
    """Return the version of k8s.io/kubernetes that go.mod asks for, such as v1.36.3."""
    found = re.search(r"^\s*k8s\.io/kubernetes (v\S+)", (MODULE / "go.mod").read_text("utf-8"), re.MULTILINE)
    if not found:
        raise BuildError("go.mod of the control plane names no version of k8s.io/kubernetes")
    return found[1]


def _given_programs() -> dict[str, Path]:
    assets = os.environ.get("KUBEBUILDER_ASSETS")
    if not assets:
        return {}
    return {name: path for name in PACKAGES if (path := Path(assets).absolute() / name).exists()}


def _flags() -> list[str]:
    version = kubernetes_version()
    major, minor = version.removeprefix("v").split(".")[:2]
    # Without these the server reports v0.0.0, and clients take it for that.
    stamps = {"gitVersion": version, "gitMajor": major, "gitMinor": minor}
    linked = " ".join(f"-X k8s.io/component-base/version.{name}={value}" for name, value in stamps.items())
    return [*_BUILD_FLAGS, "-ldflags", f"-s -w {linked}"]


def _key(go: Path, to_build: list[str]) -> str:
    digest = hashlib.sha256()
    digest.update((MODULE / "go.mod").read_bytes())
    digest.update((MODULE / "go.sum").read_bytes())
    digest.update(repr((go_version(go), _flags(), _STAGE_FOLDERS, to_build, platform.machine())).encode())
    return digest.hexdigest()[:16]


def _build(go: Path, to_build: list[str], directory: Path) -> None:
    """Build into a folder beside `directory` and rename it, so that `directory` is never half a build."""
    fresh = directory.with_name(f"{directory.name}.building")
    # Only a build that was killed can have left one: the caller holds the lock.
    shutil.rmtree(fresh, ignore_errors=True)
    fresh.mkdir()
    for pause in (*PAUSES, None):
        try:
            _install(go, [PACKAGES[name] for name in to_build], fresh)
            break
        except BuildError as error:
            if pause is None or not failed_for_registry(error.details):
                raise
            time.sleep(pause)
    if "etcd" in to_build:
        # Go names a program after the last part of its package that is no version.
        (fresh / "server").rename(fresh / "etcd")
    (fresh / STAGES_FILE).write_text(_stages(go), "utf-8")
    fresh.rename(directory)


def _install(go: Path, packages: list[str], target: Path) -> None:
    progress = Progress(f"control plane: building Kubernetes {kubernetes_version()}, etcd and kwok (once)")
    command = [str(go), "install", "-v", *_flags(), *packages]
    lines: list[str] = []
    with subprocess.Popen(
        command, cwd=MODULE, env=go_environment(GOBIN=str(target)), stderr=subprocess.PIPE, text=True
    ) as process:
        # Read aside, for the line to go on while Go is silent: it links for a minute without a word.
        reader = threading.Thread(target=lambda: lines.extend(process.stderr or ()), daemon=True)
        reader.start()
        while reader.is_alive():
            progress.update(f"{len(lines)} packages, {lines[-1].strip() if lines else ''}")
            reader.join(_POLL)
    if process.returncode != 0:
        progress.finish("failed")
        raise BuildError(
            f"the control plane could not be built: go install ended with {process.returncode}", "".join(lines[-20:])
        )
    progress.finish(f"done, {len(lines)} packages")


def _stages(go: Path) -> str:
    """Return the stages of kwok's own module as one document stream; they are nobody's to copy into this tree."""
    command = [str(go), "list", "-mod=readonly", "-m", "-f", "{{.Dir}}", "sigs.k8s.io/kwok"]
    result = subprocess.run(command, cwd=MODULE, env=go_environment(), capture_output=True, text=True, check=False)
    folder = Path(result.stdout.strip()) / "kustomize" / "stage"
    files = [path for name in _STAGE_FOLDERS for path in sorted((folder / name).glob("*.yaml"))]
    stages = [path.read_text("utf-8") for path in files if path.name != "kustomization.yaml"]
    if not stages:
        raise BuildError("the module of kwok holds no stages where they were expected", result.stderr)
    return "---\n".join(stages)


def main() -> int:
    """Build, print the folder of each program, and return the exit code."""
    try:
        programs = find_or_build()
    except BuildError as error:
        sys.stderr.write(f"{error.details.rstrip()}\nerror: {error}\n".lstrip())
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("\nerror: interrupted; what is built so far is kept by Go\n")
        return 130
    for name, path in sorted(programs.paths.items()):
        sys.stdout.write(f"{name}\t{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
