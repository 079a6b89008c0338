"""Objects of kinds that are not read: whether something may make pods because of them, as operators do."""

import re
from collections.abc import Collection
from typing import Final

import msgspec

from kubectl_porttrace.model.kind import group_of
from kubectl_porttrace.model.meta import KubernetesObject
from kubectl_porttrace.model.prometheus import Prometheus
from kubectl_porttrace.model.referrers.gateway import Gateway
from kubectl_porttrace.read.files.objects import Written

_GROUPS_OF_KUBERNETES: Final = frozenset(
    {
        "",
        "admissionregistration.k8s.io",
        "apiextensions.k8s.io",
        "apiregistration.k8s.io",
        "apps",
        "authentication.k8s.io",
        "authorization.k8s.io",
        "autoscaling",
        "batch",
        "certificates.k8s.io",
        "coordination.k8s.io",
        "discovery.k8s.io",
        "events.k8s.io",
        "extensions",
        "flowcontrol.apiserver.k8s.io",
        "networking.k8s.io",
        "node.k8s.io",
        "policy",
        "rbac.authorization.k8s.io",
        "resource.k8s.io",
        "scheduling.k8s.io",
        "storage.k8s.io",
        "storagemigration.k8s.io",
    }
)
"""What of these makes pods is read (`k8s.io/client-go/kubernetes/scheme/register.go`)."""

_MAKE_NONE: Final = frozenset({"cert-manager.io", "external-secrets.io", "bitnami.com"})
"""Groups of well-known kinds that are about certificates and secrets alone."""

_WORD: Final = re.compile(r"[a-z0-9][-a-z0-9_.]*")

WITH_PODS_OF_OPERATORS: Final[tuple[type[KubernetesObject], ...]] = (Gateway, Prometheus)
"""The kinds that are read for another reason, and for whose objects an operator makes pods."""


class OtherObject(msgspec.Struct, frozen=True):
    """An object of a custom kind that is not read.

    Attributes:
        namespace: its namespace; empty where it names none.
        words: the words in it, in small letters; None where it could not be looked through.
    """

    namespace: str = ""
    words: frozenset[str] | None = None

    def may_make_pods(self, namespace: str, values: Collection[str]) -> bool:
        """Whether pods may be made in a namespace because of it: it is there, or has one of these values of labels."""
        if self.words is None or self.namespace == namespace:
            return True
        return any(value.lower() in self.words for value in values)


class _Metadata(msgspec.Struct):
    namespace: str | None = None


class _Object(msgspec.Struct):
    metadata: _Metadata | None = None


def other_object(written: Written, namespace: str) -> OtherObject | None:
    """What is kept of an object that is not read; None where nothing makes pods because of it.

    Args:
        written: the object.
        namespace: the namespace of objects that name none. One of a kind without namespaces counts as in it as well.
    """
    group = group_of(written.api_version)
    if group in _GROUPS_OF_KUBERNETES or group in _MAKE_NONE:
        return None
    try:
        text = msgspec.json.encode(written.value)
        metadata = msgspec.json.decode(text, type=_Object).metadata or _Metadata()
        return OtherObject(metadata.namespace or namespace, frozenset(_WORD.findall(text.decode().lower())))
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        return OtherObject()
