"""IP addresses in one spelling, so that the same address is the same text wherever it was written."""

from ipaddress import IPv6Address

from msgspec.structs import force_setattr

from kubectl_porttrace.model.meta import Value

_PARTS_OF_IPV4 = 4


def canonical_ip(written: str) -> str:
    """An address as controllers and kube-proxy print it once they have parsed it; anything else as it is.

    Nodes and people may write it otherwise: `FD00:0::1`, `010.0.0.1` (the zero says nothing), `::ffff:10.0.0.1`.

    Source: `k8s.io/utils/net:ParseIPSloppy` and Go's `net.IP.String`, as in `k8s.io/endpointslice/utils.go:
    getEndpointAddresses` and `pkg/proxy/endpointslicecache.go`.
    """
    if ":" in written:
        return _canonical_ipv6(written)
    # Most addresses have no part that begins with a zero, and are given back as they are.
    if written.startswith("0") or ".0" in written:
        parts = written.split(".")
        if len(parts) == _PARTS_OF_IPV4 and all(part.isdecimal() for part in parts):
            return ".".join(part.lstrip("0") or "0" for part in parts)
    return written


class WithIP(Value, frozen=True):
    """A part of an object that has an address, which it holds in that spelling."""

    ip: str

    def __post_init__(self) -> None:
        """Spell the address as all others."""
        if (ip := canonical_ip(self.ip)) is not self.ip:
            force_setattr(self, "ip", ip)


def _canonical_ipv6(written: str) -> str:
    try:
        address = IPv6Address(written)
    except ValueError:
        return written
    mapped = address.ipv4_mapped
    return str(address if mapped is None else mapped)
