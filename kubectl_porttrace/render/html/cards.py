"""Findings on the page: each stands in full in one place, and wherever else it matters a link leads to it."""

from collections.abc import Mapping

import msgspec

from kubectl_porttrace.findings import CERTAINTY_IN_WORDS
from kubectl_porttrace.render.html.topics import TopicKey, keys_of
from kubectl_porttrace.render.object_name import where_and_name
from kubectl_porttrace.report.v1 import Finding, ObjectReference
from kubectl_porttrace.wording import count

FEW = 20
"""Subjects of one finding that are named before the rest is counted."""


class Link(msgspec.Struct, frozen=True):
    """A name, and the id of its section; empty where it has none."""

    text: str
    id: str


class Card(msgspec.Struct, frozen=True):
    """One finding in full: where to change something, how sure it is, and all of whom it was found."""

    finding: Finding
    certainty: str
    place: str
    subjects: tuple[Link, ...]
    more: str

    @property
    def likely(self) -> bool:
        """Whether it is not proved."""
        return self.finding.certainty == "likely"


Places = Mapping[TopicKey, str]
"""The id of the section of each subject."""


def card_of(finding: Finding, places: Places) -> Card:
    """All there is to say of a finding."""
    changed = finding.object
    links = tuple(_link(subject, places) for subject in finding.subjects[:FEW])
    hidden = len(finding.subjects) - len(links)
    return Card(
        finding=finding,
        certainty=CERTAINTY_IN_WORDS[finding.certainty],
        place=f"{where_and_name(changed)} {finding.path}".rstrip(),
        subjects=links,
        more=f"and {count(hidden, 'other')}" if hidden else "",
    )


def home_of(finding: Finding, places: Places) -> str:
    """The id of the section where a finding stands in full; empty where no section is about any of its subjects."""
    return next((places[key] for key in keys_of(finding, places)), "")


def _link(subject: ObjectReference, places: Places) -> Link:
    return Link(where_and_name(subject), places.get((subject.kind, subject.namespace or "", subject.name), ""))
