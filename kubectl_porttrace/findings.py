"""The words of a finding: how bad, how sure, about which object, and what to change."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import msgspec

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
