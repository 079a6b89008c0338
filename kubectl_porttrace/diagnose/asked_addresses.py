"""Who owns the addresses that a Question asks about, as what is followed; and what to say where nobody does."""

from collections.abc import Iterable, Iterator

import msgspec

from kubectl_porttrace.diagnose.asked import AskedService
from kubectl_porttrace.diagnose.asked_workloads import WorkloadKey
from kubectl_porttrace.diagnose.near_dns import hint_of_name
from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.model.address_owner import MOST_FOLLOWED, AddressOwner
from kubectl_porttrace.model.dns_name import is_of_cluster
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.model.unread import PODS_ELSEWHERE, SERVICES_ELSEWHERE, SLICES_ELSEWHERE
from kubectl_porttrace.question import AddressTarget, Question
from kubectl_porttrace.trace.lookups.address_owners import owners_of_target
from kubectl_porttrace.wording import count, some

_DECIDING = frozenset({"ipaddresses", "nodes", "services", SERVICES_ELSEWHERE, PODS_ELSEWHERE, SLICES_ELSEWHERE})


class AskedAddresses(msgspec.Struct, frozen=True):
    """The addresses that somebody owns, and who; and of each that nobody owns, that it is so."""

    addresses: tuple[AddressTarget, ...] = ()
    services: tuple[AskedService, ...] = ()
    workloads: tuple[WorkloadKey, ...] = ()
    not_found: tuple[NotFoundError, ...] = ()


def asked_addresses(snapshot: Snapshot, question: Question) -> AskedAddresses:
    """What a Question asks about. One address that nobody owns keeps nothing from the others."""
    owned = {target: owners_of_target(snapshot, target) for target in question.addresses}
    followed = [owner for owners in owned.values() for owner in owners[:MOST_FOLLOWED]]
    return AskedAddresses(
        tuple(target for target, owners in owned.items() if owners),
        tuple(_services(snapshot, followed)),
        tuple(sorted(set(_workloads(followed)))),
        tuple(_nobody(snapshot, target) for target, owners in owned.items() if not owners),
    )


def _services(snapshot: Snapshot, owners: Iterable[AddressOwner]) -> Iterator[AskedService]:
    """Each with the ports to which the number leads; with all of them where it leads to none."""
    for owner in owners:
        service = snapshot.service(owner.namespace, owner.name) if owner.of_service else None
        if service is not None:
            yield AskedService(service, frozenset(owner.ports) or None)


def _workloads(owners: Iterable[AddressOwner]) -> Iterator[WorkloadKey]:
    for owner in owners:
        if owner.kind not in {"Node", "Service"}:
            yield WorkloadKey(owner.kind, owner.namespace, owner.name)


def _nobody(snapshot: Snapshot, target: AddressTarget) -> NotFoundError:
    unread = sorted({each.resource for each in snapshot.unread if each.resource in _DECIDING and each.failed})
    missing = f"could not be read, and may hold it: {some(unread)}" if unread else ""
    if not target.host:
        return NotFoundError(
            f"no Service has the node port {_number(target)}, and no pod is known that has that port of its node",
            missing or _of_number(snapshot, target),
        )
    what = "address" if target.is_ip else "name"
    name = f"{target.host}." if target.absolute else target.host
    if is_of_cluster(target.host):
        return NotFoundError(f"no Service has the name {name}", missing or hint_of_name(snapshot, target))
    return NotFoundError(
        f"no Service, pod or node has the {what} {name}",
        missing or (_IP_HINT if target.is_ip else hint_of_name(snapshot, target)),
    )


_IP_HINT = "who had it may be gone: a log may be older than the pod; what is outside of the cluster is not known to it"


def _of_number(snapshot: Snapshot, target: AddressTarget) -> str:
    """What the number may be, where it is nobody's node port."""
    known = [
        f"svc/{service.name} in {service.namespace}"
        for service in sorted(snapshot.services, key=lambda each: each.key)
        if any(target.port in {port.port, port.target} for port in service.spec.ports)
    ]
    if known:
        services = count(len(known), "Service")
        return f"{target.port} is the port or targetPort of {services}, as of {some(known)}: ask for one of them"
    # Source: `pkg/registry/core/service/portallocator/controller/repair.go:numRepairsBeforeLeakCleanup`.
    return (
        "a program on a node may have it; the API server may keep a number that was given up, for up to three rounds "
        "of repair, of 3 minutes each"
    )


def _number(target: AddressTarget) -> str:
    return f"{target.port}/{target.protocol}" if target.protocol else f"{target.port}"
