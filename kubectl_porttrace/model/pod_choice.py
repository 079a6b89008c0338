"""Which pods a policy that is not judged is about, as far as its selector can be read."""

from collections.abc import Mapping

import msgspec

from kubectl_porttrace.model.label_selector import LabelSelector
from kubectl_porttrace.model.meta import KubernetesObject

ROOT_NAMESPACE = "istio-system"
"""Istio's root namespace, unless its configuration says another: policies there are about every namespace."""


class PodChoice(msgspec.Struct, frozen=True):
    """Pods by their labels and those of their namespace; `readable` is False where the selector says more than that."""

    pods: LabelSelector = LabelSelector()
    namespaces: LabelSelector = LabelSelector()
    readable: bool = True


EVERY_POD = PodChoice()
UNREADABLE = PodChoice(readable=False)


class PolicyPort(msgspec.Struct, frozen=True):
    """A port of pods that a policy names, by its number or its name, and the field path of it."""

    path: str
    port: int | str


class OtherPolicy(KubernetesObject, frozen=True):
    """A policy of another kind, whose rules are not judged."""

    @property
    def choices(self) -> tuple[PodChoice, ...]:
        """The pods it is about, of its own namespace where it has one: those of any of these."""
        return (UNREADABLE,)

    @property
    def pod_ports(self) -> tuple[PolicyPort, ...]:
        """The ports of pods that it names, of the kinds whose ports are looked at: those of service meshes."""
        return ()

    @property
    def everywhere(self) -> bool:
        """Whether it is about pods of all namespaces."""
        return not self.namespace


def by_labels(labels: Mapping[str, str]) -> LabelSelector:
    """A selector of all pairs of a map."""
    return LabelSelector(match_labels=dict(labels))
