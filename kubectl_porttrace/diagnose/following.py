"""From a Snapshot to the subjects that a Question asks about, each followed."""

from collections.abc import Iterator

import msgspec

from kubectl_porttrace.diagnose.asked import asked_about
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
    """What there is of what was asked about; `subjects` are followed while they are walked, once.

    `not_found` says of each target that does not exist that it does not.
    """

    subjects: Iterator[Followed]
    not_found: tuple[NotFoundError, ...] = ()


def follow(snapshot: Snapshot, question: Question) -> Following:
    """Follow what was asked about, one subject at a time, in the order of the report."""
    asked = asked_about(snapshot, question)
    subjects = (Followed(trace_service(snapshot, each.service), each.ports) for each in asked.services)
    return Following(subjects, asked.not_found)
