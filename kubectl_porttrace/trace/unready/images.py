"""An image that cannot be pulled: which, and what the registry says.

Source: `pkg/kubelet/images/types.go`, `image_manager.go:EnsureImageExists`, `k8s.io/cri-api/pkg/errors/errors.go`.
What a registry answers comes through the container runtime in words of its own: containerd's
`core/remotes/docker/resolver.go:Resolve` (`pull access denied, ...`, `failed to authorize`), `authorizer.go` (`no basic
auth credentials`) and `core/images/image.go:Manifest` (`no match for platform in manifest`); CRI-O's
`go.podman.io/image`: `docker/docker_client.go:fetchManifest` (`reading manifest %s in %s`), `docker/errors.go` (`too
many requests to registry`), `internal/manifest/oci_index.go:ChooseInstance` (`no image found in image index for
architecture`), with the messages of `docker/distribution/registry/api/errcode/register.go` and `.../v2/errors.go`
(`manifest unknown`, `requested access to the resource is denied`).
"""

import re
from types import MappingProxyType

from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.missing import PULL_SECRETS, MissingObject, pull_secrets
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.unready.cause import Cause, Explanation
from kubectl_porttrace.trace.unready.events import newest_event
from kubectl_porttrace.trace.unready.names import other_name

_BY_REASON = MappingProxyType(
    {
        "InvalidImageName": ("name not valid", "name"),
        "ErrImageNeverPull": ("pull policy is Never, and the node lacks it", "never"),
        "ImageInspectError": ("the runtime cannot inspect it", "inspect"),
        "RegistryUnavailable": ("registry cannot be reached", "unreachable"),
        "SignatureValidationFailed": ("signature not valid", "signature"),
    }
)
IMAGE_REASONS = frozenset({*_BY_REASON, "ErrImagePull", "ImagePullBackOff"})

_REFUSED = ("access denied or no such image", "refused")
"""Registries answer the same for an image that does not exist and for one that may not be read."""

_BY_MESSAGE = tuple(
    (f"(?i){pattern}", words)
    for pattern, words in (
        (r"toomanyrequests|too many requests|\b429\b|rate limit", ("the registry limits pulls", "limit")),
        (
            r"no match for platform|no matching manifest|no image found in (manifest list|image index)",
            ("none for the node's platform", "platform"),
        ),
        (r"unauthori[sz]ed|\b401\b|\b403\b|access denied|authorization failed|no basic auth|denied:", _REFUSED),
        (r"not found|manifest unknown|name unknown|\b404\b", ("not in the registry", "absent")),
        (r"gave HTTP response to HTTPS client", ("registry speaks HTTP, not HTTPS", "plain HTTP")),
        (r"x509|certificate", ("TLS certificate not accepted", "certificate")),
        (
            r"no such host|timeout|timed out|connection refused|no route to host|dial tcp|EOF",
            ("registry cannot be reached", "unreachable"),
        ),
        (r"no space left on device", ("the node's disk is full", "disk full")),
    )
)


def pull_failure(snapshot: Snapshot, pod: Pod, container: Container, reason: str, message: str) -> Explanation:
    """Why the image of a container cannot be pulled.

    While the kubelet waits before it tries again, some versions no longer say why in the container's status: then the
    newest event of the pull does.
    """
    event = newest_event(snapshot, pod, ("Failed",), begins="Failed to pull image", container=container.name)
    told = message if _known(message) or event is None else event.told
    why, fault = _BY_REASON.get(reason) or _known(told.replace(container.image, "")) or ("the pull fails", "")
    secrets = _missing_secrets(snapshot, pod) if (why, fault) == _REFUSED else {}
    if secrets:
        why, fault = f"access denied, pull secret {', '.join(secrets)} is not there", "no pull secret"
    meant = next((other for other in secrets.values() if other), "")
    if meant:
        why = f"{why} ({meant} is)"
    cause = Cause("image", "image", why, container.name, subject=container.image, meant=meant, fault=fault)
    return Explanation(cause, told)


def _known(message: str) -> tuple[str, str] | None:
    return next((words for pattern, words in _BY_MESSAGE if re.search(pattern, message)), None)


def _missing_secrets(snapshot: Snapshot, pod: Pod) -> dict[str, str | None]:
    """The pull secrets that the kubelet could not read and that are not there now, each with the one maybe meant."""
    event = newest_event(snapshot, pod, (PULL_SECRETS,))
    names = pull_secrets(event.told) if event else ()
    others = {name: other_name(snapshot, pod.namespace, MissingObject("Secret", name)) for name in names}
    return {name: other for name, other in others.items() if other != name}
