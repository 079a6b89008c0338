"""Services that are only a name for another Service of the cluster, which may be a name as well."""

import msgspec

from kubectl_porttrace.model.service import Service
from kubectl_porttrace.model.snapshot import Snapshot

Key = tuple[str, str]
"""Namespace and name of a Service."""


class Alias(msgspec.Struct, frozen=True):
    """Where the name of a Service of type ExternalName leads, from name to name.

    Attributes:
        through: the Services it leads through, the first one included.
        end: the Service it leads to that is no mere name; None where it leads nowhere, or that is not known.
        missing: the Service it names last, which was not among those read; None where there is none such.
        circle: whether it leads back to where it has been.
    """

    through: tuple[Service, ...]
    end: Service | None = None
    missing: Key | None = None
    circle: bool = False


def alias_behind(snapshot: Snapshot, service: Service) -> Alias:
    """Follow the name of a Service of type ExternalName, as clients do that look up each answer.

    One that leads out of the cluster ends with the last Service that says so.
    """
    through, at = [service], service.alias_of
    while at is not None:
        if any(each.key == at for each in through):
            return Alias(tuple(through), circle=True)
        following = snapshot.service(*at)
        if following is None:
            return Alias(tuple(through), missing=at)
        if not following.external:
            return Alias(tuple(through), end=following)
        through.append(following)
        at = following.alias_of
    return Alias(tuple(through))
