"""Moments as the API writes them, and arithmetic that stays within the years 1 to 9999."""

from datetime import datetime, timedelta, timezone
from typing import Annotated, TypeAlias

import msgspec

Time: TypeAlias = Annotated[datetime, msgspec.Meta(tz=True)]
"""A moment with its zone: RFC 3339 has no other (`k8s.io/apimachinery/pkg/apis/meta/v1/time.go:UnmarshalJSON`)."""

FIRST = datetime.min.replace(tzinfo=timezone.utc)
LAST = datetime.max.replace(tzinfo=timezone.utc)


def in_utc(moment: datetime) -> datetime:
    """The same moment in UTC; the first or the last there is where it lies beyond."""
    try:
        return moment.astimezone(timezone.utc)
    except OverflowError:
        return FIRST if moment.year == FIRST.year else LAST


def shifted(moment: datetime, seconds: float) -> datetime:
    """The moment so many seconds later, earlier if negative; the first or the last there is where it lies beyond."""
    try:
        return in_utc(moment) + timedelta(seconds=seconds)
    except OverflowError:
        return LAST if seconds > 0 else FIRST
