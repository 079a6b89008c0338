"""What every part of the report is."""

import msgspec


class ReportValue(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """A part of the report."""
