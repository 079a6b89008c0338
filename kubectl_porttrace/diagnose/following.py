"""From a Snapshot to the subjects that a Question asks about, each followed."""

from collections.abc import Iterable

import msgspec

from kubectl_porttrace.diagnose.asked import asked_services
from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.model.service import PortKey
from kubectl_porttrace.model.snapshot import Snapshot
from kubectl_porttrace.question import Question
from kubectl_porttrace.trace.service import TracedService, trace_service


class Followed(msgspec.Struct, frozen=True):
    """A subject, and those of its Service ports that were asked for; None for all of them."""

    subject: TracedService
    ports: frozenset[PortKey] | None = None


class Following(msgspec.Struct, frozen=True):
    """What was asked about, in the order of the report, followed as it is walked, once; and what does not exist."""

    subjects: Iterable[Followed]
    not_found: tuple[NotFoundError, ...] = ()


def follow(snapshot: Snapshot, question: Question) -> Following:
    """Follow what was asked about, one subject at a time."""
    asked = asked_services(snapshot, question)
    subjects = (Followed(trace_service(snapshot, each.service), each.ports) for each in asked.services)
    return Following(subjects, asked.not_found)
