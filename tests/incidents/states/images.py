"""Images: `pkg/kubelet/images/image_manager.go`, with what containerd, CRI-O and registries answer."""

from tests.incidents.states.state import IMAGE, State, Told, held, status, waiting

_MANAGER = "pkg/kubelet/images/image_manager.go"
_REF = f'failed to pull and unpack image "{IMAGE}": failed to resolve reference "{IMAGE}": '
_PULLED = (
    ("containerd-not-found", f"rpc error: code = NotFound desc = {_REF}{IMAGE}: not found", "not in the registry"),
    (
        "crio-manifest-unknown",
        f"initializing source docker://{IMAGE}: reading manifest 1.9 in ghcr.io/acme/web: manifest unknown",
        "not in the registry",
    ),
    (
        "hub-denied",
        (
            f"{_REF}pull access denied, repository does not exist or may require authorization: server message: "
            "insufficient_scope: authorization failed"
        ),
        "access denied or no such image",
    ),
    (
        "anonymous-401",
        (
            f"{_REF}failed to authorize: failed to fetch anonymous token: unexpected status from GET request to "
            "https://ghcr.io/token: 401 Unauthorized"
        ),
        "access denied or no such image",
    ),
    (
        "crio-unauthorized",
        (
            f"initializing source docker://{IMAGE}: reading manifest 1.9: unauthorized: access to the resource "
            "is not authorized"
        ),
        "access denied or no such image",
    ),
    (
        "rate-limit",
        (
            f"{_REF}unexpected status from HEAD request: 429 Too Many Requests - Server message: toomanyrequests: "
            "reached your pull rate limit"
        ),
        "the registry limits pulls",
    ),
    (
        "no-such-host",
        (
            f'{_REF}failed to do request: Head "https://ghcr.io/v2/acme/web/manifests/1.9": dial tcp: lookup ghcr.io '
            "10.0.0.10:53: no such host"
        ),
        "registry cannot be reached",
    ),
    (
        "dial-timeout",
        f"{_REF}failed to do request: Head: dial tcp 192.0.2.1:443: i/o timeout",
        "registry cannot be reached",
    ),
    (
        "bad-certificate",
        (
            f"{_REF}failed to do request: Head: tls: failed to verify certificate: x509: certificate signed by unknown "
            "authority"
        ),
        "TLS certificate not accepted",
    ),
    (
        "plain-http",
        f"{_REF}failed to do request: Head: http: server gave HTTP response to HTTPS client",
        "registry speaks HTTP",
    ),
    (
        "other-platform",
        (
            f'rpc error: code = NotFound desc = failed to pull and unpack image "{IMAGE}": no match for platform in '
            "manifest: not found"
        ),
        "none for the node's platform",
    ),
    (
        "other-platform-crio",
        (
            f"initializing source docker://{IMAGE}: choosing an image from manifest list: no image found in image "
            'index for architecture "arm64", variant "v8", OS "linux"'
        ),
        "none for the node's platform",
    ),
    (
        "disk-full",
        f'failed to pull and unpack image "{IMAGE}": write /var/lib/containerd/x: no space left on device',
        "the node's disk is full",
    ),
)
_OTHERS = (
    (
        "invalid-name",
        "InvalidImageName",
        "EnsureImageExists",
        (
            'Failed to apply default image tag "Acme": couldn\'t parse image name "Acme": invalid reference format: '
            "repository name must be lowercase"
        ),
        "name not valid",
    ),
    (
        "never-pulled",
        "ErrImageNeverPull",
        "imageNotPresentOnNeverPolicyError",
        f'Container image "{IMAGE}" is not present with pull policy of Never',
        "pull policy is Never",
    ),
    (
        "not-inspected",
        "ImageInspectError",
        "imagePullPrecheck",
        f'Failed to inspect image "{IMAGE}": rpc error: code = Unknown desc = layer not known',
        "the runtime cannot inspect it",
    ),
    (
        "registry-unavailable",
        "RegistryUnavailable",
        "evalCRIPullErr",
        f"image pull failed for {IMAGE} because the registry is unavailable: pinging container registry: 503",
        "registry cannot be reached",
    ),
    (
        "bad-signature",
        "SignatureValidationFailed",
        "evalCRIPullErr",
        f"image pull failed for {IMAGE} because the signature validation failed: Source image rejected",
        "signature not valid",
    ),
    (
        "backing-off",
        "ImagePullBackOff",
        "pullImage",
        f'Back-off pulling image "{IMAGE}": ErrImagePull: {_REF}{IMAGE}: not found',
        "not in the registry",
    ),
)
STATES = (
    *(
        State(
            name,
            f"{_MANAGER}:pullImage",
            "PTP20",
            f"cannot pull image of web: {cause}",
            held(status(waiting("ErrImagePull", message))),
        )
        for name, message, cause in _PULLED
    ),
    *(
        State(
            name,
            f"{_MANAGER}:{function}",
            "PTP20",
            f"cannot pull image of web: {cause}",
            held(status(waiting(reason, message))),
        )
        for name, reason, function, message, cause in _OTHERS
    ),
    State(
        "backing-off-told-by-event",
        f"{_MANAGER}:pullImage",
        "PTP20",
        "cannot pull image of web: not in the registry",
        held(status(waiting("ImagePullBackOff", f'Back-off pulling image "{IMAGE}"'))),
        (Told("Failed", f'Failed to pull image "{IMAGE}": {_REF}{IMAGE}: not found', "web"),),
    ),
    State(
        "pull-secret-missing",
        "pkg/kubelet/kubelet_pods.go:getPullSecretsForPod",
        "PTP20",
        "cannot pull image of web: access denied, pull secret regcred",
        held(status(waiting("ErrImagePull", f"{_REF}401 Unauthorized"))),
        (
            Told(
                "FailedToRetrieveImagePullSecret",
                "Unable to retrieve some image pull secrets (regcred); attempting to pull the image may not succeed.",
            ),
        ),
    ),
)
