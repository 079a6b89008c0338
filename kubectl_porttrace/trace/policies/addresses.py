"""Networks of policies, and whether an address is within."""

from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, ip_network
from typing import TypeAlias

from kubectl_porttrace.model.network_policy import IPBlock
from kubectl_porttrace.trace.policies.answers import Answer

Network: TypeAlias = IPv4Network | IPv6Network


def within(block: IPBlock, address: str | None) -> Answer:
    """Whether an address, or all of a network, is in a block and in none of its exceptions.

    An exception narrows its own block only. Families never mix. None where a part of the network is and another is
    not, where the address is not known, or where something is no network.
    """
    wide, peer = network(block.cidr), network(address) if address else None
    if wide is None or peer is None:
        return None
    if not _overlap(wide, peer):
        return False
    exceptions = [network(each) for each in block.excepted]
    if any(each is not None and _covers(each, peer) for each in exceptions):
        return False
    parted = any(each is None or _overlap(each, peer) for each in exceptions)
    return True if _covers(wide, peer) and not parted else None


@lru_cache(maxsize=1024)
def network(written: str) -> Network | None:
    """A network, or an address as the network of it alone; None where it is neither."""
    try:
        return ip_network(written, strict=False)
    except ValueError:
        return None


def _overlap(one: Network, other: Network) -> bool:
    return one.version == other.version and one.overlaps(other)


def _covers(wide: Network, narrow: Network) -> bool:
    return wide.version == narrow.version and narrow.subnet_of(wide)  # type: ignore[arg-type]
