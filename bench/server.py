"""What a run costs the API server, by its own metrics: processor seconds, and bytes of the bodies it sent.

What controllers ask for meanwhile is in it as well, which is little in a cluster at rest.
"""

import re
import ssl
from dataclasses import dataclass
from http.client import OK, HTTPSConnection
from urllib.parse import urlsplit

import msgspec

from tests.cluster.connection import Connection

_CPU = re.compile(r"^process_cpu_seconds_total (\S+)$", re.MULTILINE)
_SENT = re.compile(r"^apiserver_response_sizes_sum\{[^}]*\} (\S+)$", re.MULTILINE)


class Bill(msgspec.Struct, frozen=True):
    """Processor seconds, and bytes as they were sent, packed or not."""

    cpu: float
    sent: float

    def since(self, before: "Bill") -> "Bill":
        """What was added."""
        return Bill(self.cpu - before.cpu, self.sent - before.sent)


def bill_in(metrics: str) -> Bill:
    """What metrics say so far. No processor time where they do not say it."""
    cpu = sum(float(seconds) for seconds in _CPU.findall(metrics))
    return Bill(cpu, sum(float(size) for size in _SENT.findall(metrics)))


@dataclass(frozen=True)
class Meter:
    """What reads the metrics of one API server."""

    connection: Connection

    def read(self) -> Bill:
        """What it has cost so far. RuntimeError where its metrics are not to be had."""
        context = ssl.create_default_context(cafile=self.connection.certificate_authority)
        client = HTTPSConnection(urlsplit(self.connection.server).netloc, context=context)
        try:
            token = self.connection.tokens["admin"]
            client.request("GET", "/metrics", headers={"Authorization": f"Bearer {token}"})
            answer = client.getresponse()
            if answer.status != OK:
                raise RuntimeError(f"/metrics: {answer.status}")
            return bill_in(answer.read().decode())
        finally:
            client.close()
