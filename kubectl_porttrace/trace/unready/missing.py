"""Objects that a pod names and that are not there, out of the kubelet's messages.

Source: `pkg/kubelet/kubelet_pods.go:makeEnvironmentVariables` (`couldn't find key %v in Secret %v/%v`), and
`k8s.io/apimachinery/pkg/api/errors.NewNotFound` (`secrets "x" not found`; `configmap "x" not found` from the
kubelet's cache, `pkg/kubelet/util/manager/cache_based_manager.go`, and `object "ns"/"x" not registered`).
"""

import re
from types import MappingProxyType

import msgspec

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
_NOT_FOUND = re.compile(r'(?P<kind>[a-z]+) "(?P<name>[^"]+)" not found')
_NO_KEY = re.compile(
    r"couldn't find key (?P<key>\S+) in (?P<kind>Secret|ConfigMap) [^/\s]+/(?P<name>\S+)"
    r"|references non-existent (?P<what>secret|config) key: (?P<missing>\S+)"
)


class Missing(msgspec.Struct, frozen=True):
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


def missing_object(message: str) -> Missing | None:
    """The object, or the key of one, that a message says is not there."""
    key = _NO_KEY.search(message)
    if key is not None:
        if key["key"]:
            return Missing(key["kind"], key["name"].rstrip(".,:"), key["key"])
        return Missing("Secret" if key["what"] == "secret" else "ConfigMap", "", key["missing"].rstrip(".,:"))
    found = _NOT_FOUND.search(message)
    kind = _KINDS.get(found["kind"]) if found else None
    return Missing(kind, found["name"]) if found and kind else None
