"""Names as the cluster's DNS reads them: which Service, endpoint or port one may stand for, from which namespace."""

import re
from collections.abc import Iterator

import msgspec

DOMAIN = "cluster.local"
"""The cluster's own domain, unless it was set up with another: that is not in the API."""

_LABEL = r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
_PORT_LABEL = f"_{_LABEL}"
_LONGEST = 253


class DnsName(msgspec.Struct, frozen=True):
    """One name below the cluster's domain.

    Attributes:
        namespace: the namespace of the Service.
        service: the Service's name.
        endpoint: the host name of one of its endpoints; empty for all of the Service.
        port: the name of one of its ports, as an SRV name has it; empty for none.
        protocol: the protocol of that port, in capitals.
    """

    namespace: str
    service: str
    endpoint: str = ""
    port: str = ""
    protocol: str = ""

    @property
    def of_service(self) -> str:
        """The name of the Service as a whole, in full."""
        return f"{self.service}.{self.namespace}.svc.{DOMAIN}"

    @property
    def text(self) -> str:
        """The name in full."""
        if self.port:
            return self.srv_of(self.port, self.protocol)
        return f"{self.endpoint}.{self.of_service}" if self.endpoint else self.of_service

    def srv_of(self, port: str, protocol: str) -> str:
        """The SRV name of a port of the Service, in full."""
        return f"_{port}._{protocol.lower()}.{self.of_service}"


def readings(host: str, namespace: str, *, absolute: bool = False) -> tuple[DnsName, ...]:
    """What a name may stand for in the cluster, in the order in which a pod's resolver asks.

    A pod's `/etc/resolv.conf` searches `NAMESPACE.svc.cluster.local`, `svc.cluster.local` and `cluster.local`, and
    tries these before the name itself where that has fewer than five dots; with more dots the name comes first, and as
    nothing is named twice, the order makes no difference.

    Args:
        host: the name, in lower case, without a dot at the end.
        namespace: that of the pod.
        absolute: whether a dot at the end keeps the resolver from searching.

    Source: `pkg/kubelet/network/dns/dns.go:generateSearchesForDNSClusterFirst`,
        `coredns/plugin/kubernetes/parse.go:parseRequest`.
    """
    base = host.removesuffix(f".{DOMAIN}")
    searched = [] if absolute else [f"{host}.{namespace}.svc", f"{host}.svc", host]
    names = [base] if base != host else searched
    found = (name for name in map(_read, names) if name is not None and len(name.text) <= _LONGEST)
    return tuple(dict.fromkeys(found))


def is_of_cluster(host: str) -> bool:
    """Whether a name can be none but one of the cluster: it ends in `.svc` or the domain, or is that of a port."""
    return host.endswith((".svc", f".{DOMAIN}")) or host.startswith("_")


def _read(name: str) -> DnsName | None:
    """What a name without the domain stands for; None where for nothing. No namespace is taken to be called `svc`."""
    *labels, zone = name.split(".")
    if zone != "svc" or len(labels) < len(("service", "namespace")):
        return None
    *before, service, namespace = labels
    if namespace == "svc" or not (re.fullmatch(_LABEL, service) and re.fullmatch(_LABEL, namespace)):
        return None
    return next(_below(namespace, service, before), None)


def _below(namespace: str, service: str, before: list[str]) -> Iterator[DnsName]:
    """CoreDNS takes a port and a protocol without underscores as well, which the specification does not have."""
    if not before:
        yield DnsName(namespace, service)
    elif len(before) == 1 and re.fullmatch(_LABEL, before[0]):
        yield DnsName(namespace, service, before[0])
    elif len(before) == len(("port", "protocol")) and all(re.fullmatch(_PORT_LABEL, each) for each in before):
        yield DnsName(namespace, service, "", before[0][1:], before[1][1:].upper())
