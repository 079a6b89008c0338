from fractions import Fraction

import pytest

from kubectl_porttrace.trace.quantity import in_words, quantity


@pytest.mark.parametrize(
    ("written", "amount"),
    [
        ("1", Fraction(1)),
        (2, Fraction(2)),
        (0.5, Fraction(1, 2)),
        ("500m", Fraction(1, 2)),
        ("100u", Fraction(1, 10_000)),
        ("3n", Fraction(3, 1_000_000_000)),
        ("1.5", Fraction(3, 2)),
        (".5", Fraction(1, 2)),
        ("2k", Fraction(2000)),
        ("1M", Fraction(1_000_000)),
        ("2E", Fraction(2 * 10**18)),
        ("1Ki", Fraction(1024)),
        ("128Mi", Fraction(128 * 1024**2)),
        ("1e3", Fraction(1000)),
        ("1E3", Fraction(1000)),
        ("5e-1", Fraction(1, 2)),
        ("10E", Fraction(2**63 - 1)),
        ("1e999", Fraction(2**63 - 1)),
        ("-1e999", Fraction(1 - 2**63)),
        ("9" * 300, Fraction(2**63 - 1)),
        ("9" * 5000, None),
        ("", None),
        ("12 Mi", None),
        ("lots", None),
        (None, None),
    ],
)
def test_quantity(written: float | str | None, amount: Fraction | None) -> None:
    assert quantity(written) == amount


@pytest.mark.parametrize(
    ("resource", "written", "words"),
    [
        ("cpu", "3900m", "3.9"),
        ("cpu", "8", "8"),
        ("cpu", "40", "40"),
        ("memory", "32860348Ki", "31.3Gi"),
        ("memory", "128Mi", "128Mi"),
        ("memory", "1024Mi", "1Gi"),
        ("memory", "100", "100"),
        ("ephemeral-storage", "20Ki", "20Ki"),
        ("nvidia.com/gpu", "2", "2"),
    ],
)
def test_in_words(resource: str, written: str, words: str) -> None:
    amount = quantity(written)
    assert amount is not None
    assert in_words(resource, amount) == words
