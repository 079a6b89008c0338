"""Objects that a pod names and that are not there, out of the kubelet's messages.

Source: `pkg/kubelet/kubelet_pods.go:makeEnvironmentVariables` (`couldn't find key %v in Secret %v/%v`) and
`getPullSecretsForPod` (`Unable to retrieve some image pull secrets (%s)`), `pkg/volume/secret/secret.go:MakePayload`
(`references non-existent secret key: %s`), and `k8s.io/apimachinery/pkg/api/errors.NewNotFound` (`secrets "x" not
found`; `configmap "x" not found` from the kubelet's cache, `pkg/kubelet/util/manager/watch_based_manager.go:Get`).
"""

import re
from collections.abc import Iterator
from types import MappingProxyType

import msgspec

from kubectl_porttrace.model.pod import Pod
from kubectl_porttrace.model.snapshot import Snapshot

_KINDS = MappingProxyType(
    {
        "secret": "Secret",
        "secrets": "Secret",
        "configmap": "ConfigMap",
        "configmaps": "ConfigMap",
        "persistentvolumeclaim": "PersistentVolumeClaim",
        "persistentvolumeclaims": "PersistentVolumeClaim",
        "serviceaccount": "ServiceAccount",
        "serviceaccounts": "ServiceAccount",
    }
)
_NOT_FOUND = r'(?P<kind>[a-z]+) "(?P<name>[^"]+)" not found'
_NO_KEY = (
    r"couldn't find key (?P<key>\S+) in (?P<kind>Secret|ConfigMap) [^/\s]+/(?P<name>\S+)"
    r"|references non-existent (?P<what>secret|config) key: (?P<missing>\S+)"
)
_PULL_SECRETS = r"Unable to retrieve some image pull secrets \((?P<names>[^)]+)\)"

VOLUMES = ("FailedMount", "FailedAttachVolume", "FailedMapVolume")
"""The reasons of events about volumes, which name what is missing as containers do in their status."""

_PULLING = frozenset({"ErrImagePull", "ImagePullBackOff"})
"""Why a container waits for its image (`pkg/kubelet/images/types.go`)."""

PULL_SECRETS = "FailedToRetrieveImagePullSecret"
"""The reason of the event that names pull secrets."""


class MissingObject(msgspec.Struct, frozen=True):
    """An object that does not exist, or a key that it lacks; `name` is empty where the message does not say it."""

    kind: str
    name: str
    key: str = ""

    @property
    def title(self) -> str:
        """As in `Secret db`."""
        return f"{self.kind} {self.name}".strip()

    @property
    def lacks(self) -> str:
        """What is wrong with it: `does not exist`, `has no key password`."""
        return f"has no key {self.key}" if self.key else "does not exist"


def missing_object(message: str) -> MissingObject | None:
    """The object, or the key of one, that a message says is not there."""
    key = re.search(_NO_KEY, message)
    if key is not None:
        if key["key"]:
            return MissingObject(key["kind"], key["name"].rstrip(".,:"), key["key"])
        return MissingObject("Secret" if key["what"] == "secret" else "ConfigMap", "", key["missing"].rstrip(".,:"))
    found = re.search(_NOT_FOUND, message)
    kind = _KINDS.get(found["kind"]) if found else None
    return MissingObject(kind, found["name"]) if found and kind else None


def pull_secrets(message: str) -> tuple[str, ...]:
    """The pull secrets that a message says could not be read."""
    found = re.search(_PULL_SECRETS, message)
    return tuple(found["names"].split(", ")) if found else ()


def missing_of(snapshot: Snapshot, pod: Pod) -> Iterator[MissingObject]:
    """The objects that a pod waits for, by the states of its containers or the events about it, and that do not exist.

    What events say of volumes is past once a container has started, and what they say of pull secrets once no image is
    waited for.
    """
    states = [each.state for each in (*pod.status.init_container_statuses, *pod.status.container_statuses)]
    waiting = [state.waiting for state in states if state.waiting is not None]
    events = snapshot.events_about("Pod", pod.namespace, pod.name)
    messages = [each.message for each in waiting]
    if not any(state.running or state.terminated for state in states):
        messages += [event.message for event in events if event.reason in VOLUMES]
    found = filter(None, map(missing_object, messages))
    yield from (each for each in found if each.name and not each.key)
    if any(each.reason in _PULLING for each in waiting):
        names = (name for event in events if event.reason == PULL_SECRETS for name in pull_secrets(event.message))
        yield from (MissingObject("Secret", name) for name in names)
