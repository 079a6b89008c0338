"""Why a container cannot be made or started, out of the messages of the kubelet and the container runtime.

Source: the kubelet's `pkg/kubelet/kuberuntime/security_context_others.go:verifyRunAsNonRoot`,
`pkg/kubelet/kubelet_pods.go:makeMounts`, `pkg/kubelet/util/manager/watch_based_manager.go:Get` and
`pkg/kubelet/lifecycle/handlers.go:Run`. containerd's `internal/cri/opts/spec_opts.go:WithProcessArgs` (`no command
specified`) and `internal/registrar/registrar.go` (`name %q is reserved for %q`). CRI-O's
`internal/factory/container/container.go:SpecSetProcessArgs`, `internal/registrar/registrar.go` (`name is reserved`)
and `server/utils.go:getResourceOrWait` (`kubelet may be retrying requests that are timing out`). runc starts processes
and mounts for both: `libcontainer/standard_init_linux.go:Init` (`exec.LookPath` of Go), `libcontainer/rootfs_linux.go:
mountToRootfs` (`error mounting %q to rootfs at %q`), with the error of the kernel at the end; crun's
`src/libcrun/linux.c` says `executable file ... not found in $PATH`.
"""

import re

import msgspec


class RuntimeFault(msgspec.Struct, frozen=True):
    """Why a container does not start: the kind of fault, for what to do about it, and it in a few words."""

    kind: str
    words: str


_KNOWN: tuple[tuple[str, str, str], ...] = (
    (
        r"runAsNonRoot and image will run as root",
        "user is root",
        "runAsNonRoot is set, and its image runs as root",
    ),
    (
        r"runAsNonRoot and image has non-numeric user",
        "user by name",
        "runAsNonRoot is set, and its image names the user instead of a number",
    ),
    (
        r"runAsNonRoot and image has an invalid user id",
        "user not valid",
        "runAsNonRoot is set, and its image has no valid user",
    ),
    (
        r'exec: "(?P<what>[^"]+)": executable file not found',
        "not in image",
        "{what} is not in its image",
    ),
    (r"executable file `(?P<what>[^`]+)` not found", "not in image", "{what} is not in its image"),
    (
        r'exec: "(?P<what>[^"]+)": stat [^:]+: no such file or directory',
        "not in image",
        "{what} is not in its image",
    ),
    (
        r"exec format error",
        "architecture",
        "its program is for another CPU architecture, or is a script without #!",
    ),
    (r'exec: "(?P<what>[^"]+)": permission denied', "not executable", "{what} is not executable"),
    (r"no command specified", "no command", "neither its image nor the pod names a command"),
    (
        r'error mounting ".*" to rootfs at "(?P<what>[^"]+)".*not a directory|mount a directory onto a file',
        "file and directory",
        "a directory is mounted onto a file, or a file onto a directory",
    ),
    (
        r'failed to prepare subPath for volumeMount "(?P<what>[^"]+)"',
        "subPath",
        "subPath of volume {what} fails",
    ),
    (
        r"failed to sync (?P<what>secret|configmap) cache",
        "not read yet",
        "the kubelet could not read a {what} in time",
    ),
    (r"object \S+ not registered", "not read yet", "the kubelet has not read what it needs yet"),
    (r"no space left on device", "disk full", "the node's disk is full"),
    (
        r"name \S+ is reserved for|name is reserved|name \S+ is already in use",
        "name taken",
        "an earlier container of its name is still there",
    ),
    (
        r"context deadline exceeded|DeadlineExceeded|timing out in CRI-O",
        "slow runtime",
        "the container runtime did not answer in time",
    ),
)


def runtime_fault(message: str) -> RuntimeFault | None:
    """What a message says of a container that does not start; None where it says nothing that is known."""
    for pattern, kind, words in _KNOWN:
        found = re.search(pattern, message)
        if found:
            told = {name: value or "" for name, value in found.groupdict().items()}
            return RuntimeFault(kind, words.format(**told))
    return None
