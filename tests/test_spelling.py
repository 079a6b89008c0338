import pytest

from kubectl_porttrace.spelling import slip_of


@pytest.mark.parametrize(
    ("one", "other"),
    [("checkout", "chekout"), ("storefront", "storefornt"), ("back-end", "backend"), ("hello", "helo-o")],
)
def test_a_slip(one: str, other: str) -> None:
    assert slip_of(one, other)
    assert slip_of(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("active", "inactive"),
        ("internal", "external"),
        ("online", "offline"),
        ("reader", "leader"),
        ("worker", "workers"),
        ("blue", "bleu"),
        ("web-1", "web-2"),
        ("kafka", "nginx"),
    ],
)
def test_other_words(one: str, other: str) -> None:
    assert not slip_of(one, other)
    assert not slip_of(other, one)
