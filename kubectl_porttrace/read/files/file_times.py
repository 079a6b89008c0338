"""The newest time in the objects of files, which stands for the time at which they were read."""

from collections.abc import Iterable, Iterator
from datetime import datetime, timezone

import msgspec

from kubectl_porttrace.model.meta import KubernetesObject

NO_TIME = datetime(1970, 1, 1, tzinfo=timezone.utc)
"""What stands for the time of files that hold none: manifests have no past, and the same bytes in must give the same
report out, which the clock and a file's own age would not."""


def newest(objects: Iterable[KubernetesObject]) -> datetime:
    """The newest time that objects hold: creation, last write, transition, event; NO_TIME where there is none.

    The time of a deletion is left out: it is when the grace period will end.
    """
    return max((moment for each in objects for moment in _times(each)), default=NO_TIME)


def _times(value: object) -> Iterator[datetime]:
    if isinstance(value, datetime):
        yield value
    elif isinstance(value, tuple):
        for item in value:
            yield from _times(item)
    elif isinstance(value, msgspec.Struct):
        for field in value.__struct_fields__:
            if field != "deletion_timestamp":
                yield from _times(getattr(value, field))
