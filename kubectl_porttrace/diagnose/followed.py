"""What was followed, to be judged."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

import msgspec

from kubectl_porttrace.errors import NotFoundError
from kubectl_porttrace.model.service import PortKey

if TYPE_CHECKING:  # most runs follow few kinds
    from kubectl_porttrace.diagnose.traced import Traced


class Followed(msgspec.Struct, frozen=True):
    """A subject, and those of its Service ports that were asked for; None for all of them."""

    subject: "Traced"
    ports: frozenset[PortKey] | None = None


class Following(msgspec.Struct, frozen=True):
    """What was asked about, in the order of the report, followed as it is walked, once; and what does not exist."""

    subjects: Iterable[Followed]
    not_found: tuple[NotFoundError, ...] = ()
