"""Quantities of resources: `500m`, `128Mi`, `1e3`.

Source: `k8s.io/apimachinery/pkg/api/resource/quantity.go:ParseQuantity`, `suffix.go`.
"""

import re
from fractions import Fraction

_WRITTEN = r"(?P<number>[+-]?(\d{1,999}\.?\d{0,999}|\.\d{1,999}))(?P<suffix>[numkMGTPE]|[KMGTPE]i|[eE][+-]?\d{1,3}|)"
_LARGEST = Fraction(2**63 - 1)
"""What is above it counts as this."""
_DECIMAL = {suffix: Fraction(1000) ** power for power, suffix in enumerate("numkMGTPE", start=-3) if suffix in "num"}
_DECIMAL |= {suffix: Fraction(1000) ** power for power, suffix in enumerate("kMGTPE", start=1)}
_BINARY = {f"{suffix}i": Fraction(1024) ** power for power, suffix in enumerate("KMGTPE", start=1)}


def quantity(written: float | str | None) -> Fraction | None:
    """The number that a quantity is; None for what is none.

    Args:
        written: as the API has it.
    """
    found = re.fullmatch(_WRITTEN, str(written)) if written is not None else None
    if found is None:
        return None
    number, suffix = Fraction(found["number"]), found["suffix"]
    if suffix in _DECIMAL or suffix in _BINARY:
        number *= _DECIMAL.get(suffix) or _BINARY[suffix]
    elif suffix:
        number *= Fraction(10) ** int(suffix[1:])
    return max(-_LARGEST, min(number, _LARGEST))


def in_words(resource: str, amount: Fraction) -> str:
    """An amount as people write it: memory and storage in Gi or Mi, anything else as a number with up to 3 decimals."""
    if "memory" in resource or "storage" in resource:
        for suffix in ("Gi", "Mi", "Ki"):
            if amount >= _BINARY[suffix]:
                return f"{_number(amount / _BINARY[suffix])}{suffix}"
    return _number(amount, decimals=3)


def _number(amount: Fraction, decimals: int = 1) -> str:
    return f"{float(amount):.{decimals}f}".rstrip("0").rstrip(".") if decimals else str(int(amount))
