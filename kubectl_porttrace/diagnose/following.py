"""From a Snapshot to the subjects that a Question asks about, each followed."""

from collections.abc import Iterator

import msgspec

from kubectl_porttrace.diagnose.asked import asked_services
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import Question
from kubectl_porttrace.trace.service import TracedService, trace_service


class Followed(msgspec.Struct, frozen=True):
    """A subject, and those of its Service ports that were asked for; None for all of them."""

    subject: TracedService
    ports: frozenset[PortKey] | None = None


def follow(snapshot: Snapshot, question: Question) -> Iterator[Followed]:
    """Follow what was asked about, one subject at a time, in the order of the report.

    Raises:
        NotFoundError: something asked for by name does not exist.
    """
    return (
        Followed(trace_service(snapshot, asked.service), asked.ports) for asked in asked_services(snapshot, question)
    )
