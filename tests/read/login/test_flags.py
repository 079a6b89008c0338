import pytest

from kubectl_porttrace.errors import UsageError
from kubectl_porttrace.read.login.flags import ConnectionFlags, parse_timeout


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        pytest.param("0", 0, id="none"),
        pytest.param("5", 5, id="seconds-without-a-unit"),
        pytest.param("5s", 5, id="seconds"),
        pytest.param("1m", 60, id="minutes"),
        pytest.param("2h", 7200, id="hours"),
        pytest.param("1m30s", 90, id="two-units"),
        pytest.param("1.5s", 1.5, id="fraction"),
        pytest.param("250ms", 0.25, id="milliseconds"),
    ],
)
def test_reads_a_timeout_as_kubectl_does(written: str, seconds: float) -> None:
    assert parse_timeout(written) == seconds


@pytest.mark.parametrize("written", ["", "soon", "-1", "5x", "s", "1m 30s", "5s!", "²"])
def test_refuses_what_is_no_timeout(written: str) -> None:
    with pytest.raises(UsageError):
        parse_timeout(written)


def test_knows_whether_any_flag_was_given() -> None:
    assert not ConnectionFlags().given
    assert ConnectionFlags(context="prod").given
    assert ConnectionFlags(request_timeout=0).given
