"""The moments that tests speak of."""

from datetime import datetime, timedelta, timezone

NOW = datetime(2026, 11, 21, 3, 10, tzinfo=timezone.utc)
LONG_AGO = NOW - timedelta(days=2)
