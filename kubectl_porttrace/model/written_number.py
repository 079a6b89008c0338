"""Numbers that are written as text: in annotations, names of ports and command lines."""

from typing import Final

LAST_PORT: Final = 65535
_LAST: Final = 2**63 - 1
"""The last one that `strconv.ParseInt(written, 10, 64)` reads."""


def whole_number(written: str) -> int | None:
    """The number that decimal digits are, of 64 bits at most; None for any other text, however long it is."""
    digits = written.lstrip("0")
    # Python reads no more than 4,300 digits (`sys.set_int_max_str_digits`).
    if not written.isascii() or not written.isdecimal() or len(digits) > len(str(_LAST)):
        return None
    number = int(digits or "0")
    return number if number <= _LAST else None


def port_number(written: str) -> int | None:
    """The number of a port that a text is; None where it is no number from 1 to 65535."""
    number = whole_number(written)
    return number if number is not None and 0 < number <= LAST_PORT else None
