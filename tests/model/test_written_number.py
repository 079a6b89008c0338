import pytest

from kubectl_porttrace.model.written_number import port_number, whole_number


@pytest.mark.parametrize(
    ("written", "whole", "port"),
    [
        pytest.param("80", 80, 80, id="port"),
        pytest.param("080", 80, 80, id="a-zero-before"),
        pytest.param("0" * 5000 + "80", 80, 80, id="zeros-before"),
        pytest.param("0", 0, None, id="zero"),
        pytest.param("65535", 65535, 65535, id="last-port"),
        pytest.param("65536", 65536, None, id="above-the-last-port"),
        pytest.param("9223372036854775807", 2**63 - 1, None, id="last"),
        pytest.param("9223372036854775808", None, None, id="above-the-last"),
        pytest.param("9" * 5000, None, None, id="more-digits-than-python-reads"),
        pytest.param("", None, None, id="nothing"),
        pytest.param("-1", None, None, id="sign"),
        pytest.param("8 0", None, None, id="space"),
        pytest.param("٨٠", None, None, id="other-digits"),
        pytest.param("²", None, None, id="superscript"),
    ],
)
def test_number(written: str, whole: int | None, port: int | None) -> None:
    assert (whole_number(written), port_number(written)) == (whole, port)
