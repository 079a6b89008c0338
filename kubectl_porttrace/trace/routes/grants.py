"""Whether a ReferenceGrant allows a route to name a Service of another namespace.

Source: `gateway-api/apis/v1/referencegrant_types.go`.
"""

from collections.abc import Iterator, Mapping

import msgspec

from kubectl_porttrace.model.indexing import grouped
from kubectl_porttrace.model.kinds import KIND_BY_NAME
from kubectl_porttrace.model.reference import Reference
from kubectl_porttrace.model.referrers.gateway import GROUP, ReferenceGrant, ReferenceGrantFrom, ReferenceGrantTo
from kubectl_porttrace.model.referrers.gateway_route import BackendReference, GatewayRoute
from kubectl_porttrace.model.snapshot import Snapshot


class NearGrant(msgspec.Struct, frozen=True):
    """A grant that would allow a reference but for one field: the grant, the field's path, what it says."""

    grant: ReferenceGrant
    path: str
    said: str
    wanted: str


def needs_grant(reference: Reference) -> bool:
    """Whether a reference has to be allowed where it leads to: that of a route of the Gateway API to elsewhere."""
    if reference.service_namespace == reference.referrer.namespace:
        return False
    return issubclass(KIND_BY_NAME[reference.referrer.kind].model, GatewayRoute)


def granted(snapshot: Snapshot, reference: Reference) -> bool | None:
    """Whether a reference that needs it is allowed; None where grants were not read."""
    if any(_allows(grant, reference) for grant in grants_in(snapshot, reference.service_namespace)):
        return True
    return False if snapshot.holds_all("referencegrants", reference.service_namespace) else None


def import_granted(snapshot: Snapshot, route: GatewayRoute, namespace: str, backend: BackendReference) -> bool | None:
    """Whether a route may name a ServiceImport of another namespace; None where grants were not read."""
    asking, wanted = (GROUP, route.kind, route.namespace), (backend.group, backend.kind)
    for grant in grants_in(snapshot, namespace):
        from_ = any((each.group, each.kind, each.namespace) == asking for each in grant.spec.from_)
        if from_ and any((to.group, to.kind) == wanted and to.name in {"", backend.name} for to in grant.spec.to):
            return True
    return False if snapshot.holds_all("referencegrants", namespace) else None


def grants_in(snapshot: Snapshot, namespace: str) -> tuple[ReferenceGrant, ...]:
    """The grants of a namespace."""
    return snapshot.once(_by_namespace).get(namespace, ())


def nearest_grant(snapshot: Snapshot, reference: Reference) -> NearGrant | None:
    """A grant of the Service's namespace that differs in one field from one that would allow the reference."""
    return next(
        (near for grant in grants_in(snapshot, reference.service_namespace) for near in _near(grant, reference)), None
    )


def _by_namespace(snapshot: Snapshot) -> Mapping[str, tuple[ReferenceGrant, ...]]:
    return grouped((grant.namespace, grant) for grant in snapshot.all_of(ReferenceGrant))


def _allows(grant: ReferenceGrant, reference: Reference) -> bool:
    return any(not _from_faults(each, reference) for each in grant.spec.from_) and any(
        not _to_faults(each, reference) for each in grant.spec.to
    )


def _near(grant: ReferenceGrant, reference: Reference) -> Iterator[NearGrant]:
    """Of each pair of entries that together are wrong in one field only, that field."""
    for from_place, one in enumerate(grant.spec.from_):
        for to_place, other in enumerate(grant.spec.to):
            faults = {
                **{f"spec.from[{from_place}].{field}": told for field, told in _from_faults(one, reference).items()},
                **{f"spec.to[{to_place}].{field}": told for field, told in _to_faults(other, reference).items()},
            }
            if len(faults) == 1:
                ((path, (said, wanted)),) = faults.items()
                yield NearGrant(grant, path, said, wanted)


def _from_faults(entry: ReferenceGrantFrom, reference: Reference) -> dict[str, tuple[str, str]]:
    referrer = reference.referrer
    told = {
        "group": (entry.group, GROUP),
        "kind": (entry.kind, referrer.kind),
        "namespace": (entry.namespace, referrer.namespace),
    }
    return {field: pair for field, pair in told.items() if pair[0] != pair[1]}


def _to_faults(entry: ReferenceGrantTo, reference: Reference) -> dict[str, tuple[str, str]]:
    told = {"group": (entry.group, ""), "kind": (entry.kind, "Service")}
    if entry.name:
        told["name"] = (entry.name, reference.service_name)
    return {field: pair for field, pair in told.items() if pair[0] != pair[1]}
