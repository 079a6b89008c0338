"""One place that uses a Service port, and the changes of the port that it does not survive."""

from typing import Literal, TypeAlias

import msgspec

from kubectl_porttrace.model.service import PortKey

Change = Literal["name", "port", "targetPort", "containerPort", "removal"]
"""What may change: a field of the Service port, the number that the pods serve it on, or that the port is there."""

Purpose = Literal[
    "traffic",
    "mirror",
    "settings",
    "control-plane",
    "scrape",
    "policy",
    "probe",
    "alias",
    "endpoints",
    "annotation",
]
"""What a place is for."""


class Dependent(msgspec.Struct, frozen=True, order=True, kw_only=True):
    """One place that uses a Service port.

    Attributes:
        purpose: what for.
        kind: as in `kind:` of the object it is in.
        namespace: that of the object; empty for a kind without.
        name: that of the object.
        path: the field path of the place.
        written: the port as it is written there; empty where none is.
        broken_by: the changes after which it means this port no longer.
        by_service: whether it reaches the pods by way of the Service; else it has their number by itself.
        certain: whether objects decide that it means this port.
    """

    purpose: Purpose
    kind: str
    namespace: str
    name: str
    path: str
    written: str = ""
    broken_by: tuple[Change, ...] = ()
    by_service: bool = True
    certain: bool = True


Use: TypeAlias = tuple[PortKey, Dependent]
"""A Service port, and a place that uses it."""
