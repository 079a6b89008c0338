"""Names of Services and endpoints, asked of a real CoreDNS: every record it has is one of ours, and none besides."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest

from kubectl_porttrace.model.dns_name import DnsName
from kubectl_porttrace.model.dns_owner import host_names
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import AddressTarget
from kubectl_porttrace.trace.lookups.dns import trace_name
from kubectl_porttrace.trace.service import trace_service
from tests.cluster.cluster import Cluster
from tests.cluster.namespace import Namespace
from tests.cluster.objects import service, service_port
from tests.truth.core_dns import PATIENCE, core_dns
from tests.truth.dns_client import Answer, ask
from tests.truth.dns_worlds import SERVICES, fill
from tests.truth.figures import counted
from tests.truth.options import NAMES, SEED
from tests.truth.snapshots import read

pytestmark = [
    pytest.mark.cluster,
    pytest.mark.skipif(not NAMES, reason="CoreDNS takes minutes to build: `make truth`, or NAMES=10"),
]


@pytest.fixture(scope="module")
def server(control_plane: Cluster, tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a CoreDNS for the cluster."""
    folder: Path = tmp_path_factory.mktemp("dns")
    with core_dns(control_plane, folder) as port:
        yield port


def names_of(snapshot: Snapshot, *namespaces: str) -> Iterator[DnsName]:
    """Every name there may be, and for each kind of name some that there are not."""
    for namespace in namespaces:
        for name in (*SERVICES, "nosuch"):
            yield DnsName(namespace, name)
            yield DnsName(namespace, name, "nosuch")
            found = snapshot.service(namespace, name)
            for port in found.spec.ports if found else ():
                if port.name:
                    yield from (DnsName(namespace, name, "", port.name, protocol) for protocol in ("TCP", "UDP"))
            yield DnsName(namespace, name, "", "nosuch", "TCP")
            if found is not None:
                endpoints = (each for slice_ in snapshot.slices_of(found) for each in slice_.endpoints)
                yield from (DnsName(namespace, name, host) for each in endpoints for host in host_names(each))
            yield from (DnsName(namespace, name, host) for host in ("db-0", "pod-0"))


def ours(snapshot: Snapshot, name: DnsName) -> set[Answer]:
    """The records that we say the name has, with those behind an alias."""
    target = AddressTarget(name.text, written=name.text, in_dns=True, absolute=True, namespace=name.namespace)
    traced = trace_name(snapshot, target)
    if traced is None:
        return set()
    return {
        Answer(record.name, record.type, value, record.port)
        for record in traced.records
        for value in record.values
        if record.type != "SRV" or record.name == name.text
    }


def theirs(server: int, name: DnsName) -> set[Answer]:
    """The records that CoreDNS has of it; of a port the SRV records alone, which are what such a name is for.

    Of a name that an alias leads to it has them by that name: to one that leads nowhere, or in a circle, it leads no
    client.
    """
    if name.port:
        return set(ask(server, name.text, "SRV"))
    found: set[Answer] = set()
    asked: set[str] = set()
    while texts := {name.text, *(each.value for each in found if each.type == "CNAME")} - asked:
        asked |= texts
        here = (text for text in texts if text.endswith(".svc.cluster.local"))
        found |= {each for text in here for type_ in ("A", "AAAA", "CNAME") for each in ask(server, text, type_)}
    return found


def settled(*namespaces: Namespace) -> Snapshot:
    """What is there, once every Service has the slices that it should have."""

    def read_settled() -> Snapshot | None:
        snapshot = read(*namespaces)
        return None if any(trace_service(snapshot, each).drift for each in snapshot.services) else snapshot

    return namespaces[0].wait_for(read_settled, "slices of all Services")  # type: ignore[return-value]


def mark(namespace: Namespace, server: int) -> None:
    """Make a Service and a slice, and wait until CoreDNS has both: what was made before them it has as well."""
    ports = [{"name": "", "port": 80, "protocol": "TCP"}]
    namespace.apply(
        service("marker", service_port(80), selector={}, clusterIP="None"),
        {
            "apiVersion": "discovery.k8s.io/v1",
            "kind": "EndpointSlice",
            "metadata": {"name": "marker", "labels": {"kubernetes.io/service-name": "marker"}},
            "addressType": "IPv4",
            "endpoints": [{"addresses": ["10.253.255.1"]}],
            "ports": ports,
        },
    )
    name = DnsName(namespace.name, "marker").text
    namespace.wait_for(lambda: ask(server, name, "A"), "CoreDNS to see the marker", PATIENCE)


@pytest.mark.parametrize("world", range(NAMES))
def test_every_name_has_the_records_that_coredns_gives(control_plane: Cluster, server: int, world: int) -> None:
    """Nothing changes any more once the slices are what they should be, and CoreDNS has seen what was made last."""
    random = Random(f"{SEED}-{world}")  # noqa: S311 - a seed names a world
    here, there = (control_plane.new_namespace("names") for _ in range(2))
    try:
        fill(random, here, there.name, 2 * world % 250)
        fill(random, there, here.name, (2 * world + 1) % 250)
        snapshot = settled(here, there)
        mark(here, server)
        with counted("names in DNS") as tally:
            for name in dict.fromkeys(names_of(snapshot, here.name, there.name)):
                tally["cases"] += 1
                assert ours(snapshot, name) == theirs(server, name), name.text
    finally:
        here.remove()
        there.remove()
