"""Objects of which nothing but the name is read: what is in a Secret or a ConfigMap is nobody's business here."""

from kubectl_porttrace.model.meta import KubernetesObject


class Secret(KubernetesObject, frozen=True):
    """A Secret. It has no field for data, and its data are not asked for."""


class ConfigMap(KubernetesObject, frozen=True):
    """A ConfigMap, likewise."""
