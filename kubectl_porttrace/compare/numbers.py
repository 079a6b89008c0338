"""The numbers and other values of a Service that may differ: never the name or the address of a pod."""

from collections.abc import Iterator

import msgspec

from kubectl_porttrace.compare.scopes import unread
from kubectl_porttrace.report.v1 import BackendTrace, FieldDifference, PortTrace, Report, ServiceTrace

NOTHING = "-"
ADDRESSES = "addresses"
"""Stands for backends that are no pods."""


def service_differences(before: ServiceTrace, after: ServiceTrace) -> tuple[FieldDifference, ...]:
    """What differs in a Service as a whole."""
    return differing(
        ("type", before.type, after.type),
        ("selector", _selector(before), _selector(after)),
        ("externalName", before.external_name, after.external_name),
    )


class PortSide(msgspec.Struct, frozen=True):
    """One port of a Service on one side: the report it is in, its Service, and the port."""

    report: Report
    service: ServiceTrace
    port: PortTrace

    @property
    def of_manifests(self) -> bool:
        """Whether it is in manifests alone, which are laid over no cluster."""
        return self.service.foreseen and self.report.source.type != "cluster"

    @property
    def given_later(self) -> bool:
        """Whether the cluster has yet to give it its node port."""
        return self.service.foreseen and self.port.node_port is None

    @property
    def resolved(self) -> str:
        """The numbers to which the targetPort leads, empty where to none."""
        return ", ".join(map(str, sorted({each.port for each in self.port.backends if not each.terminating})))

    @property
    def count(self) -> str:
        """How many backends take traffic: `none`, `one` or `many`."""
        usable = len({(each.ip, each.pod, each.owner) for each in self.port.backends if each.usable})
        return ("none", "one", "many")[min(usable, 2)]

    @property
    def owners(self) -> str | None:
        """What owns the backends, empty for no backends; None where that could not be read."""
        if unread(self.report, "pods", self.service.namespace) is not None and not self.service.foreseen:
            return None
        return ", ".join(sorted({_owner(each) for each in self.port.backends if not each.terminating}))


def port_differences(before: PortSide, after: PortSide) -> tuple[FieldDifference, ...]:
    """What differs in a port of a Service, and in what is behind it.

    Manifests do not say what a cluster gives, nor how many pods are ready.
    """
    one, other = before.port, after.port
    both_known = before.owners is not None and after.owners is not None
    alike = before.of_manifests == after.of_manifests
    later = before.given_later or after.given_later
    return differing(
        ("name", one.name, other.name),
        ("port", one.port, other.port),
        ("targetPort", one.target_port, other.target_port),
        *([] if later else [("nodePort", one.node_port, other.node_port)]),
        *_where_both(("leads to", before.resolved, after.resolved)),
        *([("backends", before.count, after.count)] if alike and _known(one, other) else []),
        *(_where_both(("backends of", before.owners, after.owners)) if both_known else []),
    )


def differing(*fields: tuple[str, object, object]) -> tuple[FieldDifference, ...]:
    """Those of some fields whose values differ; None and nothing are the same."""
    return tuple(
        FieldDifference(field=name, before=_written(before), after=_written(after))
        for name, before, after in fields
        if _written(before) != _written(after)
    )


def _where_both(field: tuple[str, object, object]) -> Iterator[tuple[str, object, object]]:
    """A field of which there is something on both sides: the verdict tells where there is nothing."""
    if field[1] and field[2]:
        yield field


def _known(*ports: PortTrace) -> bool:
    return all(port.verdict != "unknown" for port in ports)


def _owner(backend: BackendTrace) -> str:
    """What owns a backend: pods that nothing owns are alike, whatever their names."""
    if backend.pod is None and backend.owner is None:
        return ADDRESSES
    return backend.owner if backend.owner is not None and not backend.owner.startswith("Pod/") else "Pod"


def _selector(service: ServiceTrace) -> str:
    return ",".join(f"{key}={value}" for key, value in sorted((service.selector or {}).items()))


def _written(value: object) -> str:
    return NOTHING if value is None or value == "" else str(value)
