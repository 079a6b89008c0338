"""Containers that cannot be made or started: `pkg/kubelet/kuberuntime/kuberuntime_container.go:startContainer`."""

from tests.incidents.states.state import State, held, status, waiting

_ENVIRONMENT = "pkg/kubelet/kubelet_pods.go:makeEnvironmentVariables"
_ROOT = "pkg/kubelet/kuberuntime/security_context_others.go:verifyRunAsNonRoot"
_START = "pkg/kubelet/kuberuntime/kuberuntime_container.go:startContainer"
_RUNC = (
    "failed to create containerd task: failed to create shim task: OCI runtime create failed: runc create failed: "
    "unable to start container process: "
)
_CONFIG, _CREATE, _RUN = "CreateContainerConfigError", "CreateContainerError", "RunContainerError"
_ROWS = (
    ("secret-missing", _ENVIRONMENT, _CONFIG, 'secret "db" not found', "needs Secret db, which does not exist"),
    (
        "configmap-missing",
        _ENVIRONMENT,
        _CONFIG,
        'configmap "settings" not found',
        "needs ConfigMap settings, which does not exist",
    ),
    (
        "key-of-secret-missing",
        _ENVIRONMENT,
        _CONFIG,
        "couldn't find key password in Secret shop/db",
        "needs Secret db, which has no key password",
    ),
    (
        "key-of-configmap-missing",
        _ENVIRONMENT,
        _CONFIG,
        "couldn't find key url in ConfigMap shop/settings",
        "needs ConfigMap settings, which has no key url",
    ),
    (
        "cache-not-synced",
        "pkg/kubelet/util/manager/watch_based_manager.go:Get",
        _CONFIG,
        "failed to sync secret cache: timed out waiting for the condition",
        "cannot start: the kubelet could not read a secret",
    ),
    (
        "runs-as-root",
        _ROOT,
        _CONFIG,
        'container has runAsNonRoot and image will run as root (pod: "web-0_shop(1-2)", container: web)',
        "cannot start: runAsNonRoot is set",
    ),
    (
        "user-by-name",
        _ROOT,
        _CONFIG,
        (
            "container has runAsNonRoot and image has non-numeric user (web), cannot verify user is non-root "
            '(pod: "web-0_shop(1-2)", container: web)'
        ),
        "cannot start: runAsNonRoot is set",
    ),
    (
        "sub-path",
        "pkg/kubelet/kubelet_pods.go:makeMounts",
        _CONFIG,
        'failed to prepare subPath for volumeMount "data" of container "web"',
        "cannot start: subPath of volume data fails",
    ),
    (
        "no-command-anywhere",
        _START,
        _CREATE,
        'failed to generate container "1" spec: failed to apply OCI options: no command specified',
        "cannot start: neither its image nor the pod",
    ),
    (
        "name-reserved",
        _START,
        _CREATE,
        'failed to reserve container name "web_web-0_shop_1_2": name "web_web-0_shop_1_2" is reserved for "3"',
        "cannot start: an earlier container of its name",
    ),
    (
        "name-reserved-crio",
        _START,
        _CREATE,
        "error reserving ctr name k8s_web_web-0_shop_1_2 for id 3f: name is reserved",
        "cannot start: an earlier container of its name",
    ),
    (
        "runtime-slow",
        _START,
        _CREATE,
        "context deadline exceeded",
        "cannot start: the container runtime did not answer",
    ),
    (
        "not-in-image",
        _START,
        _RUN,
        f'{_RUNC}exec: "serve": executable file not found in $PATH: unknown',
        "cannot start: serve is not in its image",
    ),
    (
        "not-in-image-crun",
        _START,
        _CREATE,
        "container create failed: executable file `serve` not found in $PATH: No such file or directory",
        "cannot start: serve is not in its image",
    ),
    (
        "post-start-hook",
        "pkg/kubelet/kuberuntime/kuberuntime_container.go:startContainer",
        "PostStartHookError",
        "",
        "cannot start: its postStart hook fails",
    ),
    (
        "path-not-in-image",
        _START,
        _RUN,
        f'{_RUNC}exec: "/bin/serve": stat /bin/serve: no such file or directory: unknown',
        "cannot start: /bin/serve is not in its image",
    ),
    (
        "no-permission",
        _START,
        _RUN,
        f'{_RUNC}exec: "/run.sh": permission denied: unknown',
        "cannot start: /run.sh is not executable",
    ),
    (
        "directory-onto-file",
        _START,
        _RUN,
        (
            f'{_RUNC}error during container init: error mounting "/x" to rootfs at "/etc/app.conf": mount src=/x, '
            "dst=/etc/app.conf, dstFd=/proc/thread-self/fd/11, flags=MS_BIND|MS_REC: not a directory"
        ),
        "cannot start: a directory is mounted onto a file",
    ),
)
STATES = tuple(
    State(name, source, "PTP22", f"container web {cause}", held(status(waiting(reason, message))))
    for name, source, reason, message, cause in _ROWS
)
