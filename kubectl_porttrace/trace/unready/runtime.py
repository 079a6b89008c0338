"""Why a container cannot be made or started, out of the messages of the kubelet and the container runtime.

Source: the kubelet's `pkg/kubelet/kuberuntime/security_context_others.go:verifyRunAsNonRoot`,
`pkg/kubelet/kubelet_pods.go:makeMounts` and `pkg/kubelet/util/manager/watch_based_manager.go:Get`. The rest comes from
the runtime: containerd's `internal/cri/server/container_create.go`, CRI-O's `server/container_create.go`, and runc,
which starts processes and mounts for both.
"""

import re

_WORDS: tuple[tuple[str, str], ...] = (
    (r"runAsNonRoot and image will run as root", "runAsNonRoot is set, and its image runs as root"),
    (
        r"runAsNonRoot and image has non-numeric user",
        "runAsNonRoot is set, and its image names the user instead of a number",
    ),
    (
        r"runAsNonRoot and image has an invalid user id",
        "runAsNonRoot is set, and its image has no valid user",
    ),
    (r'exec: "(?P<what>[^"]+)": executable file not found', "{what} is not in its image"),
    (
        r'exec: "(?P<what>[^"]+)": stat [^:]+: no such file or directory',
        "{what} is not in its image",
    ),
    (r"exec format error", "its program is for another CPU architecture, or is a script without #!"),
    (r'exec: "(?P<what>[^"]+)": permission denied', "{what} is not executable"),
    (r"no command specified", "neither its image nor the pod names a command"),
    (r"Are you trying to mount a directory onto a file", "a directory is mounted onto a file"),
    (r'failed to prepare subPath for volumeMount "(?P<what>[^"]+)"', "subPath of volume {what} fails"),
    (r"failed to sync (?P<what>secret|configmap) cache", "a {what} was not read in time"),
    (r"object \S+ not registered", "the kubelet has not read what it needs yet"),
    (r"no space left on device", "the node's disk is full"),
    (r"name \S+ is (reserved for|already in use)", "an earlier container of its name is still there"),
    (r"context deadline exceeded|DeadlineExceeded", "the container runtime did not answer in time"),
)


def runtime_words(message: str) -> str:
    """What a message says, in a few words; empty where it says nothing that is known."""
    for pattern, words in _WORDS:
        found = re.search(pattern, message)
        if found:
            return words.format(**found.groupdict())
    return ""
