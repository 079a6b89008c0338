"""The data planes of a run, each with a control plane of its own: its kube-proxies see no other test's Services."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager

import pytest

from tests.cluster.build import Programs
from tests.cluster.cluster import Cluster
from tests.cluster.control_plane import ControlPlane
from tests.dataplane.data_plane import DataPlane
from tests.dataplane.kube_proxy import Mode
from tests.dataplane.requirements import has_ip6tables, has_ipv6, lacks_iptables, lacks_nftables, lacks_queue


@pytest.fixture(scope="session")
def nftables_here() -> None:
    """Skip where kube-proxy cannot run in nftables mode, before anything is built for it."""
    missing = lacks_nftables()
    if missing:
        pytest.skip(f"no packets in nftables mode here: {missing}")


@pytest.fixture(scope="session")
def iptables_here() -> None:
    """Skip where kube-proxy cannot run in iptables mode."""
    missing = lacks_iptables()
    if missing:
        pytest.skip(f"no packets in iptables mode here: {missing}")


@pytest.fixture(scope="session")
def queue_here() -> None:
    """Skip where no program can judge packets, as the kernel has no queue for them."""
    missing = lacks_queue()
    if missing:
        pytest.skip(f"no packets can be queued here: {missing}")


@pytest.fixture(scope="session")
def data_plane(nftables_here: None, programs: Programs) -> Iterator[DataPlane]:  # noqa: ARG001 - skips
    """The data plane with kube-proxies in nftables mode."""
    with _started(programs, "nftables", ipv6=has_ipv6()) as plane:
        yield plane


@pytest.fixture(scope="session")
def iptables_data_plane(iptables_here: None, programs: Programs) -> Iterator[DataPlane]:  # noqa: ARG001 - skips
    """The data plane with kube-proxies in iptables mode."""
    with _started(programs, "iptables", ipv6=has_ip6tables()) as plane:
        yield plane


@contextmanager
def _started(programs: Programs, mode: Mode, *, ipv6: bool) -> Iterator[DataPlane]:
    with (
        ControlPlane(programs=programs) as control_plane,
        closing(Cluster(control_plane.connection)) as cluster,
        cluster.audit.only_reads(),
        DataPlane(cluster, programs, mode, ipv6=ipv6) as plane,
    ):
        yield plane
