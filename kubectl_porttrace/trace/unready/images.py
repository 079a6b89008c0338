"""An image that cannot be pulled: which, and what the registry says.

Source: `pkg/kubelet/images/types.go`, `image_manager.go:EnsureImageExists`, `k8s.io/cri-api/pkg/errors/errors.go`.
What a registry answers comes through the container runtime in words of its own.
"""

import re
from types import MappingProxyType

from kubectl_porttrace.model.container import Container
from kubectl_porttrace.model.missing import PULL_SECRETS, Missing, pull_secrets
from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.trace.unready.cause import Cause, Explanation
from kubectl_porttrace.trace.unready.events import newest_event
from kubectl_porttrace.trace.unready.names import other_name

NEVER = "pull policy is Never, and the node lacks it"

_BY_REASON = MappingProxyType(
    {
        "InvalidImageName": "name not valid",
        "ErrImageNeverPull": NEVER,
        "ImageInspectError": "the runtime cannot inspect it",
        "RegistryUnavailable": "registry cannot be reached",
        "SignatureValidationFailed": "signature not valid",
    }
)
IMAGE_REASONS = frozenset({*_BY_REASON, "ErrImagePull", "ImagePullBackOff"})

REFUSED = "access denied or no such image"
"""Registries answer the same for an image that does not exist and for one that may not be read."""

_BY_MESSAGE = (
    (r"(?i)toomanyrequests|too many requests|\b429\b|rate limit", "the registry limits pulls"),
    (
        r"(?i)no match for platform|no matching manifest",
        "none for the node's platform",
    ),
    (
        r"(?i)unauthori[sz]ed|\b401\b|\b403\b|access denied|authorization failed|no basic auth|denied:",
        REFUSED,
    ),
    (r"(?i)not found|manifest unknown|name unknown|\b404\b", "not in the registry"),
    (r"gave HTTP response to HTTPS client", "registry speaks HTTP, not HTTPS"),
    (r"(?i)x509|certificate", "TLS certificate not accepted"),
    (
        r"(?i)no such host|timeout|timed out|connection refused|no route to host|dial tcp|EOF",
        "registry cannot be reached",
    ),
    (r"(?i)no space left on device", "the node's disk is full"),
)


def pull_failure(snapshot: Snapshot, pod: Pod, container: Container, reason: str, message: str) -> Explanation:
    """Why the image of a container cannot be pulled.

    While the kubelet waits before it tries again, some versions no longer say why in the container's status: then the
    newest event of the pull does.
    """
    event = newest_event(snapshot, pod, ("Failed",), begins="Failed to pull image", container=container.name)
    told = message if _known(message) or event is None else event.message
    why = _BY_REASON.get(reason) or _known(told.replace(container.image, "")) or "the pull fails"
    secrets = _missing_secrets(snapshot, pod) if why == REFUSED else {}
    if secrets:
        why = f"access denied, pull secret {', '.join(secrets)} is not there"
    meant = next((other for other in secrets.values() if other), "")
    if meant:
        why = f"{why} ({meant} is)"
    return Explanation(Cause("image", "image", why, container.name, subject=container.image, meant=meant), told)


def _known(message: str) -> str:
    return next((words for pattern, words in _BY_MESSAGE if re.search(pattern, message)), "")


def _missing_secrets(snapshot: Snapshot, pod: Pod) -> dict[str, str | None]:
    """The pull secrets that the kubelet could not read and that are not there now, each with the one maybe meant."""
    event = newest_event(snapshot, pod, (PULL_SECRETS,))
    names = pull_secrets(event.message) if event else ()
    others = {name: other_name(snapshot, pod.namespace, Missing("Secret", name)) for name in names}
    return {name: other for name, other in others.items() if other != name}
