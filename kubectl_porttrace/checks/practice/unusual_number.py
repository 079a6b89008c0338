"""PTG04: a Service port of a well-known protocol on another number than the registered one."""

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Final

from kubectl_porttrace.checks.check import Found, check
from kubectl_porttrace.checks.good_practice import can_take_advice
from kubectl_porttrace.findings import Fix
from kubectl_porttrace.model.service import ServicePort
from kubectl_porttrace.trace.service import TracedService

REGISTERED: Final[Mapping[str, int]] = MappingProxyType(
    {
        "amqp": 5672,
        "amqps": 5671,
        "dns": 53,
        "dns-tcp": 53,
        "http": 80,
        "https": 443,
        "ldap": 389,
        "ldaps": 636,
        "mongodb": 27017,
        "mqtt": 1883,
        "mssql": 1433,
        "mysql": 3306,
        "ntp": 123,
        "postgres": 5432,
        "postgresql": 5432,
        "redis": 6379,
        "smtp": 25,
        "ssh": 22,
    }
)
"""The number that clients of a protocol dial where they are given none (IANA, Service Name and Port Number Registry).

Names are as Services write them: IANA has `domain` for DNS and `ms-sql-s` for the port of SQL Server.
"""

STAND_INS: Final[Mapping[str, frozenset[int]]] = MappingProxyType(
    {"http": frozenset({81, 8000, 8008, 8080, 8081, 8888}), "https": frozenset({4443, 8443, 9443})}
)
"""What programs listen on that may not open the registered number; others are those of a product, such as 9200."""


@check("PTG04", "service-port-not-the-registered-one", severity="note", certainty="certain")
def service_port_not_the_registered_one(traced: TracedService) -> Iterator[Found]:
    """A Service port is called http, https, dns, postgres or the like, and has another number than that protocol.

    Why: clients dial the registered number where they are given none: `http://web` is port 80. A Service can have that
    number whatever the containers listen on, as `port` and `targetPort` are independent. With another one every client
    has to write it, and the one that forgets gets no answer. It is not told where another port of the Service has the
    number, of http on a product's own number such as 9200, nor of headless Services, whose clients dial the containers
    themselves.

    See: `kubectl get service NAME`.

    Fix: add a port with the registered number and the same targetPort, and leave the old one until no client dials it.
    """
    if not can_take_advice(traced):
        return
    there = {(port.spec.port, port.spec.protocol) for port in traced.ports}
    for port in traced.ports:
        spec = port.spec
        protocol = _protocol(spec)
        number = REGISTERED.get(protocol)
        if number is None or (number, spec.protocol) in there or spec.port not in STAND_INS.get(protocol, {spec.port}):
            continue
        yield Found(
            message=f"port {port.title} speaks {protocol}, and clients that are given no number dial {number}",
            path=f"{port.path}.port",
            evidence=(f"{number} is the number registered for {protocol}, and no port of the Service has it",),
            fix=Fix(
                text=f"add a port {number} with targetPort {spec.target} and a name of its own; find out who dials "
                f"{spec.port} before that one is removed"
            ),
            ports=(port,),
        )


def _protocol(spec: ServicePort) -> str:
    """What a port says that it speaks, by its name or its appProtocol; empty where that is none of those known."""
    return next((said for said in (spec.name, (spec.app_protocol or "").lower()) if said in REGISTERED), "")
