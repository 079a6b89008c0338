"""A finding: how bad it is, how sure one can be, which object it is about, and what to change."""

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Literal

import msgspec
from msgspec.structs import replace

from kubectl_porttrace.model.service import PortKey

Severity = Literal["error", "warning", "note"]
Certainty = Literal["certain", "kube-proxy", "cni", "contract", "likely"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "note")

CERTAINTY_IN_WORDS: Mapping[Certainty, str] = MappingProxyType(
    {
        "certain": "certain: the API and its own controllers decide it",
        "kube-proxy": "certain where kube-proxy routes Service traffic, in mode iptables or nftables",
        "cni": "certain where the network plugin enforces NetworkPolicy",
        "contract": "certain by the published contract; an implementation may be more lenient",
        "likely": "likely: the objects point to it, and do not prove it",
    }
)


class ObjectReference(msgspec.Struct, frozen=True, kw_only=True):
    """An API object; `namespace` is None for one of a kind without namespaces."""

    kind: str
    namespace: str | None
    name: str


class Fix(msgspec.Struct, frozen=True, kw_only=True):
    """What to change. `command` is None where none is certain to be what was meant."""

    text: str
    command: str | None = None


class Culprit(msgspec.Struct, frozen=True, order=True):
    """A pod that a finding blames; the container at fault, empty where it is none of them."""

    namespace: str
    pod: str
    container: str = ""


class SharedCause(msgspec.Struct, frozen=True):
    """A cause that may be behind several subjects, and is told once for all of them.

    Attributes:
        key: equal for what one change mends.
        message: what is wrong, without a count of one subject's pods.
        whole: whether the message says all of it; otherwise it is why pods are not ready.
    """

    key: str
    message: str
    whole: bool = False


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, with its evidence and its fix.

    Attributes:
        code: the code of the check that found it.
        name: the check's name.
        severity: how bad it is, after what remains usable was taken into account.
        certainty: how sure one can be, given the objects.
        object: what to change.
        subject: what was judged.
        others: the other subjects of which it was found as well.
        ports: the Service ports it concerns.
        ways: the ways in that it concerns, such as NodePort; none named where it concerns all of them.
        path: the field path in `object`, as the API server's validation writes it.
        message: one sentence that names what was seen.
        evidence: the facts it rests on, one per line.
        fix: what to change.
        consequences: the findings that follow from this one.
        shared: what it has in common with the findings on other subjects; None where that is nothing.
        part: which part of the subject it is about, where its parts have nothing to do with one another.
        culprits: the pods it blames: what other pods, or other containers, are blamed for does not follow from it.
    """

    code: str
    name: str
    severity: Severity
    certainty: Certainty
    object: ObjectReference
    subject: ObjectReference
    others: tuple[ObjectReference, ...] = ()
    ports: frozenset[PortKey] = frozenset()
    ways: frozenset[str] = frozenset()
    path: str = ""
    message: str
    evidence: tuple[str, ...] = ()
    fix: Fix
    consequences: tuple["Finding", ...] = ()
    shared: SharedCause | None = None
    part: str = ""
    culprits: frozenset[Culprit] = frozenset()

    @property
    def codes(self) -> tuple[str, ...]:
        """Its own code, then those of what follows from it."""
        return (self.code, *(finding.code for finding in self.consequences))

    def concerns(self, way: str) -> bool:
        """Whether it concerns a way in."""
        return not self.ways or way in self.ways

    def without(self, codes: Collection[str]) -> "Finding":
        """The same without consequences of those codes."""
        return replace(self, consequences=tuple(each for each in self.consequences if each.code not in codes))
